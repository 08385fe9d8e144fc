#include "checker/report/trace_text.h"

#include "checker/report/ending.h"
#include "checker/report/step_text.h"
#include "checker/report/table.h"
#include "checker/report/trace_rows.h"
#include "checker/result/number.h"

#include <algorithm>

namespace raceproof::report {
namespace {

constexpr std::size_t thread_columns_max = 8;
constexpr std::size_t note_width = 56;      // longer notes go on below
constexpr std::size_t touches_max = 4;      // named in one row
constexpr std::size_t leg_values_max = 8;   // columns of variables
constexpr std::size_t legs_max = 60;        // rows of an execution too long for its steps
constexpr std::size_t schedule_max = 2000;  // longer ones are no use on a command line

std::string column_name(const Program& program, std::uint32_t thread) {
  return thread_text(thread) + " " + program.threads[thread].name;
}

std::string line_text(std::uint32_t line) {
  return line == 0 ? "" : std::to_string(line);
}

const Touch* find_touch(const TraceRow& row, CellIndex cell) {
  for (const Touch& touch : row.touches) {
    if (touch.cell == cell) return &touch;
  }
  return nullptr;
}

std::string change_text(const Program& program, const Touch& touch) {
  const std::string after = cell_value(program, touch.cell, touch.after);
  if (!touch.written) return after;
  return cell_value(program, touch.cell, touch.before) + " -> " + after;
}

// "x: 0 -> 1, y: 2": all that the row touched, for layouts without a column for each variable.
std::string touches_text(const Program& program, const TraceRow& row) {
  std::string text;
  std::size_t count = 0;
  for (const Touch& touch : row.touches) {
    if (count++ == touches_max) return text + ", ...";
    if (!text.empty()) text += ", ";
    text += program.cell_name(touch.cell) + ": " + change_text(program, touch);
  }
  return text;
}

// A note in lines of a bearable width, broken at spaces.
std::vector<std::string> wrapped(std::string_view note) {
  std::vector<std::string> lines;
  while (note.size() > note_width) {
    const std::size_t space = note.rfind(' ', note_width);
    if (space == std::string_view::npos) break;
    lines.emplace_back(note.substr(0, space));
    note.remove_prefix(space + 1);
  }
  lines.emplace_back(note);
  return lines;
}

// Adds a row; what its note has beyond one line stands in rows of its own.
void add_row(Table& table, std::vector<Cell> cells, const TraceRow& row) {
  const std::size_t note_column = cells.size();
  const std::vector<std::string> lines = wrapped(row.note);
  for (const std::string& line : lines) {
    cells.emplace_back(line, row.tone);
    table.add(std::move(cells));
    cells.assign(note_column, Cell());
  }
}

// A column per thread; behind them one per variable, or a single one that names what is touched.
class Columns {
 public:
  Columns(const Program& program, const TraceRows& rows, bool variable_columns)
      : program_(program), rows_(rows), variable_columns_(variable_columns) {}

  Table build() const {
    const std::size_t values = variable_columns_ ? rows_.touched.size() : 1;
    std::vector<Align> columns{Align::right, Align::right};
    columns.resize(2 + rows_.threads.size() + values + 1, Align::left);
    Table table(columns);
    for (std::size_t i = 1; i <= 1 + rows_.threads.size(); ++i) table.set_separator(i, " | ");
    table.set_separator(columns.size() - 2, "   ");
    table.add(heading());
    table.add_rule(columns.size() - 1);
    for (const TraceRow& row : rows_.rows) add_row(table, cells(row), row);
    return table;
  }

 private:
  std::vector<Cell> heading() const {
    std::vector<Cell> cells{{"step", Tone::strong}, {"line", Tone::strong}};
    for (const std::uint32_t thread : rows_.threads) {
      cells.emplace_back(column_name(program_, thread), Tone::strong);
    }
    if (!variable_columns_) {
      cells.emplace_back("shared", Tone::strong);
      return cells;
    }
    for (const CellIndex cell : rows_.touched) {
      cells.emplace_back(program_.cell_name(cell), Tone::strong);
    }
    return cells;
  }

  std::vector<Cell> cells(const TraceRow& row) const {
    std::vector<Cell> cells{{row.step, Tone::faint}, {line_text(row.line), Tone::faint}};
    for (const std::uint32_t thread : rows_.threads) {
      const bool is_here =
          std::find(row.threads.begin(), row.threads.end(), thread) != row.threads.end();
      cells.emplace_back(is_here ? row.text : "", is_bad(row) ? Tone::bad : Tone::plain);
    }
    if (variable_columns_) {
      for (std::size_t i = 0; i < rows_.touched.size(); ++i) {
        const Touch* touch = find_touch(row, rows_.touched[i]);
        if (touch != nullptr) {
          cells.emplace_back(change_text(program_, *touch),
                             touch->written ? Tone::strong : Tone::plain);
        } else if (row.step == "..." || i >= row.values.size()) {
          cells.emplace_back("");
        } else {
          cells.emplace_back(cell_value(program_, rows_.touched[i], row.values[i]), Tone::faint);
        }
      }
    } else {
      cells.emplace_back(touches_text(program_, row));
    }
    return cells;
  }

  static bool is_bad(const TraceRow& row) { return row.tone == Tone::bad; }

  const Program& program_;
  const TraceRows& rows_;
  bool variable_columns_;
};

// One line a step, the thread in front: for many threads and narrow terminals.
Table lines(const Program& program, const TraceRows& rows) {
  Table table({Align::right, Align::right, Align::left, Align::left, Align::left, Align::left});
  table.set_separator(1, " | ");
  table.add({{"step", Tone::strong},
             {"line", Tone::strong},
             {"thread", Tone::strong},
             {"", Tone::plain},
             {"shared", Tone::strong}});
  table.add_rule(5);
  for (const TraceRow& row : rows.rows) {
    std::string thread;
    for (const std::uint32_t number : row.threads) {
      thread += (thread.empty() ? "" : ",") + thread_text(number);
    }
    const Tone tone = row.tone == Tone::bad ? Tone::bad : Tone::plain;
    add_row(table,
            {{row.step, Tone::faint},
             {line_text(row.line), Tone::faint},
             {thread, Tone::strong},
             {row.text, tone},
             {touches_text(program, row)}},
            row);
  }
  return table;
}

// An execution too long for its steps: who went on, how far, and what the variables were then.
Table leg_table(const Program& program, const result::Trace& trace) {
  const std::size_t values = std::min(trace.initial_shared.size(), leg_values_max);
  std::vector<Align> columns{Align::right, Align::left, Align::right};
  columns.resize(3 + values, Align::right);
  Table table(columns);
  table.set_separator(1, " | ");
  table.set_separator(3, " | ");
  std::vector<Cell> cells{{"step", Tone::strong}, {"thread", Tone::strong},
                          {"steps", Tone::strong}};
  for (CellIndex cell = 0; cell < values; ++cell) {
    cells.emplace_back(program.cell_name(cell), Tone::strong);
  }
  table.add(std::move(cells));
  table.add_rule(columns.size());
  const auto add = [&](const std::string& step, const std::string& thread,
                       const std::string& count, const std::vector<std::int64_t>& shared) {
    std::vector<Cell> row{{step, Tone::faint}, {thread}, {count}};
    for (CellIndex cell = 0; cell < values; ++cell) {
      row.emplace_back(cell_value(program, cell, shared[cell]));
    }
    table.add(std::move(row));
  };
  add("init", "", "", trace.initial_shared);
  std::uint64_t step = 1;
  for (std::size_t i = 0; i < trace.legs.size(); ++i) {
    const result::TraceLeg& leg = trace.legs[i];
    if (trace.legs.size() > legs_max && i == legs_max / 2) {
      table.add({{"...", Tone::faint}});
    }
    const bool is_shown = trace.legs.size() <= legs_max || i < legs_max / 2 ||
                          i + legs_max / 2 >= trace.legs.size();
    if (is_shown) {
      add(result::grouped(std::to_string(step)), column_name(program, leg.thread),
          result::grouped(std::to_string(leg.steps)), leg.shared);
    }
    step += leg.steps;
  }
  return table;
}

}  // namespace

std::string trace_table(const Subject& subject, const result::ModelResult& model,
                        const property::Property* property, const result::Trace& trace,
                        const TextOptions& options, std::string_view indent) {
  const Program& program = subject.scenario->program;
  if (!trace.legs.empty()) return leg_table(program, trace).render(options.palette, indent);
  TraceOptions row_options;
  row_options.removed = model.removed;
  row_options.next_steps = next_steps(subject, model, property, trace);
  if (options.verbose) row_options.rows_max = 0;
  const TraceRows rows = trace_rows(program, trace, row_options);
  if (rows.threads.size() <= thread_columns_max) {
    for (const bool variable_columns : {true, false}) {
      const bool has_values = !rows.rows.empty() && !rows.rows.front().values.empty();
      if (variable_columns && !rows.touched.empty() && !has_values) continue;
      const Table table = Columns(program, rows, variable_columns).build();
      if (indent.size() + table.width() <= options.width) {
        return table.render(options.palette, indent);
      }
    }
  }
  return lines(program, rows).render(options.palette, indent);
}

std::string trace_size(const result::Trace& trace) {
  const auto counted = [](std::size_t count, std::string_view one, std::string_view many) {
    return result::grouped(std::to_string(count)) + " " + std::string(count == 1 ? one : many);
  };
  return counted(trace.schedule.steps.size(), "step", "steps") + ", " +
         counted(result::switches(trace.schedule), "switch", "switches");
}

std::string replay_command(const Subject& subject, const result::ModelResult& model,
                           const result::Trace& trace) {
  std::string text = "raceproof replay " + shell_word(subject.file);
  for (const auto& [name, value] : subject.set) {
    text += " --set " + name + "=" + std::to_string(value);
  }
  text += " --model " + std::string(model.model->name);
  for (std::size_t i = 0; i < model.removed.size(); ++i) {
    text += (i == 0 ? " --without " : ",") + model.removed[i];
  }
  const std::string schedule = result::to_text(trace.schedule);
  if (schedule.size() > schedule_max) {
    return text + " --trace trace.json   (the schedule is too long to be typed: write it with" +
           " explain --json > trace.json)";
  }
  return text + " --schedule " + shell_word(schedule);
}

std::string trace_text(const Subject& subject, const result::ModelResult& model,
                       const property::Property* property, const result::Trace& trace,
                       const TextOptions& options, std::string_view indent) {
  std::string text = trace_table(subject, model, property, trace, options, indent);
  const std::vector<std::string> sentences = end_sentences(subject, model, property, trace);
  if (!sentences.empty()) text += '\n';
  for (const std::string& sentence : sentences) {
    text += std::string(indent) + sentence + '\n';
  }
  text += '\n' + std::string(indent) + options.palette.paint(Tone::faint, "replay: ") +
          replay_command(subject, model, trace) + '\n';
  return text;
}

}  // namespace raceproof::report

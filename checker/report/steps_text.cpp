#include "checker/report/steps_text.h"

#include <algorithm>

#include "checker/report/code_steps.h"
#include "checker/report/step_text.h"
#include "checker/report/table.h"
#include "checker/result/number.h"

namespace raceproof::report {
namespace {

std::string_view mark(Switching switching) {
  switch (switching) {
    case Switching::never: return ".";
    case Switching::sometimes: return "(x)";
    case Switching::always: return "x";
  }
  return "";
}

// Where control goes on, unless it is just the next line of the table.
std::string then_text(const CodeStep& step) {
  if (step.number == 0 || step.next == std::vector<std::size_t>{step.number + 1}) return "";
  std::string text;
  for (const std::size_t next : step.next) {
    if (next != 0) text += (text.empty() ? "" : ", ") + std::to_string(next);
  }
  if (step.next.empty()) return "fails";
  if (step.next.front() == 0) text += text.empty() ? "end" : ", end";
  return text;
}

std::string code_text(const Program& program, const Code& code,
                      const std::vector<const ExecutionModel*>& models,
                      const TextOptions& options) {
  std::vector<Align> columns{Align::right, Align::right, Align::left};
  columns.resize(3 + models.size() + 1, Align::left);
  Table table(columns);
  std::vector<Cell> heading{{"step", Tone::strong}, {"line", Tone::strong}, {""}};
  for (const ExecutionModel* model : models) {
    heading.emplace_back(std::string(model->name), Tone::strong);
  }
  heading.emplace_back("then", Tone::strong);
  table.add(heading);
  for (const CodeStep& step : code_steps(code, program, models)) {
    const Node& node = code[step.node];
    std::vector<Cell> cells{{step.number == 0 ? "" : std::to_string(step.number)},
                            {std::to_string(node.span.line), Tone::faint},
                            {(step.number == 0 ? "  " : "") + node_text(program, node)}};
    for (std::size_t i = 0; i < models.size(); ++i) {
      const std::string text(i < step.switching.size() ? mark(step.switching[i]) : "");
      cells.emplace_back(text, text == "." ? Tone::faint : Tone::strong);
    }
    cells.emplace_back(then_text(step));
    table.add(cells);
  }
  if (table.rows() == 1) return "  no steps\n";
  return table.render(options.palette, "  ");
}

// "T0 worker[0], T1 worker[1]"; of many threads the first and the last.
std::string threads_text(const Program& program, const std::vector<std::uint32_t>& threads) {
  const auto name = [&](std::uint32_t thread) {
    return thread_text(thread) + " " + program.threads[thread].name;
  };
  if (threads.size() > 4) {
    return name(threads.front()) + " ... " + name(threads.back()) + " (" +
           std::to_string(threads.size()) + " threads)";
  }
  std::string text;
  for (const std::uint32_t thread : threads) text += (text.empty() ? "" : ", ") + name(thread);
  return text;
}

}  // namespace

std::string steps_text(const Subject& subject, const std::vector<const ExecutionModel*>& models,
                       const TextOptions& options) {
  struct Group {
    std::string text;
    std::vector<std::uint32_t> threads;
  };
  const Program& program = subject.scenario->program;
  std::vector<Group> groups;
  for (std::uint32_t thread = 0; thread < program.threads.size(); ++thread) {
    std::string text =
        code_text(program, program.codes[program.threads[thread].code], models, options);
    const auto same = std::find_if(groups.begin(), groups.end(),
                                   [&](const Group& group) { return group.text == text; });
    if (same == groups.end()) {
      groups.push_back({std::move(text), {thread}});
    } else {
      same->threads.push_back(thread);
    }
  }
  const Palette& palette = options.palette;
  std::string text = palette.paint(Tone::strong, subject.file) + "   " + setting(subject) + '\n';
  if (!program.init.empty()) {
    text += "\ninit runs alone, before every thread\n";
  }
  for (const Group& group : groups) {
    text += '\n' + threads_text(program, group.threads) + "\n" + group.text;
  }
  return text + '\n' +
         palette.paint(Tone::faint,
                       "x: another thread may run after this step; (x): on some ways from here") +
         '\n';
}

}  // namespace raceproof::report

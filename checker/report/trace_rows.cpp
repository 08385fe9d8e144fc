#include "checker/report/trace_rows.h"

#include <algorithm>
#include <map>
#include <set>

#include "checker/report/fold.h"
#include "checker/report/step_text.h"
#include "checker/report/trace_shape.h"
#include "checker/result/number.h"

namespace raceproof::report {
namespace {

constexpr std::size_t value_columns_max = 12;
constexpr std::size_t last_round_max = 12;  // longer rounds are shown once
constexpr std::size_t all_threads_max = 4;  // up to here a thread has a column even without a step

std::size_t rows_of(const result::TraceStep& step) {
  return is_region(step) ? 1 + region_events(step).size() : 1;
}

// Builds the rows from left to right, executing the stores on the way.
class Builder {
 public:
  Builder(const Program& program, const result::Trace& trace, const TraceOptions& options)
      : program_(program), trace_(trace), options_(options), notes_(find_notes(trace)),
        values_(trace.initial_shared) {
    find_touched();
  }

  TraceRows run() {
    add_init();
    std::vector<Fold> folds;
    if (trace_.steps.size() > options_.fold_above) folds = fold(shapes(trace_, program_, notes_));
    if (folds.empty()) {
      for (std::size_t i = 0; i < trace_.steps.size(); ++i) folds.push_back({i, 1, 1, {}, {}});
    }
    const std::size_t total = count_rows(folds);
    if (options_.rows_max != 0 && total > options_.rows_max) {
      skip_from_ = options_.rows_max / 2;
      skip_to_ = total - options_.rows_max / 2;
    }
    for (const Fold& each : folds) add(each);
    for (const NextStep& next : options_.next_steps) add_next(next);
    return std::move(result_);
  }

 private:
  void find_touched() {
    std::set<CellIndex> cells;
    std::set<std::uint32_t> threads;
    for (const result::TraceStep& step : trace_.steps) {
      threads.insert(step.choice.thread);
      for (const Event& event : step.events) {
        if (is_access(event)) cells.insert(event.cell);
      }
    }
    for (std::uint32_t i = 0; i < program_.threads.size(); ++i) {
      if (program_.threads.size() <= all_threads_max) threads.insert(i);
    }
    for (const NextStep& next : options_.next_steps) threads.insert(next.thread);
    if (cells.empty() && program_.shared_cells <= value_columns_max) {
      for (CellIndex cell = 0; cell < program_.shared_cells; ++cell) cells.insert(cell);
    }
    result_.touched.assign(cells.begin(), cells.end());
    result_.threads.assign(threads.begin(), threads.end());
  }

  std::size_t count_rows(const std::vector<Fold>& folds) const {
    std::size_t rows = 0;
    for (const Fold& each : folds) {
      if (each.rounds == 1) {
        rows += rows_of(trace_.steps[each.first]);
        continue;
      }
      rows += count_rows(each.first_round) + 1;
      if (shows_last_round(each)) rows += count_rows(each.last_round);
    }
    return rows;
  }

  bool shows_last_round(const Fold& each) const {
    return count_rows(each.first_round) <= last_round_max;
  }

  void add_init() {
    TraceRow row;
    row.step = "init";
    for (const Event& event : trace_.init_events) {
      if (event.kind != NodeKind::choose && event.kind != NodeKind::either) continue;
      row.note += (row.note.empty() ? "" : ", ") + event_text(program_, event);
    }
    row.tone = Tone::faint;
    finish(std::move(row));
  }

  void add_next(const NextStep& next) {
    TraceRow row;
    row.step = "next";
    row.line = next.line;
    row.threads = {next.thread};
    row.text = next.text;
    row.note = next.note;
    row.tone = Tone::bad;
    finish(std::move(row));
  }

  // Parts the steps that are taken once from those that are repeated for ever.
  void add_loop_start() {
    TraceRow row;
    row.step = "loop";
    row.note = "from here on for ever";
    row.tone = Tone::bad;
    finish(std::move(row));
  }

  void add(const Fold& each) {
    if (each.rounds == 1) return add_step(each.first);
    for (const Fold& inner : each.first_round) add(inner);
    const bool with_last = shows_last_round(each);
    const std::size_t behind =
        with_last ? each.last_round.front().first : each.first + each.steps;
    add_dots(each, behind, each.rounds - (with_last ? 2 : 1));
    if (!with_last) return;
    for (const Fold& inner : each.last_round) add(inner);
  }

  // The row that stands for the rounds which are not shown.
  void add_dots(const Fold& each, std::size_t behind, std::size_t rounds) {
    const std::size_t steps = behind - done_;
    TraceRow row;
    row.step = "...";
    row.text = "...";
    row.note = result::grouped(std::to_string(rounds)) +
               (rounds == 1 ? " more round like this, " : " more rounds like this, ") +
               result::grouped(std::to_string(steps)) + " steps";
    row.tone = Tone::faint;
    std::set<std::uint32_t> threads;
    const std::size_t round_end = each.first_round.back().first + each.first_round.back().steps;
    for (std::size_t i = each.first; i < round_end; ++i) {
      threads.insert(trace_.steps[i].choice.thread);
    }
    row.threads.assign(threads.begin(), threads.end());
    touch_range(behind, row);
    finish(std::move(row));
  }

  // Executes the steps up to `behind`, and tells what they changed altogether.
  void touch_range(std::size_t behind, TraceRow& row) {
    std::map<CellIndex, std::int64_t> before;
    const bool few = result_.touched.size() <= value_columns_max;
    for (const CellIndex cell : result_.touched) {
      if (few) before[cell] = values_[cell];
    }
    while (done_ < behind) execute(trace_.steps[done_++]);
    for (const auto& [cell, value] : before) {
      if (value != values_[cell]) row.touches.push_back({cell, value, values_[cell], true});
    }
  }

  void execute(const result::TraceStep& step) {
    for (const Event& event : step.events) execute(event);
  }

  void execute(const Event& event) {
    if (event.kind == NodeKind::allocate) {
      const HeapObject& object = program_.heap[*program_.heap_object_of(event.cell)];
      heap::allocate(object, values_, 1, event.thread < program_.threads.size() ? event.thread : 0);
    } else if (is_write(event)) {
      values_[event.cell] = event.value;
    }
  }

  void add_step(std::size_t index) {
    while (done_ < index) execute(trace_.steps[done_++]);
    if (trace_.loop_start == index) add_loop_start();
    const result::TraceStep& step = trace_.steps[index];
    TraceRow row;
    row.step = result::grouped(std::to_string(index + 1));
    row.line = step_span(step).line;
    row.threads = {step.choice.thread};
    row.text = step_text(step);
    say(index, row);
    if (is_region(step)) {
      finish(std::move(row));
      for (const Event& event : region_events(step)) {
        TraceRow inner;
        inner.line = event.span.line;
        inner.threads = {step.choice.thread};
        inner.text = "  " + with_removed(event_text(program_, event), event);
        touch(event, inner);
        finish(std::move(inner));
      }
    } else {
      for (const Event& event : step.events) touch(event, row);
      finish(std::move(row));
    }
    done_ = index + 1;
  }

  std::string step_text(const result::TraceStep& step) const {
    const NodeKind kind = step_kind(step);
    std::string text(raceproof::row(kind).name);
    if (kind != NodeKind::atomic && !step.events.empty()) {
      text = with_removed(event_text(program_, step.events.front()), step.events.front());
    }
    const bool tells_by_itself = kind == NodeKind::choose || kind == NodeKind::either;
    if (step.alternatives > 1 && !tells_by_itself) {
      text += " (alternative " + std::to_string(step.choice.alternative) + ")";
    }
    return text;
  }

  std::string with_removed(std::string text, const Event& event) const {
    const bool on_lock = event.kind == NodeKind::acquire || event.kind == NodeKind::release ||
                         event.kind == NodeKind::try_acquire;
    if (!on_lock) return text;
    const std::string& name = program_.objects[event.cell].name;
    const std::string base = name.substr(0, name.find('['));
    const std::vector<std::string>& removed = options_.removed;
    const bool is_removed = std::find(removed.begin(), removed.end(), base) != removed.end();
    return is_removed ? text + " (removed)" : text;
  }

  // The sentence beside a step: the pattern that it completes, or how it ends the execution.
  void say(std::size_t index, TraceRow& row) {
    while (next_note_ < notes_.size() && notes_[next_note_].step <= index) ++next_note_;
    if (next_note_ < notes_.size() && notes_[next_note_].step == index + 1) {
      const Note& note = notes_[next_note_];
      row.note = note_text(note);
      row.tone = note.pattern == Pattern::same_read ? Tone::unsure : Tone::bad;
    }
    if (index + 1 != trace_.steps.size()) return;
    if (trace_.ending == result::TraceEnd::failed) {
      if (!row.note.empty()) row.note += "; ";
      row.note += raceproof::row(trace_.end.fault).sentence;
      row.tone = Tone::bad;
    } else if (trace_.ending == result::TraceEnd::discarded) {
      row.note = "the assumption is false: discarded";
      row.tone = Tone::unsure;
    }
  }

  void touch(const Event& event, TraceRow& row) {
    if (!is_access(event)) return;
    const std::int64_t before = values_[event.cell];
    execute(event);
    const auto same = std::find_if(row.touches.begin(), row.touches.end(),
                                   [&](const Touch& t) { return t.cell == event.cell; });
    if (same == row.touches.end()) {
      row.touches.push_back({event.cell, before, values_[event.cell], is_write(event)});
    } else {
      same->after = values_[event.cell];
      same->written = same->written || is_write(event);
    }
  }

  void finish(TraceRow row) {
    const std::size_t number = row_number_++;
    if (number > skip_from_ && number <= skip_to_) {
      if (number != skip_to_) return;
      row = {};
      row.step = "...";
      row.note = result::grouped(std::to_string(skip_to_ - skip_from_)) +
                 " rows are left out here (--verbose shows them)";
      row.tone = Tone::faint;
    }
    if (result_.touched.size() <= value_columns_max) {
      for (const CellIndex cell : result_.touched) row.values.push_back(values_[cell]);
    }
    result_.rows.push_back(std::move(row));
  }

  const Program& program_;
  const result::Trace& trace_;
  const TraceOptions& options_;
  std::vector<Note> notes_;
  std::size_t next_note_ = 0;
  std::vector<std::int64_t> values_;  // of the shared cells, behind `done_` steps
  std::size_t done_ = 0;
  std::size_t row_number_ = 0;
  std::size_t skip_from_ = 0;  // rows behind this one ...
  std::size_t skip_to_ = 0;    // ... up to this one are left out
  TraceRows result_;
};

}  // namespace

TraceRows trace_rows(const Program& program, const result::Trace& trace,
                     const TraceOptions& options) {
  return Builder(program, trace, options).run();
}

}  // namespace raceproof::report

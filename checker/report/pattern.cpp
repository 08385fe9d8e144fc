#include "checker/report/pattern.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "checker/report/step_text.h"
#include "checker/result/number.h"

namespace raceproof::report {
namespace {

constexpr std::array<PatternRow, 3> table{{
    {Pattern::same_read, "same read"},
    {Pattern::lost_update, "lost update"},
    {Pattern::check_then_act, "check-then-act"},
}};

// Numbers of steps count from 1; 0 stands for never.
struct Store {
  std::size_t step = 0;
  std::size_t read_at = 0;  // when the storing thread had read the cell
  std::uint32_t thread = 0;
};

struct Reads {
  std::size_t loaded = 0;  // the thread's last load of the cell since it last stored there
  std::size_t tested = 0;  // the last load that a comparison took part in
  std::uint32_t line = 0;  // where the load stands
};

bool compares(const Event& event) {
  const std::string_view name = row(event.op).step_name;
  constexpr std::array<std::string_view, 7> tests{"eq", "ne", "lt", "le", "gt", "ge", "not"};
  return event.kind == NodeKind::apply &&
         std::find(tests.begin(), tests.end(), name) != tests.end();
}

// Walks through a trace and remembers who read and wrote what last.
class Observer {
 public:
  void see(std::size_t step, const Event& event) {
    if (compares(event)) {
      for (auto& [cell, line] : loads_of_line_[event.thread]) {
        if (line == event.span.line) reads_[{cell, event.thread}].tested = loaded(cell, event);
      }
    } else if (is_access(event) && !is_write(event)) {
      Reads& reads = reads_[{event.cell, event.thread}];
      reads.loaded = step;
      reads.line = event.span.line;
      loads_of_line_[event.thread][event.cell] = event.span.line;
    } else if (is_write(event)) {
      see_write(step, event);
    }
  }

  std::vector<Note> take() {
    std::stable_sort(notes_.begin(), notes_.end(),
                     [](const Note& a, const Note& b) { return a.step < b.step; });
    notes_.erase(std::unique(notes_.begin(), notes_.end(),
                             [](const Note& a, const Note& b) { return a.step == b.step; }),
                 notes_.end());
    return std::move(notes_);
  }

 private:
  std::size_t loaded(CellIndex cell, const Event& event) const {
    const auto found = reads_.find({cell, event.thread});
    return found == reads_.end() ? 0 : found->second.loaded;
  }

  // An operation on an `atomic` reads and writes at once: only a test before it can be outdated. A
  // store further up in the source than the read is the next round of a loop, and does not use it.
  void see_write(std::size_t step, const Event& event) {
    Reads& reads = reads_[{event.cell, event.thread}];
    const Store& last = stores_[event.cell];
    const bool is_store = report::is_store(event);
    const bool by_other =
        last.step != 0 && last.thread != event.thread && reads.line <= event.span.line;
    if (by_other && is_store && reads.loaded != 0 && reads.loaded < last.step) {
      const bool was_tested = reads.tested == reads.loaded;
      add({step, was_tested ? Pattern::check_then_act : Pattern::lost_update, last.thread,
           reads.loaded, last.step});
      add_same_read(reads.loaded, event.thread, last);
    } else if (by_other && reads.tested != 0 && reads.tested < last.step) {
      add({step, Pattern::check_then_act, last.thread, reads.tested, last.step});
      add_same_read(reads.tested, event.thread, last);
    }
    stores_[event.cell] = {step, is_store ? reads.loaded : 0, event.thread};
    reads = {};
    loads_of_line_[event.thread].erase(event.cell);
  }

  // Both threads read the cell before either wrote: the later of the two reads is where they part.
  void add_same_read(std::size_t read_at, std::uint32_t thread, const Store& other) {
    if (other.read_at == 0 || other.read_at == read_at) return;
    if (other.read_at > read_at) {
      add({other.read_at, Pattern::same_read, thread, read_at, 0});
    } else {
      add({read_at, Pattern::same_read, other.thread, other.read_at, 0});
    }
  }

  void add(const Note& note) { notes_.push_back(note); }

  std::map<std::pair<CellIndex, std::uint32_t>, Reads> reads_;
  std::map<CellIndex, Store> stores_;
  std::map<std::uint32_t, std::map<CellIndex, std::uint32_t>> loads_of_line_;
  std::vector<Note> notes_;
};

}  // namespace

const PatternRow& row(Pattern pattern) {
  return table[static_cast<std::size_t>(pattern)];
}

std::vector<Note> find_notes(const result::Trace& trace) {
  Observer observer;
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    for (const Event& event : trace.steps[i].events) observer.see(i + 1, event);
  }
  return observer.take();
}

std::string note_text(const Note& note) {
  const std::string other = thread_text(note.other);
  const std::string read = result::grouped(std::to_string(note.read_at));
  const std::string written = result::grouped(std::to_string(note.written_at));
  switch (note.pattern) {
    case Pattern::same_read: return "reads what " + other + " read at " + read;
    case Pattern::lost_update:
      return "overwrites " + other + "'s store of step " + written + ": lost update";
    case Pattern::check_then_act:
      return "acts on what step " + read + " read, before " + other + "'s store of step " +
             written + ": check-then-act";
  }
  return "";
}

}  // namespace raceproof::report

// What one step does, as a table row: on which parts of the state it depends, and what it writes.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "checker/engine/state_parts.h"
#include "checker/explore/dead_locals.h"
#include "models/machine.h"

namespace raceproof::engine {

/// A part takes a new value.
struct PartWrite {
  PartIndex part = 0;
  PartId id = 0;

  friend auto operator<=>(const PartWrite&, const PartWrite&) = default;
};

/// One alternative of a step: what it writes, or how it ends the execution.
struct Outcome {
  StepEnd end;
  std::vector<PartWrite> writes;  ///< ascending by part; nothing where the execution ends

  bool is_end() const { return end.kind != StepEnd::Kind::normal; }
};

/// The variables' cells that a step accesses, by number modulo 64: two steps that conflict share a
/// bit, those that share one may still not conflict. Accesses of `atomic` variables are not here.
struct Accesses {
  std::array<std::uint64_t, 2> plain{};   ///< read, written
  std::array<std::uint64_t, 2> region{};  ///< the same, inside an `atomic` block or an `await`
};

/// The next step of a thread in one state, and in every other state in which the thread stands at
/// the same place with the same locals and the parts in `reads` have the same values.
struct StepRow {
  std::vector<PartIndex> reads;   ///< ascending; the thread's own part is not among them
  std::vector<Outcome> outcomes;  ///< by alternative; none where the thread cannot go on
  Accesses accesses;
};

/// Makes rows by running the reference semantics, and by looking at what it read and wrote: there
/// is no second semantics that could differ from it.
class StepRows {
 public:
  /// Where `dead` is given, what is dead behind a step is cleared.
  StepRows(const Machine& machine, StateParts& parts, const explore::DeadLocals* dead = nullptr)
      : machine_(machine), parts_(parts), dead_(dead) {}

  /// The row of `thread` in `state`, which `ids` encodes. Values that are new get new numbers.
  StepRow row(const State& state, const std::vector<PartId>& ids, std::uint32_t thread);

 private:
  void read(PartIndex part) { is_read_[part] = true; }
  void read_everything();
  void read_object(std::uint32_t object);
  void read_status(std::uint32_t thread);
  void read_locks();
  void read_readiness(const State& state, std::uint32_t thread);
  void note_event(const Event& event);
  void note_heap(const Event& event);
  void note_enqueue(const Event& event);
  void read_merging(std::uint32_t thread);
  void note_store(CellIndex cell);
  void note_access(const Event& event);
  void note_end_of_threads(const State& before, const State& after);
  void clear_dead(const State& before, State& after) const;
  void note_gil(const State& before, const State& after, std::uint32_t thread);
  Outcome outcome(const State& after, const std::vector<PartId>& ids, std::uint32_t thread);

  struct Alternative {
    State state;
    StepEnd end;
    std::vector<bool> is_written;
  };

  const Machine& machine_;
  StateParts& parts_;
  const explore::DeadLocals* dead_;
  std::vector<bool> is_read_;
  std::vector<bool> is_written_;  ///< by the alternative at hand, whatever was there before
  Accesses accesses_;
};

}  // namespace raceproof::engine

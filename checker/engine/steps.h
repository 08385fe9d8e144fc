// The steps out of packed states, whatever the states are packed into.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <span>
#include <vector>

#include "checker/engine/batch.h"
#include "checker/engine/step_row.h"
#include "checker/explore/persistent_set.h"

namespace raceproof::engine {

using explore::PersistentSets;

class Steps {
 public:
  virtual ~Steps() = default;

  /// What to do where a row is not there yet. Only one thread may make rows, while no other one
  /// reads any.
  enum class Missing : std::uint8_t { make, stop };

  /// Appends what comes of the states from `first` on. Returns how far it came: to their end, but
  /// where a row is missing, or where a new one has a value that does not fit the layout; then the
  /// rest has left nothing in the batch.
  virtual std::size_t expand(std::span<const Word> states, std::size_t first, Missing missing,
                             Batch& batch) = 0;

  /// Called for each alternative of each thread's step, in order: with the successor, or with how
  /// the execution ends.
  using Visit = std::function<void(Choice choice, Word successor, const StepEnd* end)>;
  /// Every row that it needs must have fitted the layout before, as those of expanded states have.
  virtual void each(Word state, const Visit& visit) = 0;
  /// The threads whose steps `expand` takes; the same holds of their rows.
  virtual explore::ThreadSet taken(Word state) = 0;

  /// What the steps of a thread access in this local state, over all rows made so far.
  virtual const Accesses& accesses(std::uint32_t thread, Word state) = 0;
  /// Whether the thread's step takes a lock.
  virtual bool takes_lock(std::uint32_t thread, Word state) = 0;

  virtual std::uint64_t memory_bytes() const = 0;
};

/// What is known of the next step of a thread in one of its local states, over all rows made so
/// far.
struct LocalStep {
  std::vector<PartIndex> reads;  ///< ascending
  bool is_known = false;
  bool takes_lock = false;
  Accesses accesses;
  const explore::Footprints::Place* place = nullptr;  ///< where only some steps are taken

  /// Adds what a row says. Returns whether it reads more than those before it, or is the first.
  bool note(const StepRow& made, const Machine& machine, const State& state, std::uint32_t thread,
            const PersistentSets* persistent) {
    for (std::size_t kind = 0; kind < 2; ++kind) {
      accesses.plain[kind] |= made.accesses.plain[kind];
      accesses.region[kind] |= made.accesses.region[kind];
    }
    const bool is_first = !is_known;
    is_known = true;
    if (is_first && persistent != nullptr) {
      const CellIndex pc = machine.program().threads[thread].pc_cell;
      place = &persistent->footprints().at(thread, state.cells[pc]);
    }
    if (is_first && machine.is_running(state, thread)) {
      takes_lock = machine.next_step(state, thread).kind == NodeKind::acquire;
    }
    std::vector<PartIndex> all;
    std::set_union(reads.begin(), reads.end(), made.reads.begin(), made.reads.end(),
                   std::back_inserter(all));
    const bool has_grown = is_first || all != reads;
    reads = std::move(all);
    return has_grown;
  }
};

}  // namespace raceproof::engine

// A state as a row of small numbers: its cells are divided into parts, and the values that each
// part takes are numbered as they are met. Most parts take few values, however many cells they have
// or however large the values are, so the numbers need few bits.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/explore/state_store.h"
#include "models/machine.h"

namespace raceproof::engine {

/// A number of a part.
using PartIndex = std::uint32_t;
/// A number of a value of a part; from 0, in the order in which they were met.
using PartId = std::uint32_t;

/// The parts: each thread (its position and its frame), each shared variable's and each reference's
/// cell, each heap object, each synchronisation object with its items, who has the GIL, and the
/// rest. A thread that another one starts or joins has one more, its status, which says only
/// whether it has started and whether it has ended: so that the step that depends on this does not
/// depend on all the thread's locals.
class StateParts {
 public:
  explicit StateParts(const Program& program);

  PartIndex count() const { return static_cast<PartIndex>(parts_.size()); }
  PartIndex of_thread(std::uint32_t thread) const { return thread; }
  PartIndex of_cell(CellIndex cell) const { return part_of_cell_[cell]; }
  PartIndex of_object(std::uint32_t object) const;
  PartIndex holder() const { return of_cell(program_->holder_cell); }
  bool is_single_cell(PartIndex part) const { return parts_[part].cells.size() == 1; }
  /// The status of a thread that some step of another asks for.
  std::optional<PartIndex> status_of(std::uint32_t thread) const { return status_[thread]; }

  /// How many values the part has taken so far.
  PartId values(PartIndex part) const { return parts_[part].values.size(); }
  std::uint64_t memory_bytes() const;
  /// The number of the part's value in the state, which is a new one where it was not met before.
  PartId number(PartIndex part, const State& state);
  void decode_value(PartIndex part, PartId id, State& value) const {
    parts_[part].values.decode(id, value);
  }
  /// Numbers a value as it was numbered before. False where the part has no such value, or the
  /// number is taken.
  bool restore_value(PartIndex part, const State& value, PartId id);
  /// All numbers of a state, one for each part.
  void encode(const State& state, std::vector<PartId>& ids);
  /// The state back again, over `state`, keeping its memory.
  void decode(const std::vector<PartId>& ids, State& state) const;

 private:
  enum class Kind : std::uint8_t { fixed, queue, status, tail };
  struct Part {
    Kind kind = Kind::fixed;
    std::vector<CellIndex> cells;  ///< queue: its length, whose items follow in the value
    explore::StateStore values;
  };

  PartIndex add(Kind kind, std::vector<CellIndex> cells);
  void add_variables();
  void add_statuses();
  void read(PartIndex part, const State& state);
  std::size_t first_item(PartIndex part, const State& state) const;

  const Program* program_;
  std::vector<Part> parts_;
  std::vector<PartIndex> part_of_cell_;
  std::vector<PartIndex> queues_;  ///< in the order of the objects, as their items stand
  std::vector<std::optional<PartIndex>> status_;
  PartIndex tail_ = 0;  ///< what stands behind the items of all queues
  State value_;         ///< of the part at hand
};

}  // namespace raceproof::engine

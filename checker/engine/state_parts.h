// A state as a row of small numbers: its cells are divided into parts, and the values that each
// part takes are numbered as they are met. Most parts take few values, however many cells they have
// or however large the values are, so the numbers need few bits.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "checker/explore/alike_threads.h"
#include "checker/explore/state_store.h"
#include "checker/explore/thread_names.h"
#include "models/machine.h"

namespace raceproof::engine {

using explore::AlikeThreads;
using explore::Names;

/// A number of a part.
using PartIndex = std::uint32_t;
/// A number of a value of a part; from 0, in the order in which they were met.
using PartId = std::uint32_t;

/// The parts: each thread (its position and its frame), each shared variable's and each reference's
/// cell, each heap object, each synchronisation object with its items, who has the GIL, and the
/// rest. A thread that another one starts or joins has one more, its status, which says only
/// whether it has started and whether it has ended: so that the step that depends on this does not
/// depend on all the thread's locals.
///
/// Threads that are alike share the numbers of their values. And with a value that names threads,
/// those are numbered too that it becomes when threads that are alike change places.
class StateParts {
 public:
  explicit StateParts(const Program& program, AlikeThreads alike = {});

  const AlikeThreads& alike() const { return alike_; }

  PartIndex count() const { return static_cast<PartIndex>(parts_.size()); }
  PartIndex of_thread(std::uint32_t thread) const { return thread; }
  PartIndex of_cell(CellIndex cell) const { return part_of_cell_[cell]; }
  PartIndex of_object(std::uint32_t object) const;
  PartIndex holder() const { return of_cell(program_->holder_cell); }
  bool is_single_cell(PartIndex part) const { return parts_[part].cells.size() == 1; }
  /// The status of a thread that some step of another asks for.
  std::optional<PartIndex> status_of(std::uint32_t thread) const { return status_[thread]; }

  /// How many values the part has taken so far.
  PartId values(PartIndex part) const { return store(part).size(); }
  std::uint64_t memory_bytes() const;
  /// The number of the part's value in the state, which is a new one where it was not met before.
  PartId number(PartIndex part, const State& state);
  void decode_value(PartIndex part, PartId id, State& value) const {
    store(part).decode(id, value);
  }
  /// Numbers a value as it was numbered before. False where the part has no such value, or the
  /// number is taken.
  bool restore_value(PartIndex part, const State& value, PartId id);
  /// All numbers of a state, one for each part.
  void encode(const State& state, std::vector<PartId>& ids);
  /// The parts whose values name threads, where some threads are alike.
  const std::vector<PartIndex>& naming() const { return naming_; }
  /// Whether it is one of them.
  bool names_threads(PartIndex part) const {
    return !alike_.empty() && std::find(naming_.begin(), naming_.end(), part) != naming_.end();
  }
  /// What the value of such a part says of a thread, as `role_in` does.
  std::uint8_t role(PartIndex part, PartId id, std::uint32_t thread) const {
    return parts_[part].roles[id * program_->threads.size() + thread];
  }
  /// The value once a thread and the next one of its group have changed places; such pairs are
  /// numbered group by group.
  PartId exchanged(PartIndex part, PartId id, std::uint32_t pair) const {
    return parts_[part].exchanged[id * pairs_.size() + pair];
  }
  /// By the numbers of the values of a thread that is like another one: where each stands among
  /// them. The order depends on the values, hardly ever on how they are numbered; no two
  /// have the same.
  static constexpr std::uint32_t short_rank_bits = 24;  ///< whose lowest ones are the number
  const std::vector<std::uint64_t>& ranks(std::uint32_t thread) const {
    return parts_[parts_[of_thread(thread)].numbered_as].ranks;
  }

  /// The state back again, over `state`, keeping its memory.
  void decode(const std::vector<PartId>& ids, State& state) const;

 private:
  enum class Kind : std::uint8_t { fixed, queue, status, tail };
  struct Part {
    Kind kind = Kind::fixed;
    std::vector<CellIndex> cells;  ///< queue: its length, whose items follow in the value
    PartIndex numbered_as = 0;     ///< the part whose numbers it has
    explore::StateStore values;    ///< unless it has another part's
    Names names = Names::nobody;
    std::vector<std::uint8_t> roles;   ///< by value and thread
    std::vector<PartId> exchanged;     ///< by value and pair
    std::vector<std::uint64_t> ranks;  ///< by value
  };

  void note_new(PartIndex part, PartId id);
  PartIndex add(Kind kind, std::vector<CellIndex> cells);
  void add_variables();
  void add_statuses();
  void read(PartIndex part, const State& state);
  explore::StateStore& store(PartIndex part) { return parts_[parts_[part].numbered_as].values; }
  const explore::StateStore& store(PartIndex part) const {
    return parts_[parts_[part].numbered_as].values;
  }
  void share_numbers();
  void note_names();
  void close(PartIndex part);
  void add_rank(PartIndex part, PartId id);
  std::size_t first_item(PartIndex part, const State& state) const;

  const Program* program_;
  AlikeThreads alike_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_;
  std::vector<PartIndex> naming_;
  std::vector<Part> parts_;
  std::vector<PartIndex> part_of_cell_;
  std::vector<PartIndex> queues_;  ///< in the order of the objects, as their items stand
  std::vector<std::optional<PartIndex>> status_;
  PartIndex tail_ = 0;  ///< what stands behind the items of all queues
  State value_;         ///< of the part at hand
};

}  // namespace raceproof::engine

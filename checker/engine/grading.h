// Whether all ways to a state are equally long.
#pragma once

#include <cstdint>
#include <numeric>
#include <set>
#include <vector>

#include "checker/engine/step_row.h"

namespace raceproof::engine {

/// Numbers the local states of each thread by the steps that it has taken to come there. As long as
/// every local state has one such number, their sum over all threads is the level of the state,
/// whatever the interleaving: a state can be met again on its own level only, and what lies behind
/// need not be remembered (the sweep-line method: Christensen, Kristensen and Mailund, 2001, with
/// the strongest of progress measures). A loop without a counter ends it.
class Grading {
 public:
  /// Threads that are alike and change places have their numbers together.
  Grading(std::uint32_t threads, const AlikeThreads& alike) : ranks_(threads), ranked_as_(threads) {
    std::iota(ranked_as_.begin(), ranked_as_.end(), 0U);
    for (const std::vector<std::uint32_t>& group : alike) {
      for (const std::uint32_t thread : group) ranked_as_[thread] = group[0];
    }
  }

  bool is_graded() const { return is_graded_; }
  /// All numbers of alternatives that a step has had, ascending.
  const std::set<std::size_t>& alternatives() const { return alternatives_; }

  /// A state in which the search starts.
  void begin(const std::vector<PartId>& ids) {
    for (std::uint32_t t = 0; t < ranks_.size(); ++t) is_graded_ = is_graded_ && fits(t, ids[t], 0);
  }

  /// A step that `thread` takes in a state with these numbers; it must have been reached.
  void note(const std::vector<PartId>& ids, std::uint32_t thread, const StepRow& row) {
    if (!row.outcomes.empty()) alternatives_.insert(row.outcomes.size());
    for (const Outcome& outcome : row.outcomes) {
      if (!is_graded_ || outcome.is_end()) continue;
      bool has_moved = false;
      for (const PartWrite& write : outcome.writes) {
        if (write.part >= ranks_.size()) break;
        const std::int64_t steps = write.part == thread ? 1 : 0;
        const std::int64_t before = rank(write.part, ids[write.part]);
        is_graded_ = is_graded_ && fits(write.part, write.id, before + steps);
        has_moved = has_moved || write.part == thread;
      }
      is_graded_ = is_graded_ && has_moved;
    }
  }

 private:
  static constexpr std::int64_t unknown = -1;

  std::int64_t rank(std::uint32_t thread, PartId id) const {
    return ranks_[ranked_as_[thread]][id];
  }

  bool fits(std::uint32_t thread, PartId id, std::int64_t rank) {
    std::vector<std::int64_t>& ranks = ranks_[ranked_as_[thread]];
    if (id >= ranks.size()) ranks.resize(id + std::size_t{1}, unknown);
    if (ranks[id] == unknown) ranks[id] = rank;
    return ranks[id] == rank;
  }

  std::vector<std::vector<std::int64_t>> ranks_;  ///< by thread and number of its local state
  std::vector<std::uint32_t> ranked_as_;
  std::set<std::size_t> alternatives_;
  bool is_graded_ = true;
};

}  // namespace raceproof::engine

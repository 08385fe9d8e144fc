// Where the observers of a search have to look: they judge whole states, which takes long, and
// there is nothing to be seen in most of them.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/engine/chained_index.h"
#include "checker/engine/predicate_table.h"
#include "checker/explore/monitor.h"

namespace raceproof::engine {

/// Says of each state that can go on whether anything may be found there; those that cannot, and
/// the ends of executions, are always looked at.
class Watch {
 public:
  /// `findings` are those of the monitor: what it has found on an earlier level is watched no more.
  /// `with_locks`: the first state for each way of taking a lock while others are held is wanted.
  Watch(const Machine& machine, PackedSpace& space, const std::vector<explore::Finding>& findings,
        bool with_locks);

  /// To be called before each level.
  void begin_level(std::uint64_t level);
  bool is_idle() const { return predicates_.empty() && !with_races_ && !with_locks_; }
  bool is_of_interest(Word key);

 private:
  PredicateTable::Condition counts_are_right() const;
  bool may_race(Word key) const;
  bool takes_new_lock(Word key);
  std::vector<PartIndex> locks() const;

  const Machine& machine_;
  PackedSpace& space_;
  const std::vector<explore::Finding>& findings_;
  bool with_locks_ = false;
  bool with_races_ = false;
  std::vector<PredicateTable> predicates_;
  std::vector<std::size_t> predicate_of_;  ///< which finding's
  ChainedIndex seen_locks_;
};

}  // namespace raceproof::engine

// The order in which threads take locks: deadlocks that could be where another schedule, another
// model or a small change of the program let the threads meet, even if they cannot here.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "checker/explore/explore.h"
#include "checker/explore/state_space.h"
#include "checker/result/schedule.h"

namespace raceproof::explore {

/// Watches a search, and notes which locks the threads take while they hold others.
class LockOrder : public Observer {
 public:
  explicit LockOrder(const Machine& machine);

  /// Whether there are locks and threads enough for a deadlock.
  bool is_needed() const { return is_needed_; }

  void on_state(StateIndex index, const State& state, StateKind kind, std::uint64_t level,
                const std::vector<std::uint32_t>& enabled) override;
  void on_end(StateIndex, const Edge&, const StepEnd&, std::uint64_t) override {}
  bool is_decided() const override { return true; }
  void on_progress(std::uint64_t, std::uint64_t, std::uint64_t) override {}

  /// Has every thread of a group take what one of them was seen to take; the states in which they
  /// do so are then not known, so there are no sentences to be had any more.
  void add_alike(const std::vector<std::vector<std::uint32_t>>& groups);
  /// Whether there is any circle, as below.
  bool has_circle() const;

  /// One sentence for each circle in the lock-order graph: locks, each taken by a thread that holds
  /// the one before, every time another thread, no two of them holding a lock in common, which
  /// would keep them apart. Of circles of the same locks the first is told, and none beside one of
  /// some of its locks only; shorter ones come first, then lesser locks.
  ///
  ///   potential deadlock: T0 takes a (line 5) then b (line 6); T1 takes b (line 9) then a (line
  ///   10)
  ///
  /// `way_to` gives the best schedule to a state that was seen.
  std::vector<std::string> potential_deadlocks(
      const std::function<result::Schedule(StateIndex)>& way_to) const;

 private:
  using Locks = std::vector<std::uint32_t>;  // numbers of objects, ascending

  bool is_lock(std::uint32_t object) const;
  Locks held_by(const State& state, std::uint32_t thread) const;
  std::uint32_t line_of_held(const result::Schedule& schedule, std::uint32_t thread,
                             std::uint32_t held) const;

  const Machine& machine_;
  Locks locks_;
  bool is_needed_ = false;
  /// Where each was first seen: by thread, lock taken, locks held and line.
  std::map<std::tuple<std::uint32_t, std::uint32_t, Locks, std::uint32_t>, StateIndex> first_;
};

/// What is seen in a space that was explored. Throws LimitReached.
LockOrder lock_order_of(const Machine& machine, const StateSpace& space, const Limits& limits = {});

/// Its sentences. Throws LimitReached.
std::vector<std::string> potential_deadlocks(const Machine& machine, const StateSpace& space,
                                             const Limits& limits = {});

}  // namespace raceproof::explore

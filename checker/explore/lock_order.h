// The order in which threads take locks: deadlocks that could be where another schedule, another
// model or a small change of the program let the threads meet, even if they cannot here.
#pragma once

#include <string>
#include <vector>

#include "checker/explore/limits.h"
#include "checker/explore/state_space.h"

namespace raceproof::explore {

/// One sentence for each circle in the lock-order graph: locks, each taken by a thread that holds
/// the one before, every time another thread, no two of them holding a lock in common, which would
/// keep them apart. Of circles of the same locks the first is told, and none beside one of some of
/// its locks only; shorter ones come first, then lesser locks.
///
///   potential deadlock: T0 takes a (line 5) then b (line 6); T1 takes b (line 9) then a (line 10)
/// Throws LimitReached.
std::vector<std::string> potential_deadlocks(const Machine& machine, const StateSpace& space,
                                             const Limits& limits = {});

}  // namespace raceproof::explore

// The order in which threads take locks: deadlocks that could be where another schedule, another
// model or a small change of the program let the threads meet, even if they cannot here.
#pragma once

#include <string>
#include <vector>

#include "checker/explore/state_space.h"

namespace raceproof::explore {

/// One sentence for each circle in the lock-order graph: locks, each of which one thread takes while
/// it holds the one before, every time another thread, no two of them with a lock in common that
/// would keep them apart. Of circles with the same locks the first is told, and none with more locks
/// beside one with fewer of them; shorter ones come first, then lesser locks.
///
///   potential deadlock: T0 takes a (line 5) then b (line 6); T1 takes b (line 9) then a (line 10)
std::vector<std::string> potential_deadlocks(const Machine& machine, const StateSpace& space);

}  // namespace raceproof::explore

// Cycles to be shown: short, and fair all round.
#pragma once

#include <vector>

#include "checker/explore/fairness.h"

namespace raceproof::explore {

/// A cycle from `entry` back to it, inside a fair part (see `Fairness::fair_parts`) and along edges
/// that `keep` admits, round which a run is fair. A shortest one is tried first; as long as some
/// thread asks for more, the walk goes to the nearest place that gives any of them what it asks
/// for, then to the next, then back. Among ways of the same length the least is taken.
std::vector<Choice> fair_cycle(Fairness& fairness, const std::vector<StateIndex>& part,
                               const EdgeFilter& keep, StateIndex entry);

}  // namespace raceproof::explore

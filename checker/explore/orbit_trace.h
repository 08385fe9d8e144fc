// The best trace to a target in a space of which one state is kept for each orbit.
#pragma once

#include <vector>

#include "checker/explore/canonical_state.h"
#include "checker/explore/shortest.h"

namespace raceproof::explore {

/// As `best_schedule`, of a space that was explored with this canonical state; the schedule is that
/// of the space of all states. What is known of a canonical state is known of every state of its
/// orbit, each thread being the one in its place, so it is found from the canonical ones and walked
/// through the states themselves. Throws LimitReached.
result::Schedule best_schedule(const Machine& machine, const CanonicalState& canonical,
                               StateSpace& space, const std::vector<Target>& targets,
                               const Limits& limits);

}  // namespace raceproof::explore

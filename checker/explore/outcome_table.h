// The table of final values: every reachable one, with its count and its probability.
#pragma once

#include <vector>

#include "checker/explore/limits.h"
#include "checker/explore/state_space.h"
#include "checker/property/property.h"
#include "checker/result/result.h"

namespace raceproof::explore {

/// The table over a state space. Where the search was not complete it lists the values seen so far,
/// and its counts are unknown.
result::OutcomeTable outcome_table(const StateSpace& space,
                                   const std::vector<property::Observed>& observed,
                                   bool is_complete, const Limits& limits);

}  // namespace raceproof::explore

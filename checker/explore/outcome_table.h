// The table of final values: every reachable one, with its count and its probability.
#pragma once

#include <functional>
#include <vector>

#include "checker/explore/count.h"
#include "checker/explore/limits.h"
#include "checker/explore/monitor.h"
#include "checker/explore/state_space.h"
#include "checker/property/property.h"
#include "checker/result/result.h"

namespace raceproof::explore {

/// The table of values that were seen before a search had to stop: its counts are unknown.
result::OutcomeTable seen_table(const ValuesSet& seen,
                                const std::vector<property::Observed>& observed);

/// What a counted table is made of.
struct CountedStates {
  std::function<void(Counts&)> count;
  std::function<void(StateIndex, State&)> decode;
  std::function<bool(StateIndex, const State&)> is_stuck;  ///< of those that nobody goes on from
};
result::OutcomeTable counted_table(const CountedStates& states,
                                   const std::vector<property::Observed>& observed);

/// The table over a state space. Where the search was not complete it lists the values seen so far,
/// and its counts are unknown.
result::OutcomeTable outcome_table(const StateSpace& space,
                                   const std::vector<property::Observed>& observed,
                                   bool is_complete, const Limits& limits);

}  // namespace raceproof::explore

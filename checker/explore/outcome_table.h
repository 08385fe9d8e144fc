// The table of final values: every reachable one, with its count and its probability.
#pragma once

#include <map>
#include <vector>

#include "checker/explore/count.h"
#include "checker/explore/limits.h"
#include "checker/explore/met_outcomes.h"
#include "checker/explore/state_space.h"
#include "checker/property/property.h"
#include "checker/result/result.h"

namespace raceproof::explore {

/// The table of values that were seen before a search had to stop: its counts are unknown.
result::OutcomeTable seen_table(const MetValues& met,
                                const std::vector<property::Observed>& observed);

/// A table that is made as the counts come.
class CountedTable {
 public:
  explicit CountedTable(const std::vector<property::Observed>& observed);

  /// A state from which nobody can go on.
  void add_state(const State& state, bool is_stuck, const result::Share& share);
  void add_end(const StepEnd& end, const result::Share& share);
  /// Once all is counted.
  result::OutcomeTable table(const Counts& counts);

 private:
  result::OutcomeTable table_;
  std::map<Values, result::Share> outcomes_;
};

/// The table over a state space that is complete. Throws LimitReached.
result::OutcomeTable outcome_table(const StateSpace& space,
                                   const std::vector<property::Observed>& observed,
                                   const Limits& limits);

}  // namespace raceproof::explore

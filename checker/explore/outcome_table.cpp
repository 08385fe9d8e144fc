#include "checker/explore/outcome_table.h"

#include <map>

namespace raceproof::explore {
namespace {

using result::Integer;
using result::Rational;
using result::Share;

void add(Share& sum, const Share& part) {
  sum.interleavings.infinite = sum.interleavings.infinite || part.interleavings.infinite;
  sum.interleavings.value += part.interleavings.value;
  if (sum.interleavings.infinite) sum.interleavings.value = 0;
  if (sum.probability && part.probability) {
    *sum.probability += *part.probability;
  } else {
    sum.probability.reset();
  }
}

Share nothing() {
  Share share;
  share.probability = Rational(0);
  return share;
}

Share unknown() {
  Share share;
  share.interleavings.unknown = true;
  return share;
}

}  // namespace

result::OutcomeTable seen_table(const ValuesSet& seen,
                                const std::vector<property::Observed>& observed) {
  result::OutcomeTable table;
  table.observed = observed;
  table.deadlocks = table.failed = table.discarded = unknown();
  table.total.unknown = true;
  table.probabilities_left_out = "the search was not complete";
  for (const Values& values : seen) table.outcomes.push_back({values, unknown()});
  return table;
}

result::OutcomeTable counted_table(const CountedStates& states,
                                   const std::vector<property::Observed>& observed) {
  result::OutcomeTable table;
  table.observed = observed;
  table.deadlocks = table.failed = table.discarded = nothing();
  std::map<Values, Share> outcomes;
  State state;
  Counts counts;
  counts.on_state = [&](StateIndex index, const Share& share) {
    states.decode(index, state);
    Share& sum = states.is_stuck(index, state)
                     ? table.deadlocks
                     : outcomes.try_emplace(values_of(observed, state), nothing()).first->second;
    add(sum, share);
  };
  counts.on_end = [&](const StepEnd& end, const Share& share) {
    add(end.kind == StepEnd::Kind::failed ? table.failed : table.discarded, share);
  };
  states.count(counts);
  table.endless = counts.endless;
  table.probabilities_left_out = counts.probabilities_left_out;
  Share total = nothing();
  for (const auto& [key, share] : outcomes) add(total, share);
  add(total, table.deadlocks);
  add(total, table.failed);
  table.total = total.interleavings;
  for (auto& [key, share] : outcomes) table.outcomes.push_back({key, std::move(share)});
  return table;
}

result::OutcomeTable outcome_table(const StateSpace& space,
                                   const std::vector<property::Observed>& observed,
                                   bool is_complete, const Limits& limits) {
  if (!is_complete) {
    ValuesSet seen;
    State state;
    for (StateIndex s = 0; s < space.expanded(); ++s) {
      if (space.kinds[s] != StateKind::final_) continue;
      space.states.decode(s, state);
      seen.insert(values_of(observed, state));
    }
    return seen_table(seen, observed);
  }
  CountedStates states;
  states.count = [&](Counts& counts) { count(space, counts, limits); };
  states.decode = [&](StateIndex index, State& state) { space.states.decode(index, state); };
  states.is_stuck = [&](StateIndex index, const State&) {
    return space.kinds[index] == StateKind::stuck;
  };
  return counted_table(states, observed);
}

}  // namespace raceproof::explore

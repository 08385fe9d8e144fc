#include "checker/explore/outcome_table.h"

#include <map>

#include "checker/explore/count.h"
#include "checker/explore/monitor.h"

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

result::OutcomeTable outcome_table(const StateSpace& space,
                                   const std::vector<property::Observed>& observed,
                                   bool is_complete, const Limits& limits) {
  result::OutcomeTable table;
  table.observed = observed;
  std::map<Values, Share> outcomes;
  State state;
  const auto values = [&](StateIndex index) {
    space.states.decode(index, state);
    return values_of(observed, state);
  };
  if (!is_complete) {
    for (StateIndex s = 0; s < space.expanded(); ++s) {
      if (space.kinds[s] == StateKind::final_) outcomes.emplace(values(s), unknown());
    }
    table.deadlocks = table.failed = table.discarded = unknown();
    table.total.unknown = true;
    table.probabilities_left_out = "the search was not complete";
  } else {
    table.deadlocks = table.failed = table.discarded = nothing();
    Counts counts;
    counts.on_state = [&](StateIndex index, const Share& share) {
      Share& sum = space.kinds[index] == StateKind::stuck
                       ? table.deadlocks
                       : outcomes.try_emplace(values(index), nothing()).first->second;
      add(sum, share);
    };
    counts.on_end = [&](const StepEnd& end, const Share& share) {
      add(end.kind == StepEnd::Kind::failed ? table.failed : table.discarded, share);
    };
    count(space, counts, limits);
    table.endless = counts.endless;
    table.probabilities_left_out = counts.probabilities_left_out;
    Share total = nothing();
    for (const auto& [key, share] : outcomes) add(total, share);
    add(total, table.deadlocks);
    add(total, table.failed);
    table.total = total.interleavings;
  }
  for (auto& [key, share] : outcomes) table.outcomes.push_back({key, std::move(share)});
  return table;
}

}  // namespace raceproof::explore

#include "checker/explore/outcome_table.h"

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

result::OutcomeTable seen_table(const MetValues& met,
                                const std::vector<property::Observed>& observed) {
  result::OutcomeTable table;
  table.observed = observed;
  table.deadlocks = table.failed = table.discarded = unknown();
  table.total.unknown = true;
  table.probabilities_left_out = "the search was not complete";
  for (const auto& [values, first] : met) table.outcomes.push_back({values, unknown(), {}});
  return table;
}

CountedTable::CountedTable(const std::vector<property::Observed>& observed) {
  table_.observed = observed;
  table_.deadlocks = table_.failed = table_.discarded = nothing();
}

void CountedTable::add_state(const State& state, bool is_stuck, const Share& share) {
  if (is_stuck) {
    add(table_.deadlocks, share);
    return;
  }
  add(outcomes_.try_emplace(values_of(table_.observed, state), nothing()).first->second, share);
}

void CountedTable::add_end(const StepEnd& end, const Share& share) {
  add(end.kind == StepEnd::Kind::failed ? table_.failed : table_.discarded, share);
}

result::OutcomeTable CountedTable::table(const Counts& counts) {
  table_.endless = counts.endless;
  table_.probabilities_left_out = counts.probabilities_left_out;
  Share total = nothing();
  for (const auto& [key, share] : outcomes_) add(total, share);
  add(total, table_.deadlocks);
  add(total, table_.failed);
  table_.total = total.interleavings;
  for (auto& [key, share] : outcomes_) table_.outcomes.push_back({key, std::move(share), {}});
  return std::move(table_);
}

result::OutcomeTable outcome_table(const StateSpace& space,
                                   const std::vector<property::Observed>& observed,
                                   const Limits& limits) {
  CountedTable table(observed);
  State state;
  Counts counts;
  counts.on_state = [&](StateIndex index, const Share& share) {
    space.states.decode(index, state);
    table.add_state(state, space.kinds[index] == StateKind::stuck, share);
  };
  counts.on_end = [&](const StepEnd& end, const Share& share) { table.add_end(end, share); };
  count(space, counts, limits);
  return table.table(counts);
}

}  // namespace raceproof::explore

#include "checker/tabulate.h"

#include <algorithm>
#include <utility>

#include "checker/replay/replay.h"
#include "checker/telling.h"

namespace raceproof {
namespace {

constexpr std::uint64_t witness_states_max = std::uint64_t{1} << 22;  // of all witnesses

// What is wrong with the schedule to an outcome, or nothing.
std::string refuted(const Machine& machine, const result::OutcomeTable& table,
                    const result::Outcome& outcome) {
  const replayer::Run run = replayer::run(machine, *outcome.witness);
  const bool is_final = run.refused_at == 0 && run.trace.ending == result::TraceEnd::final_ &&
                        explore::values_of(table.observed, run.trace.last) == outcome.values;
  if (is_final) return "";
  return "the replayer does not come to an outcome by '" + result::to_text(*outcome.witness) +
         "' under " + std::string(machine.model().name);
}

// Those that take the fewest steps first: they are the cheapest to find again.
std::string add_witnesses(const Machine& machine, Exploration& exploration,
                          const explore::Limits& limits, explore::Stop stop,
                          result::OutcomeTable& table) {
  if (!exploration.has_schedules()) return "";
  std::vector<std::pair<const explore::FirstMet*, result::Outcome*>> all;
  auto met = exploration.met_values().begin();
  for (result::Outcome& outcome : table.outcomes) all.emplace_back(&(met++)->second, &outcome);
  std::stable_sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
    return one.first->level < other.first->level;
  });
  const TellingLimits telling(limits, stop, witness_states_max);
  try {
    for (const auto& [first, outcome] : all) {
      outcome->witness = exploration.best_schedule(first->targets, telling.limits());
      std::string wrong = refuted(machine, table, *outcome);
      if (!wrong.empty()) return wrong;
    }
  } catch (const explore::LimitReached&) {
    // Those that are left have none.
  }
  return "";
}

}  // namespace

std::string tabulate(const Machine& machine, Exploration& exploration,
                     const explore::Limits& limits,
                     const std::function<std::string(explore::Stop)>& why,
                     result::ModelResult& answer) {
  explore::Stop stop = exploration.stop();
  try {
    answer.outcomes = exploration.outcome_table(true, limits);
  } catch (const explore::LimitReached& limit) {
    stop = limit.stop;
    answer.statistics.complete = false;
    answer.statistics.why_incomplete = why(limit.stop) + " while the interleavings were counted";
    answer.outcomes = exploration.outcome_table(false, limits);
  }
  if (answer.statistics.complete) return "";
  return add_witnesses(machine, exploration, limits, stop, *answer.outcomes);
}

}  // namespace raceproof

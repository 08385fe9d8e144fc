#include "checker/tabulate.h"

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

std::string add_witnesses(const Machine& machine, Exploration& exploration,
                          const explore::Limits& limits, result::OutcomeTable& table) {
  if (!exploration.has_schedules()) return "";
  const TellingLimits telling(limits, exploration.stop(), witness_states_max);
  try {
    auto met = exploration.met_values().begin();
    for (result::Outcome& outcome : table.outcomes) {
      outcome.witness = exploration.best_schedule((met++)->second.targets, telling.limits());
      std::string wrong = refuted(machine, table, outcome);
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
  try {
    answer.outcomes = exploration.outcome_table(true, limits);
  } catch (const explore::LimitReached& limit) {
    answer.statistics.complete = false;
    answer.statistics.why_incomplete = why(limit.stop) + " while the interleavings were counted";
    answer.outcomes = exploration.outcome_table(false, limits);
  }
  if (answer.statistics.complete) return "";
  return add_witnesses(machine, exploration, limits, *answer.outcomes);
}

}  // namespace raceproof

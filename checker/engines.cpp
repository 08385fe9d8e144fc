#include "checker/engines.h"

#include <algorithm>

#include "checker/prove/prove.h"

namespace raceproof {
namespace {

using result::PropertyResult;
using result::Verdict;

// Up to this estimate the explicit engine goes as far as the limits let it, since it also counts
// interleavings and its traces are the shortest. The estimate is far above what is reached.
constexpr std::uint64_t small_estimate_max = 50'000'000;
// Beyond, it only has a look at so many states before the proof.
constexpr std::uint64_t look_states_max = 20'000;

bool is_settled(const result::ModelResult& result, bool wants_outcomes) {
  const bool all_decided =
      std::all_of(result.properties.begin(), result.properties.end(),
                  [](const PropertyResult& one) { return one.verdict != Verdict::undecided; });
  return all_decided && (!wants_outcomes || result.statistics.complete);
}

// Takes what `better` decided in place of what `result` did not; both have the same properties in
// the same order. Where both decided they must say the same.
void take_decided(result::ModelResult& result, result::ModelResult&& better,
                  const Question& question, std::string& disagreement) {
  for (std::size_t i = 0; i < result.properties.size(); ++i) {
    PropertyResult& one = result.properties[i];
    PropertyResult& other = better.properties[i];
    if (other.verdict == Verdict::undecided) {
      if (one.verdict == Verdict::undecided) one.detail += "; " + other.detail;
      continue;
    }
    if (one.verdict == Verdict::undecided) {
      one = std::move(other);
    } else if (one.verdict != other.verdict) {
      disagreement = "two engines differ on `" + question.properties[one.property].text +
                     "` under " + std::string(result.model->name);
    }
  }
}

}  // namespace

result::ModelResult answer(const Question& question, const PlannedSearch& search,
                           const std::vector<property::Observed>* observed,
                           std::string& disagreement) {
  const Engine engine = question.options.engine;
  if (engine == Engine::symbolic) {
    return answer_symbolically(question, search, observed, disagreement);
  }
  if (engine == Engine::explicit_) {
    return answer_explicitly(question, search, observed, disagreement);
  }
  const Machine machine(question.scenario.program, *search.model, search.removed);
  const std::optional<std::uint64_t> estimate = prove::estimated_states(machine);
  if (!estimate) return answer_explicitly(question, search, observed, disagreement);
  Question small{question.scenario, question.properties, question.limits, question.options};
  if (*estimate > small_estimate_max) {
    const std::uint64_t limit = question.limits.states_max;
    small.limits.states_max = limit == 0 ? look_states_max : std::min(limit, look_states_max);
  }
  result::ModelResult first = answer_explicitly(small, search, observed, disagreement);
  if (is_settled(first, observed != nullptr)) return first;
  result::ModelResult proved = answer_symbolically(question, search, observed, disagreement);
  const bool is_proved = is_settled(proved, observed != nullptr);
  if (is_proved) {
    std::swap(proved.properties, first.properties);  // what the search found has shorter traces
    take_decided(proved, std::move(first), question, disagreement);
    return proved;
  }
  result::ModelResult full = std::move(first);
  if (question.limits.states_max != small.limits.states_max) {
    full = answer_explicitly(question, search, observed, disagreement);
  }
  if (proved.symbolic_outcomes) full.symbolic_outcomes = std::move(proved.symbolic_outcomes);
  take_decided(full, std::move(proved), question, disagreement);
  return full;
}

}  // namespace raceproof

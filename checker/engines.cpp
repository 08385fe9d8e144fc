#include "checker/engines.h"

#include <algorithm>

#include "checker/prove/estimate.h"

namespace raceproof {
namespace {

using result::PropertyResult;
using result::Verdict;

// The explicit engine comes first, since it also counts interleavings and its traces are the
// shortest: it has a look, and goes on where the estimate, which is far above what is reached, is
// not beyond all hope.
constexpr std::uint64_t look_states_max = 20'000;
constexpr std::uint64_t small_estimate_max = 50'000'000;
constexpr std::uint64_t small_states_max = 2'000'000;

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
  std::uint64_t tried = 0;
  result::ModelResult first;
  const auto try_explicitly = [&](std::uint64_t states_max) {
    const std::uint64_t limit = question.limits.states_max;
    tried = limit == 0 ? states_max : std::min(limit, states_max);
    Question small = question;
    small.limits.states_max = tried;
    small.is_trial = tried != limit;
    first = answer_explicitly(small, search, observed, disagreement);
    return is_settled(first, observed != nullptr);
  };
  if (try_explicitly(look_states_max)) return first;
  const Machine machine(question.scenario.program, *search.model, search.removed);
  const std::optional<std::uint64_t> estimate = prove::estimated_states(machine);
  if (!estimate) {
    return tried == question.limits.states_max
               ? first
               : answer_explicitly(question, search, observed, disagreement);
  }
  if (*estimate <= small_estimate_max && try_explicitly(small_states_max)) return first;
  result::ModelResult proved = answer_symbolically(question, search, observed, disagreement);
  const bool is_proved = is_settled(proved, observed != nullptr);
  if (is_proved) {
    std::swap(proved.properties, first.properties);  // what the search found has shorter traces
    take_decided(proved, std::move(first), question, disagreement);
    return proved;
  }
  result::ModelResult full = std::move(first);
  // Loops that long are beyond any memory: where nothing is said the search is not let fill it.
  Question last = question;
  if (*estimate > small_estimate_max && question.options.limits.states_max == 0) {
    last.limits.states_max = small_states_max;
  }
  if (last.limits.states_max != tried) {
    full = answer_explicitly(last, search, observed, disagreement);
  }
  // Where the search was complete its table says all.
  if (!full.statistics.complete && proved.symbolic_outcomes) {
    full.symbolic_outcomes = std::move(proved.symbolic_outcomes);
  }
  take_decided(full, std::move(proved), question, disagreement);
  return full;
}

}  // namespace raceproof

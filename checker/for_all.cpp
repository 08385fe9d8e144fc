// Final values for every value of a constant: proved at once, and compared with every interleaving
// for small ones.
#include <set>

#include "checker/checker.h"
#include "checker/deadline.h"

namespace raceproof {
namespace {

// An instance is only compared where it is small; it was proved anyway.
constexpr std::uint64_t instance_states_max = 100'000;

using Tuples = std::set<std::vector<std::int64_t>>;

std::optional<Tuples> tuples_of(const result::ModelResult& model) {
  if (!model.statistics.complete || !model.outcomes) return std::nullopt;
  Tuples tuples;
  for (const result::Outcome& outcome : model.outcomes->outcomes) {
    std::vector<std::int64_t> tuple;
    for (const std::optional<std::int64_t>& value : outcome.values) {
      if (!value) return std::nullopt;
      tuple.push_back(*value);
    }
    tuples.insert(std::move(tuple));
  }
  return tuples;
}

// Every interleaving with that value of the constant, under one model.
std::optional<Tuples> explored(const lang::Lowered& scenario,
                               std::map<std::string, std::int64_t> constants,
                               const std::string& constant, std::int64_t value, Options options) {
  constants[constant] = value;
  const auto lowered = lang::lower(*scenario.scenario, constants);
  const auto* const instance = std::get_if<lang::Lowered>(&lowered);
  if (instance == nullptr) return std::nullopt;
  options.engine = Engine::explicit_;
  options.limits.states_max = instance_states_max;
  return tuples_of(outcomes(*instance, options).models.front());
}

}  // namespace

std::variant<result::Result, std::vector<lang::Diagnostic>> outcomes_for_all(
    const lang::Lowered& scenario, const std::map<std::string, std::int64_t>& replaced,
    const std::string& constant, const Options& options) {
  auto lowered = lang::lower_open(*scenario.scenario, replaced, constant);
  if (auto* wrong = std::get_if<std::vector<lang::Diagnostic>>(&lowered)) return std::move(*wrong);
  const lang::Lowered& open = std::get<lang::Lowered>(lowered);
  const Deadline deadline(options.limits.time_max_ms);
  Options own = options;
  own.engine = Engine::symbolic;
  result::Result result = outcomes(open, own);
  for (result::ModelResult& model : result.models) {
    if (!model.symbolic_outcomes || !model.symbolic_outcomes->family) continue;
    own.models = {model.model};
    for (result::FamilyInstance& instance : model.symbolic_outcomes->family->instances) {
      if (instance.tuples.empty()) continue;
      own.limits.time_max_ms = deadline.left_ms();
      const auto values = explored(scenario, replaced, constant, instance.value, own);
      if (!values) continue;
      instance.is_explored = true;
      if (*values == Tuples(instance.tuples.begin(), instance.tuples.end())) continue;
      result.disagreement =
          "the proof for all " + constant + " and every interleaving differ for " + constant +
          " = " + std::to_string(instance.value) + " under " + std::string(model.model->name);
    }
  }
  return result;
}

}  // namespace raceproof

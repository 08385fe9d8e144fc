#include "judge_mutant.h"

#include <algorithm>
#include <array>

#include "checker/report/standing.h"

namespace raceproof::mutation {
namespace {

// The scenarios themselves have fewer; a mutant that has more counts without end.
constexpr std::uint64_t states_max = 400'000;

constexpr std::array<std::string_view, 5> names{"caught", "survived", "undecided", "stillborn",
                                                "internal"};

}  // namespace

std::string_view name(Fate fate) {
  return names[static_cast<std::size_t>(fate)];
}

std::vector<const ExecutionModel*> judged_models(const lang::Lowered& scenario) {
  std::vector<const ExecutionModel*> models;
  for (const ExecutionModel& model : execution_models()) {
    const auto names_it = [&](const property::Property& property) {
      return std::find(property.models.begin(), property.models.end(), &model) !=
             property.models.end();
    };
    if (model.by_default ||
        std::any_of(scenario.properties.begin(), scenario.properties.end(), names_it)) {
      models.push_back(&model);
    }
  }
  return models;
}

Fate judge(std::string_view source, const std::vector<const ExecutionModel*>& models) {
  const Loaded loaded = load(source, {});
  if (!loaded.scenario) return Fate::stillborn;
  Options options;
  options.limits.states_max = states_max;
  options.engine = Engine::explicit_;
  Fate fate = Fate::survived;
  for (const ExecutionModel* model : models) {
    options.models = {model};
    const result::Result result = check(*loaded.scenario, options);
    if (!result.disagreement.empty()) return Fate::internal;
    const report::Standing standing = report::totals(result).standing();
    if (standing == report::Standing::wrong) return Fate::caught;
    if (standing == report::Standing::undecided) fate = Fate::undecided;
  }
  return fate;
}

}  // namespace raceproof::mutation

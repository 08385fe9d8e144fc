// A scenario with one `makespan`, checked under one model.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "checker/checker.h"

namespace raceproof::timed {

struct Checked {
  result::PropertyResult result;
  std::string disagreement;
  Loaded loaded;
};

inline Checked check_makespan(const std::string& text, std::string_view model,
                              std::uint64_t states_max = 2'000'000) {
  Checked checked;
  checked.loaded = load(text, {});
  if (!checked.loaded.scenario) {
    throw std::runtime_error(lang::render(checked.loaded.diagnostics, "test.race", text));
  }
  Options options;
  options.models = {find_model(model)};
  options.limits.states_max = states_max;
  options.engine = Engine::explicit_;
  const result::Result all = check(*checked.loaded.scenario, options);
  checked.disagreement = all.disagreement;
  for (const result::ModelResult& one : all.models) {
    for (const result::PropertyResult& property : one.properties) {
      if (all.properties[property.property].kind == property::Kind::makespan) {
        checked.result = property;
        return checked;
      }
    }
  }
  throw std::runtime_error("there is no makespan in it");
}

}  // namespace raceproof::timed

// Asks the checker about a scenario's text, for the tests of what it finds.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "checker/checker.h"

namespace raceproof::verdicts {

/// The checked scenario under one model; a wrong text or a disagreement fails the test.
inline result::Result checked(const std::string& text, std::string_view model = "no_gil",
                              std::uint64_t states_max = 0) {
  const Loaded loaded = load(text, {});
  if (!loaded.scenario) {
    ADD_FAILURE() << lang::render(loaded.diagnostics, "text", text);
    return {};
  }
  Options options;
  options.models = {find_model(model)};
  options.limits.states_max = states_max;
  options.engine = Engine::explicit_;
  result::Result result = check(*loaded.scenario, options);
  EXPECT_EQ(result.disagreement, "") << text;
  return result;
}

/// The verdict on the file's first property, which must be stated for the model.
inline result::PropertyResult first(const std::string& text, std::string_view model = "no_gil") {
  const result::Result result = checked(text, model);
  for (const result::ModelResult& one : result.models) {
    for (const result::PropertyResult& property : one.properties) {
      if (property.property == 0) return property;
    }
  }
  ADD_FAILURE() << "nothing is stated under " << model << ":\n" << text;
  return {};
}

/// "holds", "violated" or "undecided", and what is told about it.
inline std::string told(const std::string& text, std::string_view model = "no_gil") {
  const result::PropertyResult property = first(text, model);
  const std::string verdict(name(property.verdict));
  return property.detail.empty() ? verdict : verdict + ": " + property.detail;
}

}  // namespace raceproof::verdicts

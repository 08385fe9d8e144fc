#include "tests/prove/both_engines.h"

#include <gtest/gtest.h>

#include "checker/checker.h"

namespace raceproof::both_engines {
namespace {

result::Result checked(const lang::Lowered& scenario, Engine engine, const ExecutionModel& model) {
  Options options;
  options.engine = engine;
  options.models = {&model};
  options.limits.states_max = states_max;
  return check(scenario, options);
}

}  // namespace

void compare(const std::string& text, const ExecutionModel& model, Tally& tally) {
  const Loaded loaded = load(text, {});
  ASSERT_TRUE(loaded.scenario) << text;
  const result::Result by_states = checked(*loaded.scenario, Engine::explicit_, model);
  const result::Result proved = checked(*loaded.scenario, Engine::symbolic, model);
  EXPECT_EQ(proved.disagreement, "") << model.name << "\n" << text;
  std::map<std::pair<std::size_t, std::size_t>, result::Verdict> expected;
  for (std::size_t i = 0; i < by_states.models.size(); ++i) {
    for (const auto& one : by_states.models[i].properties) {
      expected[{i, one.property}] = one.verdict;
    }
  }
  ASSERT_EQ(by_states.models.size(), proved.models.size());
  for (std::size_t i = 0; i < proved.models.size(); ++i) {
    for (const auto& one : proved.models[i].properties) {
      const result::Verdict by_state = expected.at({i, one.property});
      if (by_state == result::Verdict::undecided) continue;
      if (one.verdict == result::Verdict::undecided) {
        ++tally.undecided[one.detail];
        continue;
      }
      ++tally.decided;
      EXPECT_EQ(result::name(one.verdict), result::name(by_state))
          << "under " << model.name << ": " << proved.properties[one.property].text << "\n"
          << text;
    }
  }
}

}  // namespace raceproof::both_engines

// The two engines on the same random scenarios, under every model: what the symbolic one decides is
// what visiting every state says.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "checker/checker.h"
#include "tests/prove/random_loops.h"

namespace raceproof {
namespace {

std::uint64_t count() {
  const char* const wanted = std::getenv("RACEPROOF_RANDOM_LOOPS");
  return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 12;
}

result::Result checked(const lang::Lowered& scenario, Engine engine, const ExecutionModel& model) {
  Options options;
  options.engine = engine;
  options.models = {&model};
  options.limits.states_max = 60'000;
  return check(scenario, options);
}

// "{(0, 1), (2, 2)}" as explored, with one tuple more or less now and then: then it must not hold.
std::string claimed(const lang::Lowered& scenario, const ExecutionModel& model,
                    std::uint64_t variation) {
  Options options;
  options.engine = Engine::explicit_;
  options.models = {&model};
  options.limits.states_max = 60'000;
  const result::Result explored = outcomes(scenario, options);
  const result::ModelResult& only = explored.models.front();
  if (!only.statistics.complete || only.outcomes->outcomes.empty()) return "";
  std::string text;
  for (const result::Outcome& outcome : only.outcomes->outcomes) {
    text += (text.empty() ? "(" : ", (") + std::to_string(*outcome.values[0]) + ", " +
            std::to_string(*outcome.values[1]) + ", " + std::to_string(*outcome.values[2]) + ")";
  }
  if (variation % 5 == 1) text += ", (77, 77, 77)";
  return "{" + text + "}";
}

TEST(Agreement, OnRandomLoops) {
  std::map<std::string, std::size_t> undecided;
  std::size_t decided = 0;
  for (std::uint64_t number = 0; number < count(); ++number) {
    const std::string text = random_loops::scenario(number);
    const Loaded bare = load(text, {});
    ASSERT_TRUE(bare.scenario) << text;
    for (const ExecutionModel& model : execution_models()) {
      const std::string set = claimed(*bare.scenario, model, number);
      if (set.empty()) continue;
      std::string properties = "outcomes x, y, a == " + set + "\nrace_free\nserializable\n";
      properties += "always x <= 4\npossible x == y\nfinally y >= 0\n";
      const Loaded loaded = load(text + properties, {});
      ASSERT_TRUE(loaded.scenario) << text + properties;
      const result::Result by_states = checked(*loaded.scenario, Engine::explicit_, model);
      const result::Result proved = checked(*loaded.scenario, Engine::symbolic, model);
      EXPECT_EQ(proved.disagreement, "") << number << " under " << model.name << "\n" << text;
      const auto& expected = by_states.models.front().properties;
      const auto& found = proved.models.front().properties;
      ASSERT_EQ(expected.size(), found.size());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        if (expected[i].verdict == result::Verdict::undecided) continue;
        if (found[i].verdict == result::Verdict::undecided) {
          ++undecided[found[i].detail];
          continue;
        }
        ++decided;
        EXPECT_EQ(result::name(found[i].verdict), result::name(expected[i].verdict))
            << number << " under " << model.name << ": "
            << proved.properties[found[i].property].text << "\n"
            << text << properties;
      }
    }
  }
  RecordProperty("decided", static_cast<int>(decided));
  std::size_t left_over = 0;
  for (const auto& [detail, times] : undecided) {
    std::printf("undecided %zu times: %s\n", times, detail.c_str());
    left_over += times;
  }
  std::printf("decided %zu, undecided %zu\n", decided, left_over);
  EXPECT_GT(decided, 20 * left_over);
}

}  // namespace
}  // namespace raceproof

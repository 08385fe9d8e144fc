// The two engines on the same random scenarios, under every model: what the symbolic one decides is
// what visiting every state says.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "checker/checker.h"
#include "tests/prove/both_engines.h"
#include "tests/prove/random_loops.h"

namespace raceproof {
namespace {

std::uint64_t count() {
  const char* const wanted = std::getenv("RACEPROOF_RANDOM_LOOPS");
  return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 12;
}

// "{(0, 1, 0), (2, 2, 0)}" as explored, with one tuple more or less now and then: then it must not
// hold.
std::string claimed(const lang::Lowered& scenario, const ExecutionModel& model,
                    std::uint64_t variation) {
  Options options;
  options.engine = Engine::explicit_;
  options.models = {&model};
  options.limits.states_max = both_engines::states_max;
  const result::Result explored = outcomes(scenario, options);
  const result::ModelResult& only = explored.models.front();
  if (!only.statistics.complete || only.outcomes->outcomes.empty()) return "";
  std::vector<std::string> tuples;
  for (const result::Outcome& outcome : only.outcomes->outcomes) {
    tuples.push_back("(" + std::to_string(*outcome.values[0]) + ", " +
                     std::to_string(*outcome.values[1]) + ", " +
                     std::to_string(*outcome.values[2]) + ")");
  }
  if (variation % 5 == 1) tuples.push_back("(77, 77, 77)");
  if (variation % 5 == 2 && tuples.size() > 1) {
    tuples.erase(tuples.begin() + static_cast<std::ptrdiff_t>(variation % tuples.size()));
  }
  std::string text;
  for (const std::string& tuple : tuples) text += (text.empty() ? "" : ", ") + tuple;
  return "{" + text + "}";
}

TEST(Agreement, OnRandomLoops) {
  both_engines::Tally tally;
  for (std::uint64_t number = 0; number < count(); ++number) {
    const random_loops::Scenario scenario = random_loops::scenario(number);
    const Loaded bare = load(scenario.text, {});
    ASSERT_TRUE(bare.scenario) << scenario.text;
    for (const ExecutionModel& model : execution_models()) {
      const std::string set = claimed(*bare.scenario, model, number);
      if (set.empty()) continue;
      std::string properties = "outcomes x, y, a == " + set + "\nrace_free\nserializable\n";
      properties += "always x <= 4\npossible x == y\nfinally y >= 0\n";
      properties += "always " + scenario.local + " < 3\npossible " + scenario.local + " == 0\n";
      properties += "possible x > 2 without m\nfinally x == y without m\nerror_free\n";
      both_engines::compare(scenario.text + properties, model, tally);
    }
  }
  RecordProperty("decided", static_cast<int>(tally.decided));
  std::size_t left_over = 0;
  for (const auto& [detail, times] : tally.undecided) {
    std::printf("undecided %zu times: %s\n", times, detail.c_str());
    left_over += times;
  }
  std::printf("decided %zu, undecided %zu\n", tally.decided, left_over);
  EXPECT_GT(tally.decided, 10 * left_over);
}

}  // namespace
}  // namespace raceproof

// The two engines on the same random scenarios, under every model: what the symbolic one decides is
// what visiting every state says.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/checker.h"
#include "tests/prove/both_engines.h"
#include "tests/prove/random_loops.h"

namespace raceproof {
namespace {

// A number in the environment, for long runs.
std::optional<std::uint64_t> given(const char* name) {
  const char* const text = std::getenv(name);
  return text == nullptr ? std::nullopt : std::optional(std::strtoull(text, nullptr, 10));
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

void compare_outcomes(std::uint64_t number, both_engines::Tally& tally) {
  const random_loops::Scenario scenario = random_loops::scenario(number);
  for (const ExecutionModel& model : execution_models()) {
    both_engines::compare_outcomes(scenario.text, model, tally);
  }
}

void compare(std::uint64_t number, both_engines::Tally& tally) {
  compare_outcomes(number, tally);
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

std::size_t undecided(const both_engines::Tally& tally) {
  std::size_t all = 0;
  for (const auto& [detail, times] : tally.undecided) all += times;
  return all;
}

class Agreement : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Agreement, OnRandomLoops) {
  both_engines::Tally tally;
  compare(GetParam(), tally);
}

INSTANTIATE_TEST_SUITE_P(Numbers, Agreement, testing::Range<std::uint64_t>(0, 12));

// Values that lie 1 and 2 apart by turns: isl puts such sets together to one that has more.
TEST(RandomLoops, HaveNoMoreValuesThanThereAre) {
  both_engines::Tally tally;
  const std::string text =
      "var x = 2, y = 0\nthread t0 {\n  repeat 3 {\n    y += 1\n    y += 2\n  }\n}\n"
      "thread t1 {\n  x = y\n}\n";
  for (const ExecutionModel& model : execution_models()) {
    both_engines::compare_outcomes(text, model, tally);
  }
  EXPECT_EQ(tally.exact, execution_models().size());
}

// Of some that take little time, once more.
TEST(RandomLoops, AreDecidedMostOften) {
  both_engines::Tally tally;
  for (const std::uint64_t number : {0U, 2U, 4U, 5U, 6U, 9U, 10U, 11U}) compare(number, tally);
  EXPECT_GT(tally.decided, 10 * undecided(tally));
  EXPECT_GT(tally.exact, 10 * (tally.bounded + tally.unknown));
}

void print_times(const char* what, const std::map<std::string, std::size_t>& all) {
  for (const auto& [text, times] : all)
    std::printf("  %s%zu times: %s\n", what, times, text.c_str());
}

void print(std::uint64_t scenarios, const both_engines::Tally& tally) {
  std::printf("%zu scenarios: decided %zu, undecided %zu; final values: exact %zu, bounded %zu, ",
              static_cast<std::size_t>(scenarios), tally.decided, undecided(tally), tally.exact,
              tally.bounded);
  std::printf("unknown %zu\n", tally.unknown);
  print_times("", tally.methods);
  print_times("final values not exact ", tally.not_exact);
  print_times("undecided ", tally.undecided);
  std::fflush(stdout);
}

// RACEPROOF_RANDOM_LOOPS=100 RACEPROOF_RANDOM_LOOPS_FROM=12 says how many more, from which number;
// with RACEPROOF_RANDOM_PROPERTIES=1 properties are asked for as well, which takes ten times as
// long.
TEST(RandomLoops, AreReported) {
  const std::uint64_t count = given("RACEPROOF_RANDOM_LOOPS").value_or(0);
  const std::uint64_t first = given("RACEPROOF_RANDOM_LOOPS_FROM").value_or(12);
  const bool with_properties = given("RACEPROOF_RANDOM_PROPERTIES").value_or(0) != 0;
  both_engines::Tally tally;
  for (std::uint64_t number = first; number < first + count; ++number) {
    const std::size_t not_exact = tally.bounded + tally.unknown;
    (with_properties ? compare : compare_outcomes)(number, tally);
    if (tally.bounded + tally.unknown != not_exact) {
      std::printf("  not exact: %zu\n", static_cast<std::size_t>(number));
    }
    const std::uint64_t done = number + 1 - first;
    if (done % 10 == 0 || done == count) print(done, tally);
  }
}

}  // namespace
}  // namespace raceproof

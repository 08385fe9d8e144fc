// What is told where a limit ends a search: true figures, and a size that will do.
#include "checker/report/limit_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checker/checker.h"

namespace raceproof::report {
namespace {

using ::testing::HasSubstr;

constexpr const char* counter =
    "const N = 100\n"
    "var x = 0\n"
    "thread t[2] {\n"
    "    repeat N { x += 1 }\n"
    "}\n";

result::Result searched(const std::string& text, std::uint64_t states_max, std::int64_t n = 0,
                        engine::Reductions reductions = engine::Reductions::none()) {
  std::map<std::string, std::int64_t> constants;
  if (n != 0) constants["N"] = n;
  const Loaded loaded = load(text, constants);
  Options options;
  options.models = {&execution_models().front()};
  options.engine = Engine::explicit_;
  options.limits.states_max = states_max;
  options.reductions = reductions;
  return check(*loaded.scenario, options);
}

TEST(LimitText, LevelsOfStatesThatStandForOthersHaveNoSize) {
  const result::Result result = searched(counter, 1000, 0, {});
  ASSERT_TRUE(result.models.at(0).statistics.partial);
  EXPECT_TRUE(result.models.at(0).statistics.partial->level_sizes.empty());
  EXPECT_GT(result.models.at(0).statistics.states, 1'500);  // each stands for two, but few do not
}

TEST(LimitText, TellsWhatWasSeen) {
  const result::Result result = searched(counter, 1000);
  const result::Statistics& statistics = result.models.at(0).statistics;
  ASSERT_TRUE(statistics.partial);
  std::uint64_t whole = 0;
  for (const std::uint64_t size : statistics.partial->level_sizes) whole += size;
  EXPECT_LE(whole, statistics.states);
  EXPECT_EQ(statistics.partial->level_sizes.at(0), 1U);
  EXPECT_EQ(statistics.partial->level_sizes.at(1), 2U);
  EXPECT_EQ(statistics.partial->level_sizes.size(), statistics.depth + 1);
  const std::vector<std::string> lines = limit_lines(result.models.at(0));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[0], HasSubstr("seen: 1,001 states to depth "));
  EXPECT_THAT(lines[1], HasSubstr("x (line 2): "));
  EXPECT_THAT(lines[1], HasSubstr("rounds of the loop in t[0..1] (line 4): "));
}

TEST(LimitText, MeasuresSmallerSizes) {
  const result::Result result = searched(counter, 5000);
  ASSERT_TRUE(result.forecast);
  EXPECT_EQ(result.forecast->constant, "N");
  EXPECT_EQ(result.forecast->value, 100);
  ASSERT_GE(result.forecast->measured.size(), 3U);
  for (const auto& [n, states] : result.forecast->measured) {
    EXPECT_EQ(searched(counter, 0, n).models.at(0).statistics.states, states) << "N = " << n;
  }
  EXPECT_GT(result.forecast->states, 100'000'000U);
  const std::int64_t smaller = result.forecast->smaller;
  EXPECT_TRUE(searched(counter, 5000, smaller).models.at(0).statistics.complete);
}

// The estimate for sizes that were not measured is near what they have.
TEST(LimitText, EstimatesLargerSizes) {
  const std::uint64_t true_states =
      result::saturated(searched(counter, 0, 14).models.at(0).statistics.states);
  const result::Result result = searched(counter, 1000, 14);
  ASSERT_TRUE(result.forecast);
  EXPECT_GT(result.forecast->states, true_states / 2);
  EXPECT_LT(result.forecast->states, true_states * 2);
}

TEST(LimitText, HasNoForecastWhereNoConstantMatters) {
  const result::Result result =
      searched("const N = 9\nvar x = 0\nthread t[3] { repeat 9 { x += 1 } }\n", 100);
  EXPECT_TRUE(result.models.at(0).statistics.partial);
  EXPECT_FALSE(result.forecast);
}

TEST(LimitText, TellsNothingOfASearchThatCameToItsEnd) {
  const result::Result result = searched(counter, 0, 2);
  EXPECT_FALSE(result.models.at(0).statistics.partial);
  EXPECT_FALSE(result.forecast);
  EXPECT_TRUE(limit_lines(result.models.at(0)).empty());
}

}  // namespace
}  // namespace raceproof::report

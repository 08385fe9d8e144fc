#include "checker/result/schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace raceproof::result {
namespace {

Schedule parsed(std::string_view text) {
  auto result = parse_schedule(text);
  if (const auto* error = std::get_if<ScheduleError>(&result)) {
    ADD_FAILURE() << text << ": " << error->message;
    return {};
  }
  return std::get<Schedule>(std::move(result));
}

ScheduleError error_of(std::string_view text) {
  auto result = parse_schedule(text);
  if (const auto* error = std::get_if<ScheduleError>(&result)) return *error;
  ADD_FAILURE() << text << " was read";
  return {};
}

TEST(Schedule, RunsAreFolded) {
  const Schedule schedule{0, {{0, 0}, {0, 0}, {1, 0}, {0, 0}, {0, 0}, {0, 0}}};
  EXPECT_EQ(to_text(schedule), "T0*2 T1 T0*3");
}

TEST(Schedule, AlternativesStandByThemselves) {
  const Schedule schedule{2, {{1, 0}, {1, 3}, {1, 3}, {1, 0}}};
  EXPECT_EQ(to_text(schedule), "init:2 T1 T1:3 T1:3 T1");
}

TEST(Schedule, NothingIsWrittenOfNothing) {
  EXPECT_EQ(to_text(Schedule{}), "");
}

TEST(Schedule, WhatIsWrittenIsRead) {
  const Schedule schedule{1, {{0, 0}, {0, 0}, {12, 4}, {3, 0}, {3, 1}, {3, 0}, {3, 0}}};
  EXPECT_EQ(parsed(to_text(schedule)), schedule);
}

TEST(Schedule, TheFirstAlternativeMayBeWritten) {
  EXPECT_EQ(parsed("init:0 T1:0 T1"), (Schedule{0, {{1, 0}, {1, 0}}}));
}

TEST(Schedule, AnyWhiteSpaceParts) {
  EXPECT_EQ(parsed("\n T0*2\tT1 \r\n"), (Schedule{0, {{0, 0}, {0, 0}, {1, 0}}}));
  EXPECT_EQ(parsed("  "), Schedule{});
}

TEST(Schedule, LongRunsAreReadAtOnce) {
  EXPECT_EQ(parsed("T0*464427 T1:2 T0*2").steps.size(), 464430u);
}

TEST(Schedule, SwitchesAreChangesOfTheThread) {
  EXPECT_EQ(switches(Schedule{}), 0u);
  EXPECT_EQ(switches(parsed("T0*3")), 0u);
  EXPECT_EQ(switches(parsed("T0*3 T1:2 T1 T0")), 2u);
}

struct Mistake {
  std::string_view text;
  std::size_t position;
  std::string_view message;
};

TEST(Schedule, EveryMistakeHasItsPlace) {
  constexpr std::array<Mistake, 14> mistakes{{
      {"X", 0, "expected a thread, such as T0"},
      {"T", 1, "expected the number of a thread"},
      {"T0 t1", 3, "expected a thread"},
      {"T-1", 1, "expected the number of a thread"},
      {"T0*", 3, "expected how often"},
      {"T0*0", 0, "at least one step"},
      {"T0*2*3", 4, "expected a space"},
      {"T0,T1", 2, "expected a space"},
      {"T1:", 3, "expected the number of an alternative"},
      {"T1:2*3", 4, "stands by itself"},
      {"T0 init:1", 3, "init can only stand first"},
      {"init 1", 4, "expected ':'"},
      {"T99999999999", 1, "too big"},
      {"T0 T0*100000000", 3, "more than 100,000,000 steps"},
  }};
  for (const Mistake& mistake : mistakes) {
    const ScheduleError error = error_of(mistake.text);
    EXPECT_EQ(error.position, mistake.position) << mistake.text;
    EXPECT_THAT(error.message, testing::HasSubstr(std::string(mistake.message))) << mistake.text;
  }
}

}  // namespace
}  // namespace raceproof::result

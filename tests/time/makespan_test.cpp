// Least and greatest makespans that are known by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/time/timed_check.h"

namespace raceproof::timed {
namespace {

using result::Verdict;
using ::testing::HasSubstr;

const std::vector<std::string_view> gil_models{"gil_39", "gil_310", "gil_313", "gil_314"};
const std::vector<std::string_view> all_models{"no_gil", "gil_39", "gil_310", "gil_313", "gil_314"};

/// "2s", "between 20ms and 22ms".
std::string range(const std::string& text, std::string_view model) {
  const Checked checked = check_makespan(text + "\nmakespan == 0us\n", model);
  EXPECT_EQ(checked.disagreement, "");
  if (!checked.result.makespan) return checked.result.detail;
  EXPECT_EQ(checked.result.detail, range_text(*checked.result.makespan));
  return checked.result.detail;
}

void expect_under(const std::vector<std::string_view>& models, const std::string& text,
                  const std::string& expected) {
  for (const std::string_view model : models) EXPECT_EQ(range(text, model), expected) << model;
}

// ---- the two programs of a second, and the loop that only computes ------------------------------

TEST(Makespan, TwoSumsTakeTwoSecondsUnderAnyGil) {
  const std::string text = "cores 2\nthread sum[2] { cpu 1s }";
  expect_under(gil_models, text, "2s");
  EXPECT_EQ(range(text, "no_gil"), "1s");
  EXPECT_EQ(range("thread sum[2] { cpu 1s }", "no_gil"), "2s");
}

// At 5 ms there are 24 million ways for three threads to have come so far; the sum is the same.
TEST(Makespan, WhatIsOnlyComputingIsFollowedOnce) {
  expect_under(all_models, "thread sum[3] { cpu 1s; cpu 500ms }", "4.5s");
  expect_under(all_models, "var x = 0\nthread sum[3] { x += 1; cpu 100ms }", "300ms");
  expect_under(all_models, "thread sum[3] { repeat 50 { cpu 10ms } }", "1.5s");
  expect_under(all_models, "thread sum[3] { for i in 0..50 { cpu 7ms } }", "1.05s");
}

// The last to compute may still have a sleep behind it, and then the order matters.
TEST(Makespan, NotOnlyComputingIsFollowedInEveryOrder) {
  const std::string text = "thread a { cpu 20ms; sleep 50ms }\nthread b { cpu 20ms }";
  expect_under(all_models, text, "between 70ms and 90ms");
}

// Each of two threads needs two intervals; at 5 ms the first can be made to hand over, then the
// second after 5 ms of its own, and then each runs to its end: two switches at most.
TEST(Makespan, SwitchesCostWhatTheyCost) {
  const std::string text = "cores 2\nswitch_cost 1ms\nthread t[2] { cpu 10ms }";
  expect_under(gil_models, text, "between 20ms and 22ms");
  EXPECT_EQ(range(text, "no_gil"), "10ms");
  EXPECT_EQ(range(text, "serial"), "20ms");
}

// Two threads of n intervals each, at least one switch of two being followed by another thread's
// interval: 2 (n - 1) inner boundaries, each of which can be a switch while both still run.
TEST(Makespan, ManySwitches) {
  for (int n = 1; n <= 6; ++n) {
    const std::string each = std::to_string(5 * n) + "ms";
    const int greatest = 10 * n + 2 * (n - 1);
    const std::string least = std::to_string(10 * n) + "ms";
    const std::string text = "switch_cost 1ms\nthread t[2] { cpu " + each + " }";
    const std::string expected =
        n == 1 ? least : "between " + least + " and " + std::to_string(greatest) + "ms";
    EXPECT_EQ(range(text, "gil_314"), expected) << n;
  }
}

TEST(Makespan, ForcedHandOversAreCounted) {
  const Checked checked = check_makespan(
      "switch_cost 1ms\nthread t[2] { cpu 15ms }\nmakespan in 30ms..34ms\n", "gil_313");
  ASSERT_TRUE(checked.result.makespan);
  EXPECT_EQ(checked.result.verdict, Verdict::holds);
  EXPECT_EQ(checked.result.makespan->least.forced, 0U);
  EXPECT_EQ(checked.result.makespan->greatest.forced, 4U);
}

TEST(Makespan, TimesOfSeveralCpuAddUp) {
  const std::string text = "switch_cost 1ms\nthread t[2] { cpu 3ms; cpu 3ms; cpu 4ms }";
  expect_under(gil_models, text, "between 20ms and 22ms");
}

TEST(Makespan, NoSwitchWhereNobodyWaits) {
  expect_under(all_models, "switch_cost 1ms\nthread t { cpu 1s }", "1s");
}

// ---- sleep and io ------------------------------------------------------------------------------

TEST(Makespan, SleepsOverlap) {
  expect_under(all_models, "thread t[2] { sleep 2s }", "2s");
  expect_under(all_models, "thread t { sleep 2s; sleep 2s }", "4s");
  EXPECT_EQ(range("thread t[2] { sleep 2s }", "serial"), "4s");
}

// At best the reader begins its io at once, at worst when the worker has finished.
TEST(Makespan, IoBesideCpu) {
  const std::string text = "thread reader { io 1s; cpu 500ms }\nthread worker { cpu 1s }";
  EXPECT_EQ(range(text, "no_gil"), "1.5s");
  expect_under(gil_models, text, "between 1.5s and 2.5s");
}

TEST(Makespan, LockAroundSleeps) {
  expect_under(all_models, "lock m\nthread t[2] { with m { sleep 1s } }", "2s");
}

TEST(Makespan, JoinWaitsForASleep) {
  expect_under(all_models, "thread a { start b; join b; sleep 1s }\nthread b { sleep 2s }", "3s");
}

// ---- native code -------------------------------------------------------------------------------

TEST(Makespan, NativeCodeIsNotInterrupted) {
  expect_under(gil_models, "switch_cost 1ms\nthread t[2] { native { cpu 10ms } }", "20ms");
}

TEST(Makespan, AllowThreadsRunsBeside) {
  const std::string body = "thread t[2] { native { allow_threads { cpu 1s } } }";
  expect_under(all_models, "cores 2\n" + body, "1s");
  expect_under(all_models, body, "2s");
}

// ---- hand-overs --------------------------------------------------------------------------------

// At best the sleeper begins at once. At worst it comes last: two hand-overs are forced between the
// others (5 + 3 + 5 + 3 + 5 + 5 = 26), and then it sleeps.
TEST(Makespan, SleeperComesLast) {
  const std::string text =
      "switch_cost 3ms\nthread sleeper { sleep 6ms }\nthread t[2] { cpu 10ms }";
  EXPECT_EQ(range(text, "gil_314"), "between 20ms and 32ms");
}

// To begin its sleep the sleeper needs the GIL: it has it first, or when the other has ended
// (2 + 6), or by a hand-over behind the first interval (1 + 5 + 6).
TEST(Makespan, AHandOverToASleeperCostsToo) {
  const std::string text =
      "switch_interval 1ms\nswitch_cost 5ms\nthread sleeper { sleep 6ms }\nthread t { cpu 2ms }";
  EXPECT_EQ(range(text, "gil_314"), "between 6ms and 12ms");
}

// ---- what has no makespan, or no greatest ------------------------------------------------------

TEST(Makespan, StuckSchedulesDoNotCount) {
  EXPECT_EQ(range("lock a\nlock b\nthread t { with a { with b { sleep 1s } } }\n"
                  "thread u { with b { with a { sleep 1s } } }",
                  "no_gil"),
            "2s");
}

TEST(Makespan, HoldsWithAWarningWhereNothingEnds) {
  const Checked checked =
      check_makespan("lock a\nthread t { a.acquire(); a.acquire(); cpu 1s }\nmakespan == 9s\n",
                     "gil_314");
  EXPECT_EQ(checked.result.verdict, Verdict::holds);
  EXPECT_EQ(checked.result.warnings.size(), 1U);
}

TEST(Makespan, FailedSchedulesDoNotCount) {
  EXPECT_EQ(range("thread t { choose r in 0..1; assert r == 0; cpu 1s }", "gil_314"), "1s");
  EXPECT_EQ(range("thread t { choose r in 0..1; assume r == 1; cpu 1s }", "gil_314"), "1s");
}

TEST(Makespan, SpinningIsUndecided) {
  const std::string text =
      "var done = false\nthread t { while not done { } }\nthread u { cpu 1s; done = true }";
  for (const std::string_view model : all_models) {
    const Checked checked = check_makespan(text + "\nmakespan == 1s\n", model);
    EXPECT_EQ(checked.result.verdict, Verdict::undecided) << model;
    EXPECT_THAT(checked.result.detail, HasSubstr("takes time"));
  }
}

TEST(Makespan, SpinningWithoutTimeIsNot) {
  EXPECT_EQ(range("var go = false\nthread t { while not go { }; cpu 1s }\nthread u { go = true }",
                  "no_gil"),
            "1s");
}

TEST(Makespan, PollingEndsWhenItSees) {
  const std::string text = "var done = false\nthread t { while not done { sleep 2ms } }\n"
                           "thread u { sleep 5ms; done = true }";
  EXPECT_EQ(range(text, "no_gil"), "6ms");
}

// The poller may keep the one processor for as long as it likes.
TEST(Makespan, NoGreatest) {
  const std::string text = "var done = false\nthread t { while not done { cpu 1ms } }\n"
                           "thread u { cpu 1ms; done = true }\nmakespan in 1ms..50ms\n";
  const Checked checked = check_makespan(text, "gil_314");
  EXPECT_EQ(checked.disagreement, "");
  EXPECT_EQ(checked.result.verdict, Verdict::violated);
  EXPECT_THAT(checked.result.detail, HasSubstr("without an upper bound"));
  ASSERT_TRUE(checked.result.makespan);
  EXPECT_TRUE(checked.result.makespan->is_unbounded);
  EXPECT_GT(checked.result.makespan->greatest.makespan_us, 50'000);
}

// ---- limits ------------------------------------------------------------------------------------

TEST(Makespan, BeyondALimitOneScheduleCanStillRefute) {
  const std::string text = "switch_cost 1ms\nthread t[3] { cpu 1s }\n";
  const Checked wrong = check_makespan(text + "makespan == 3s\n", "gil_314", 1000);
  EXPECT_EQ(wrong.result.verdict, Verdict::violated);
  const Checked open = check_makespan(text + "makespan in 3s..4s\n", "gil_314", 1000);
  EXPECT_EQ(open.result.verdict, Verdict::undecided);
  EXPECT_THAT(open.result.detail, HasSubstr("limit of 1,000 states"));
}

TEST(Makespan, Settings) {
  EXPECT_FALSE(load("cores 0\n", {}).diagnostics.empty());
  EXPECT_FALSE(load("switch_interval 0us\n", {}).diagnostics.empty());
  const Loaded defaults = load("thread t { }\n", {});
  ASSERT_TRUE(defaults.scenario);
  EXPECT_EQ(defaults.scenario->program.time.cores, 1);
  EXPECT_EQ(defaults.scenario->program.time.switch_interval_us, 5'000);
  EXPECT_EQ(defaults.scenario->program.time.switch_cost_us, 0);
}

TEST(Duration, IsExact) {
  EXPECT_EQ(result::duration_text(0), "0us");
  EXPECT_EQ(result::duration_text(7), "7us");
  EXPECT_EQ(result::duration_text(1'500), "1.5ms");
  EXPECT_EQ(result::duration_text(2'400'000), "2.4s");
  EXPECT_EQ(result::duration_text(1'000'001), "1.000001s");
  EXPECT_EQ(result::duration_text(20'000), "20ms");
}

}  // namespace
}  // namespace raceproof::timed

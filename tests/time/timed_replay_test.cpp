// The player of decisions refuses what the rules of time do not allow.
#include "checker/time/timed_replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/time/timed_check.h"

namespace raceproof::timed {
namespace {

using result::Activity;
using result::Decision;
using Kind = Decision::Kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TimedReplay : public ::testing::Test {
 protected:
  Played play_in(const std::string& text, std::string_view model,
                 const std::vector<Decision>& decisions) {
    loaded_ = load(text, {});
    const Machine machine(loaded_.scenario->program, *find_model(model));
    return play(machine, 0, decisions);
  }
  Loaded loaded_;
};

const std::string two_loops = "cores 2\nswitch_cost 1ms\nthread t[2] { cpu 10ms }\n";

TEST_F(TimedReplay, WritesDownWhoDoesWhat) {
  const Played played = play_in(two_loops, "gil_314",
                                {{0, Kind::begin, 0, 0, 0},
                                 {5'000, Kind::hand_over, 0, 1, 0},
                                 {6'000, Kind::begin, 1, 0, 0},
                                 {16'000, Kind::resume, 0, 0, 0}});
  ASSERT_EQ(played.refusal, "");
  EXPECT_EQ(played.schedule.makespan_us, 21'000);
  EXPECT_EQ(played.schedule.forced, 1U);
  using S = result::Segment;
  EXPECT_THAT(played.schedule.threads[0], ElementsAre(S{0, 5'000, Activity::runs_with_gil},
                                                      S{5'000, 16'000, Activity::waits_for_gil},
                                                      S{16'000, 21'000, Activity::runs_with_gil}));
  EXPECT_THAT(played.schedule.threads[1], ElementsAre(S{0, 5'000, Activity::waits_for_gil},
                                                      S{5'000, 6'000, Activity::receives_gil},
                                                      S{6'000, 16'000, Activity::runs_with_gil}));
  using G = result::GilSegment;
  EXPECT_THAT(played.schedule.gil, ElementsAre(G{0, 5'000, 0}, G{5'000, 6'000, std::nullopt},
                                               G{6'000, 16'000, 1}, G{16'000, 21'000, 0}));
}

TEST_F(TimedReplay, SleepGoesOnWhileAHandOverIsPaid) {
  const Played played =
      play_in("switch_cost 3ms\nthread s { sleep 6ms }\nthread t[2] { cpu 10ms }\n", "gil_313",
              {{0, Kind::begin, 0, 0, 0},
               {0, Kind::begin, 1, 0, 0},
               {5'000, Kind::hand_over, 1, 2, 0},
               {8'000, Kind::begin, 2, 0, 0},
               {13'000, Kind::hand_over, 2, 1, 0},
               {21'000, Kind::resume, 2, 0, 0}});
  ASSERT_EQ(played.refusal, "");
  EXPECT_EQ(played.schedule.makespan_us, 26'000);
  EXPECT_THAT(played.schedule.threads[0],
              ElementsAre(result::Segment{0, 6'000, Activity::sleeps}));
}

TEST_F(TimedReplay, RefusesAHandOverBetweenMultiples) {
  const Played played = play_in(
      two_loops, "gil_314", {{0, Kind::begin, 0, 0, 0}, {4'000, Kind::hand_over, 0, 1, 0}});
  EXPECT_THAT(played.refusal, HasSubstr("cannot be made to hand over at 4000us"));
}

TEST_F(TimedReplay, RefusesTwoHoldersOfTheGil) {
  const Played played =
      play_in(two_loops, "gil_314", {{0, Kind::begin, 0, 0, 0}, {0, Kind::begin, 1, 0, 0}});
  EXPECT_THAT(played.refusal, HasSubstr("it is not T1's turn"));
}

TEST_F(TimedReplay, RefusesToWaitForNothing) {
  const Played played = play_in(two_loops, "no_gil", {{0, Kind::begin, 0, 0, 0}});
  EXPECT_THAT(played.refusal, HasSubstr("time passes while T1 can go on"));
}

TEST_F(TimedReplay, RefusesMoreThreadsThanProcessors) {
  const Played played = play_in("thread t[2] { cpu 10ms }", "no_gil",
                                {{0, Kind::begin, 0, 0, 0},
                                 {0, Kind::begin, 1, 0, 0},
                                 {0, Kind::processor, 1, 0, 0}});
  EXPECT_THAT(played.refusal, HasSubstr("no processor is to be had"));
}

TEST_F(TimedReplay, RefusesAHandOverWithinNativeCode) {
  const Played played =
      play_in("thread t[2] { native { cpu 10ms } }", "gil_314",
              {{0, Kind::begin, 0, 0, 0}, {5'000, Kind::hand_over, 0, 1, 0}});
  EXPECT_THAT(played.refusal, HasSubstr("cannot be made to hand over"));
}

TEST_F(TimedReplay, RefusesAClockThatGoesBack) {
  const Played played = play_in("thread t[2] { sleep 10ms }", "no_gil",
                                {{0, Kind::begin, 0, 0, 0},
                                 {0, Kind::begin, 1, 0, 0},
                                 {-1, Kind::step, 1, 0, 0}});
  EXPECT_THAT(played.refusal, HasSubstr("goes back"));
}

}  // namespace
}  // namespace raceproof::timed

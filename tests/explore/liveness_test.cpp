// Progress under weak fairness, scenario by scenario.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/explore/verdicts.h"

namespace raceproof {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using verdicts::first;
using verdicts::told;

std::string lasso(const std::string& text, std::string_view model = "no_gil") {
  const result::PropertyResult property = first(text, model);
  if (!property.trace) return "no trace";
  const std::string steps = to_text(property.trace->schedule);
  if (!property.trace->loop_start) return steps;
  return steps + " from " + std::to_string(*property.trace->loop_start);
}

TEST(Starvation, SpinningOnAFlagThatNobodySets) {
  const std::string text =
      "starvation_free\nvar flag = false\nthread t {\n  while not flag { }\n}";
  EXPECT_EQ(told(text),
            "violated: T0 (t) spins for ever in the `while` at line 4, which changes nothing");
  EXPECT_EQ(lasso(text), "T0*4 from 2");
}

TEST(Starvation, ASpinnerThatChangesSomethingIsNotSaidToChangeNothing) {
  EXPECT_EQ(told("starvation_free\nvar x = 0, n = 0\nthread t { while x == 0 { n = 1 - n } }"),
            "violated: T0 (t) spins for ever in the `while` at line 3");
}

TEST(Starvation, AFairOtherSetsTheFlag) {
  EXPECT_EQ(told("starvation_free\nvar flag = false\n"
                 "thread t { while not flag { } }\nthread u { flag = true }"),
            "holds");
}

TEST(Starvation, ALoopWithoutATestIsNoWait) {
  EXPECT_EQ(told("starvation_free\nvar x = 0\nthread t { while true { x = 1 } }"), "holds");
  EXPECT_EQ(told("starvation_free\nvar x = 0\nthread t { while 1 == 1 { x = 1 } }"), "holds");
}

TEST(Starvation, StuckIsStarved) {
  EXPECT_EQ(told("starvation_free\nvar x = 0\nthread t { await x == 1 }"),
            "violated: nobody can go on");
  EXPECT_EQ(lasso("starvation_free\nvar x = 0\nthread t { x = 0; await x == 1 }"), "T0");
}

TEST(Starvation, AnAwaitThatIsNeverTrueBesideOneWhoGoesOn) {
  EXPECT_EQ(told("starvation_free\nvar x = 0\nthread t { await x == 1 }\n"
                 "thread u { while true { yield } }"),
            "violated: T0 (t) waits for ever at line 3 for its condition");
}

TEST(Starvation, AJoinOfOneWhoNeverEnds) {
  EXPECT_EQ(told("starvation_free\nthread t { join u }\nthread u { while true { yield } }"),
            "violated: T0 (t) waits for ever at line 2 for the end of u");
}

TEST(Starvation, ALockThatIsAgainAndAgainTaken) {
  const std::string text =
      "starvation_free\nlock m\nthread t { while true { with m { } } }\nthread u { with m { } }";
  EXPECT_EQ(told(text), "violated: T1 (u) waits for ever at line 4 for m");
  EXPECT_EQ(lasso(text), "T0*2 from 0");
}

TEST(Starvation, ALockThatDoesNothingDoesNotBlock) {
  EXPECT_EQ(told("starvation_free without m\nlock m\nthread t { while true { with m { } } }\n"
                 "thread u { with m { } }"),
            "holds");
}

const std::string test_and_set =
    "starvation_free\natomic l = 0\nthread t[2] {\n  while true {\n"
    "    while l.exchange(1) != 0 { }\n    yield\n    l.store(0)\n  }\n}";

TEST(Starvation, TestAndSetLetsOneStarve) {
  EXPECT_EQ(told(test_and_set), "violated: T1 (t[1]) spins for ever in the `while` at line 5");
}

TEST(Starvation, ATicketLockDoesNot) {
  const std::string text =
      "starvation_free\natomic next: 0..1 = 0\natomic serving: 0..1 = 0\n"
      "thread t[2] {\n  while true {\n    let my = 0\n"
      "    atomic { my = next; next = 1 - next }\n    while serving.load() != my { }\n"
      "    atomic { serving = 1 - serving }\n  }\n}";
  const result::PropertyResult property = first(text);
  EXPECT_EQ(name(property.verdict), "holds");
  EXPECT_THAT(property.how, HasSubstr("overtaken by another one at most once"));
}

TEST(Starvation, TakingTurns) {
  const std::string text = "starvation_free\nvar turn = 0\n"
                           "thread a { while true { while turn != 0 { }; turn = 1 } }\n"
                           "thread b { while true { while turn != 1 { }; turn = 0 } }";
  for (const char* model : {"no_gil", "gil_39", "gil_310", "gil_313", "gil_314"}) {
    EXPECT_EQ(told(text, model), "holds") << model;
  }
}

TEST(Starvation, ThatHoldsAsksOnlyForFairRuns) {
  const std::string text = "starvation_free\nvar x = 0\nthread t { await x == 0; x = 1 }\n"
                           "thread u { while true { yield } }";
  EXPECT_EQ(told(text), "holds");
}

TEST(Starvation, AThreadIsOutOfALoopThatItEntersAgainWithoutAStep) {
  // Control passes the end of the inner loop each time round; none is between two steps outside it.
  EXPECT_EQ(told("starvation_free\nvar x = 0\nthread t { while true { while x == 1 { } } }"),
            "holds");
  EXPECT_EQ(told("starvation_free\nvar x = 0\nthread t { while true { while x == 0 { } } }"),
            "violated: T0 (t) spins for ever in the `while` at line 3, which changes nothing");
}

TEST(Starvation, WhileInsideWhile) {
  const std::string outer = "starvation_free\nvar x = 0, y = 0\nthread t {\n  while x == 0 {\n";
  EXPECT_THAT(told(outer + "    while y == 1 { }\n  }\n}"), HasSubstr("line 4, which"));
  EXPECT_THAT(told(outer + "    while y == 0 { }\n  }\n}"), HasSubstr("line 5, which"));
  EXPECT_EQ(told(outer + "    while y == 0 { }\n  }\n}\nthread u { y = 1; x = 1 }"), "holds");
}

TEST(Starvation, BreakPassesTheEnd) {
  EXPECT_EQ(told("starvation_free\nvar x = 0\n"
                 "thread t { while true { while x == 0 { yield; break } } }"),
            "holds");
  EXPECT_THAT(told("starvation_free\nvar x = 0\n"
                   "thread t { while x == 0 { while true { yield; break } } }"),
              StartsWith("violated: T0 (t) spins for ever"));
  EXPECT_THAT(told("starvation_free\nvar x = 0\n"
                   "thread t { while true { while x == 0 { yield; continue } } }"),
              StartsWith("violated"));
}

TEST(Starvation, ReturnPassesTheEndOfEveryLoopThatItLeaves) {
  const std::string function = "starvation_free\nvar x = 0\nlock m\ndef f() {\n"
                               "  while x == 0 { with m { while x == 0 { yield; return } } }\n}\n";
  EXPECT_EQ(told(function + "thread t { while true { f() } }"), "holds");
  EXPECT_THAT(told(function + "thread t {\n while x == 0 { f() }\n}"), HasSubstr("line 8"));
}

TEST(Starvation, EachCallHasLoopsOfItsOwn) {
  EXPECT_EQ(told("starvation_free\nvar x = 0\ndef f() { while x == 1 { } }\n"
                 "thread t { while true { f(); f() } }"),
            "holds");
}

TEST(Starvation, AThreadThatTheModelNeverLetsGoOnDoesNotMakeItUnfair) {
  // Under a GIL the native loop never has a switch point, so the flag is never set.
  const std::string text = "starvation_free\nvar flag = false\n"
                           "thread t { native { while not flag { } } }\n"
                           "thread u { flag = true }";
  EXPECT_EQ(told(text), "holds");
  for (const char* model : {"gil_39", "gil_310", "gil_313", "gil_314"}) {
    EXPECT_EQ(told(text, model), "violated: T0 (t) spins for ever in the `while` at line 3, "
                                 "which changes nothing")
        << model;
  }
}

TEST(Eventually, AFairCycleCanBePartOfAnUnfairOne) {
  // Round the outer loop the other thread is let go on again and again, round the inner one never.
  const std::string text = "eventually x == 1\nvar x = 0\nthread u { x = 1 }\n"
                           "thread t { while true { native {\n"
                           "  while true { either { break } or { skip } } } } }";
  EXPECT_EQ(told(text), "holds");
  EXPECT_EQ(told(text, "gil_313"),
            "violated: never true: T0 (u) is never let go on at line 3; "
            "T1 (t) goes round for ever by line 5");
}

TEST(Eventually, IsJudgedFromTheFirstStateOn) {
  EXPECT_EQ(told("eventually x == 0\nvar x = 0\nthread t { x = 1 }"), "holds");
  EXPECT_EQ(told("eventually x == 7\nvar x = 0\ninit { x = 7 }\nthread t { x = 1 }"), "holds");
  EXPECT_EQ(told("eventually x == 1\nvar x = 0\nthread t { x = 1; x = 2 }", "serial"), "holds");
}

TEST(Eventually, AnEndWithoutIt) {
  const std::string text = "eventually x == 2\nvar x = 0\nthread t { x = 1 }";
  EXPECT_EQ(told(text), "violated: never true: at the end x = 1");
  EXPECT_EQ(lasso(text), "T0");
  EXPECT_EQ(told("eventually x == 2\nvar x = 0\nthread t { x = 1; await x == 2 }"),
            "violated: never true: nobody can go on, with x = 1");
}

TEST(Eventually, FailedAndDiscardedExecutionsPromiseNothing) {
  EXPECT_EQ(told("eventually x == 2\nvar x = 0\nthread t { assert x == 1 }"), "holds");
  EXPECT_EQ(told("eventually x == 2\nvar x = 0\nthread t { assume x == 1 }"), "holds");
}

TEST(Eventually, OneWhoSpinsForEver) {
  EXPECT_EQ(told("eventually x == 1\nvar x = 0\nthread t { while true { x = 0 } }"),
            "violated: never true: T0 (t) goes round for ever by line 3");
}

TEST(Eventually, OneWhoIsNeverBlockedGoesOn) {
  const std::string other = "\nthread u { while true { yield } }";
  EXPECT_EQ(told("eventually x == 1\nvar x = 0\nthread t { x = 1 }" + other), "holds");
  EXPECT_THAT(told("eventually x == 1\nvar x = 0\nlock m\nthread t { with m { x = 1 } }\n"
                   "thread u { while true { with m { } } }"),
              HasSubstr("T0 (t) waits for ever at line 4 for m"));
}

TEST(Eventually, AnEndIsToldBeforeALasso) {
  EXPECT_EQ(lasso("eventually x == 2\nvar x = 0\n"
                  "thread t { either { while x == 0 { } } or { x = 1; x = 3 } }"),
            "T0:1 T0*2");
}

TEST(Eventually, IsUndecidedWhereTheSearchWasNotComplete) {
  const std::string text = "eventually x < 0\nvar x = 0\nthread t { while true { x += 1 } }";
  const result::Result unfinished = verdicts::checked(text, "no_gil", 100);
  EXPECT_EQ(name(unfinished.models[0].properties[0].verdict), "undecided");
  const result::Result ended =
      verdicts::checked(text + "\nthread u { either { skip } or { assume 1 == 2 } }\n"
                               "thread v { assume x == 0 }", "serial", 100);
  EXPECT_EQ(name(ended.models[0].properties[0].verdict), "undecided");
  const result::Result found = verdicts::checked(
      "eventually x < 0\nvar x = 0\nthread t { either { while true { x += 1 } } or { skip } }",
      "no_gil", 100);
  EXPECT_EQ(found.models[0].properties[0].detail, "never true: at the end x = 0");
}

TEST(LeadsTo, AStateInWhichBothHoldMeetsIt) {
  EXPECT_EQ(told("leads_to(x == 1, x == 1)\nvar x = 0\nthread t { x = 1; x = 2 }"), "holds");
  EXPECT_EQ(told("leads_to(x >= 0, x == 0)\nvar x = 0\nthread t { x = 0 }"), "holds");
}

TEST(LeadsTo, AnEndWithoutTheSecond) {
  const std::string text = "leads_to(x == 1, x == 2)\nvar x = 0\nthread t { x = 1; x = 3 }";
  EXPECT_EQ(told(text), "violated: the first is true after step 1, and the second never from then "
                        "on: at the end x = 3");
  EXPECT_EQ(told("leads_to(x == 0, x == 2)\nvar x = 0\nthread t { x = 1 }"),
            "violated: the first is true at the start, and the second never from then on: "
            "at the end x = 1");
}

TEST(LeadsTo, HoldsWhereTheFirstIsNeverTrueOrTheSecondComes) {
  EXPECT_EQ(told("leads_to(x == 9, x == 2)\nvar x = 0\nthread t { x = 1 }"), "holds");
  EXPECT_EQ(told("leads_to(x == 1, x == 2)\nvar x = 0\nthread t { x = 1; x = 2; x = 3 }"), "holds");
}

TEST(LeadsTo, EachFirstNeedsASecond) {
  const std::string text = "leads_to(x == 1, x == 2)\nvar x = 0\nthread t { x = 1; x = 2; x = 1 }";
  EXPECT_THAT(told(text), HasSubstr("after step 3"));
  EXPECT_EQ(lasso(text), "T0*3");
}

TEST(LeadsTo, Lassos) {
  const std::string asks = "leads_to(asks, gets)\nvar asks = false, gets = false\n";
  EXPECT_EQ(told(asks + "thread t { asks = true; while not gets { } }\nthread u { gets = true }"),
            "holds");
  const std::string starved =
      asks + "lock m\nthread t { asks = true; with m { gets = true } }\n"
             "thread u { while true { with m { } } }";
  EXPECT_THAT(told(starved), HasSubstr("T0 (t) waits for ever at line 4 for m"));
  EXPECT_EQ(lasso(starved), "T0 T1*2 from 1");
}

TEST(Overtaking, CountsHowOftenAnotherGetsThrough) {
  const std::string twice = "starvation_free\nlock m\nthread t { with m { } }\n"
                            "thread u { with m { }; with m { } }";
  EXPECT_THAT(first(twice).how, HasSubstr("by another one at most 2 times"));
  EXPECT_THAT(first("starvation_free\nvar x = 0\nthread t { await x == 0 }").how,
              HasSubstr("no thread that waits is overtaken"));
  EXPECT_EQ(first("starvation_free\nvar x = 0\nthread t { x = 1 }").how, "all 2 states");
}

TEST(Overtaking, IsWithoutBoundWhereOnlyAnUnfairRunWouldGoOnForEver) {
  const std::string text = "starvation_free\nvar x = 0\nthread t { await x == 0 }\n"
                           "thread u { while true { await x == 0 } }";
  EXPECT_THAT(first(text).how, HasSubstr("no thread that waits is overtaken"));
  EXPECT_THAT(first("starvation_free\nvar x = 0\n"
                    "thread t[2] { while true { await x == 0; yield } }").how,
              HasSubstr("can be overtaken any number of times"));
}

}  // namespace
}  // namespace raceproof

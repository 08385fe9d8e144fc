#include "checker/report/waits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "asked.h"

namespace raceproof::report {
namespace {

using testing::ElementsAre;

std::vector<std::string> waits(const std::string& source) {
  const FileReport report = Asked({"no_gil"}).check(source);
  const Shown first = first_trace(report.result);
  return wait_sentences(report.subject, *first.model, *first.property->trace);
}

TEST(Waits, TheCircleIsNamedWithSinceWhen) {
  EXPECT_THAT(waits("lock a, b\n"
                    "thread t0 {\n"
                    "    a.acquire()\n"
                    "    b.acquire()\n"
                    "    b.release()\n"
                    "    a.release()\n"
                    "}\n"
                    "thread t1 {\n"
                    "    with b { with a { } }\n"
                    "}\n"),
              ElementsAre("circular wait of T0 and T1:",
                          "T0 waits for b (line 4), which T1 holds (since step 2, line 9)",
                          "T1 waits for a (line 9), which T0 holds (since step 1, line 3)"));
}

TEST(Waits, WhoWaitsForTheCircleIsToldBehindIt) {
  EXPECT_THAT(waits("lock a, b\n"
                    "thread t0 { with a { with b { } } }\n"
                    "thread t1 { with b { with a { } } }\n"
                    "thread t2 { join t0 }\n"),
              ElementsAre("circular wait of T0 and T1:",
                          "T0 waits for b (line 2), which T1 holds (since step 2, line 3)",
                          "T1 waits for a (line 3), which T0 holds (since step 1, line 2)",
                          "T2 waits for the end of T0 (line 4), which waits itself"));
}

TEST(Waits, AThreadMayWaitForItself) {
  EXPECT_THAT(waits("lock m\nthread t { with m { with m { } } }\n"),
              ElementsAre("T0 waits for m (line 2), which it holds itself (since step 1, line 2)"));
}

TEST(Waits, AnElementOfAnArrayIsNamed) {
  EXPECT_THAT(waits("lock fork[2]\n"
                    "thread p[2] { with fork[self] { with fork[1 - self] { } } }\n"),
              ElementsAre("circular wait of T0 and T1:",
                          "T0 waits for fork[1] (line 2), which T1 holds (since step 2, line 2)",
                          "T1 waits for fork[0] (line 2), which T0 holds (since step 1, line 2)"));
}

TEST(Waits, NobodyIsLeft) {
  EXPECT_THAT(waits("var x = 0\nthread t {\n    await x == 1   # never\n}\n"),
              ElementsAre("T0 waits for x == 1 (line 3), and nobody is left to make it true"));
}

TEST(Waits, AThreadThatWasNeverStarted) {
  EXPECT_THAT(waits("var x = 0\n"
                    "thread a { }\n"
                    "thread b { if x == 1 { start a }\n join a }\n"),
              ElementsAre("T1 waits for the end of T0 (line 4), and T0 was never started"));
}

TEST(Waits, ALockThatInitHolds) {
  EXPECT_THAT(waits("lock m\ninit { let taken = m.try_acquire() }\nthread t { m.acquire() }\n"),
              ElementsAre("T0 waits for m (line 3), which init holds (since init, line 2)"));
}

}  // namespace
}  // namespace raceproof::report

// Deadlocks that another schedule could bring.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/explore/verdicts.h"

namespace raceproof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> warnings(const std::string& text, std::string_view model = "no_gil") {
  const result::Result result = verdicts::checked(text, model);
  return result.models.empty() ? std::vector<std::string>() : result.models[0].warnings;
}

// The second thread begins when the first has ended.
const std::string in_turn = "lock a, b, gate\n"
                            "thread s {\n  with a {\n    with b { }\n  }\n  start t\n}\n";

TEST(LockOrder, OppositeOrdersThatCannotMeet) {
  EXPECT_THAT(warnings(in_turn + "thread t {\n  with b {\n    with a { }\n  }\n}"),
              ElementsAre("potential deadlock: T0 takes a (line 3) then b (line 4); "
                          "T1 takes b (line 9) then a (line 10)"));
}

TEST(LockOrder, TheSameOrderIsFine) {
  EXPECT_THAT(warnings(in_turn + "thread t { with a { with b { } } }"), IsEmpty());
}

TEST(LockOrder, ADeadlockItselfIsTheReport) {
  const std::string text = "lock a, b\nthread s { with a { with b { } } }\n"
                           "thread t { with b { with a { } } }";
  EXPECT_THAT(warnings(text), IsEmpty());
  EXPECT_THAT(warnings(text, "gil_313"),
              ElementsAre("potential deadlock: T0 takes a (line 2) then b (line 2); "
                          "T1 takes b (line 3) then a (line 3)"));
}

TEST(LockOrder, AGateLockKeepsThemApart) {
  EXPECT_THAT(warnings("lock a, b, gate\nthread s { with gate { with a { with b { } } } }\n"
                       "thread t { with gate { with b { with a { } } } }"),
              IsEmpty());
}

TEST(LockOrder, AGateThatOneThreadDoesNotUseIsNone) {
  EXPECT_EQ(warnings("lock a, b, gate\nthread s { with gate { with a { with b { } } }; start t }\n"
                     "thread t { with b { with a { } } }")
                .size(),
            1U);
}

TEST(LockOrder, OneThreadAloneCannotDeadlockSo) {
  EXPECT_THAT(warnings("lock a, b\nthread s { with a { with b { } }; with b { with a { } } }\n"
                       "thread t { skip }"),
              IsEmpty());
}

TEST(LockOrder, ThreeLocksInACircle) {
  const std::string text = "lock fork[3]\nthread p { with fork[0] { with fork[1] { } }; start q }\n"
                           "thread q { with fork[1] { with fork[2] { } }; start r }\n"
                           "thread r { with fork[2] { with fork[0] { } } }";
  EXPECT_THAT(warnings(text),
              ElementsAre("potential deadlock: T0 takes fork[0] (line 2) then fork[1] (line 2); "
                          "T1 takes fork[1] (line 3) then fork[2] (line 3); "
                          "T2 takes fork[2] (line 4) then fork[0] (line 4)"));
}

TEST(LockOrder, TheSmallerCircleAloneIsTold) {
  const std::string text = "lock a, b, c\nthread s { with a { with b { } }; start t }\n"
                           "thread t { with b { with a { } }; with b { with c { } }; start u }\n"
                           "thread u { with c { with a { } } }";
  EXPECT_EQ(warnings(text).size(), 1U);
}

TEST(LockOrder, CopiesOfAThreadAreToldOnce) {
  EXPECT_EQ(warnings("lock a, b\nthread s[2] { with a { with b { } } }\n"
                     "thread t[2] { join s; with b { with a { } } }")
                .size(),
            1U);
}

TEST(LockOrder, AReentrantLockTakenAgainIsNoOrder) {
  EXPECT_THAT(warnings("rlock a, b\nthread s { with a { with b { with a { } } } }\n"
                       "thread t { with a { with b { } } }"),
              IsEmpty());
}

TEST(LockOrder, TryingDoesNotBlock) {
  EXPECT_THAT(warnings(in_turn + "thread t { with b { if a.try_acquire() { a.release() } } }"),
              IsEmpty());
}

TEST(LockOrder, ButWhatWasTriedAndTakenIsHeld) {
  EXPECT_THAT(warnings(in_turn + "thread t {\n  if b.try_acquire() {\n    with a { }\n"
                                 "    b.release()\n  }\n}"),
              ElementsAre("potential deadlock: T0 takes a (line 3) then b (line 4); "
                          "T1 takes b (line 9) then a (line 10)"));
}

TEST(LockOrder, RemovedLocksTakeNoPart) {
  const result::Result result = verdicts::checked(
      "deadlock_free without a\n" + in_turn + "thread t { with b { with a { } } }");
  ASSERT_EQ(result.models.size(), 2U);
  EXPECT_THAT(result.models[0].warnings, testing::SizeIs(1));
  EXPECT_THAT(result.models[1].warnings, IsEmpty());
}

}  // namespace
}  // namespace raceproof

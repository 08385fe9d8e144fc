// Executions that fail, are discarded, are stuck or never end (sections 2, 3, 9 and 11).
#include "tests/oracle/oracle_testing.h"

namespace raceproof::oracle {
namespace {

/// How many interleavings fail of a thread beside one of one step, under no_gil.
int failures(const std::string& declarations, const std::string& body) {
  const Answer answer =
      ask("var other = 0\n" + declarations + "\nthread t { " + body + " }\nthread u { other = 1 }",
          Model::no_gil);
  EXPECT_FALSE(answer.gave_up) << answer.why;
  EXPECT_EQ(whole(answer), 1);
  EXPECT_EQ(answer.failed.interleavings, total(answer)) << body;
  return static_cast<int>(answer.failed.interleavings);
}

// A failing step is taken and is the last: with n steps up to it, the other thread's one step lies
// before one of them, or is not reached.
TEST(Errors, AFailingStepIsTheLast) {
  EXPECT_EQ(failures("var x = 0", "x = 1; assert x == 0; x = 2"), 4);
  EXPECT_EQ(failures("var x = 0", "x = 1 / x; x = 2"), 3);
  EXPECT_EQ(failures("var x = 9223372036854775807", "x = x + 1; x = 2"), 3);
  EXPECT_EQ(failures("var x = 9223372036854775807", "x += 1"), 3);
  EXPECT_EQ(failures("var x: 0..1 = 1", "x += 1; x = 0"), 4);
  EXPECT_EQ(failures("var x = true", "x = 2"), 2);
  EXPECT_EQ(failures("var x = 2, a[2] = 0", "a[x] = 1; x = 0"), 3);
  EXPECT_EQ(failures("var x = 2, a[2] = 0", "x = a[x]"), 3);
  EXPECT_EQ(failures("var x = 2, a[2] = 0", "a[x] += 1"), 3);
  EXPECT_EQ(failures("atomic x: 0..1 = 1", "x += 1"), 2);
  EXPECT_EQ(failures("atomic x[2] = 0", "let i = 2; x[i] += 1"), 2);
  EXPECT_EQ(failures("lock m", "m.release(); other = 2"), 2);
  EXPECT_EQ(failures("rlock m", "m.release(); other = 2"), 2);
}

// Section 11.3: what a move between locals violates fails with the step before.
TEST(Errors, MovesFailWithTheStepBefore) {
  EXPECT_EQ(failures("var x = 0", "x = 1; let r: 0..3 = 4; x = 2"), 2);
  EXPECT_EQ(failures("var x = 5", "let r: 0..3 = x; x = 2"), 2);
  EXPECT_EQ(failures("var x = 0", "let r = true; x = 1; r = 2"), 2);
  EXPECT_EQ(failures("var x = 0", "let a[2] = 0; let i = 2; x = 1; a[i] = 3"), 2);
  EXPECT_EQ(failures("var x = 0", "let a[2] = 0; let i = 2; x = 1; x = a[i]"), 2);
}

TEST(Errors, BeforeAnyStep) {
  EXPECT_EQ(failures("const N = 2", "assert N > 3; other = 2"), 1);
  const Answer assumed = ask(
      "const N = 2\nvar x = 0\nthread t { assume N > 3 }\nthread u { x = 1 }", Model::no_gil);
  EXPECT_EQ(total(assumed), 0);
  EXPECT_EQ(assumed.discarded.probability, 1);
}

TEST(Errors, WrongExpressionsInAwaitDoNotBlock) {
  EXPECT_EQ(failures("var x = 0", "await 1 / x == 0"), 2);
}

// Section 11.2.
TEST(Errors, ExpressionsWithSelfThatCannotBeEvaluatedAreSteps) {
  EXPECT_EQ(failures("", "let r = 1 / self"), 2);
  EXPECT_EQ(failures("def f(n) { return 1 / n }", "let r = f(0)"), 2);
}

TEST(Errors, EndlessLoops) {
  for (const char* body : {"while true { }", "repeat 1_000_001 { }",
                           "atomic { repeat 1000 { repeat 1_000 { } } }"}) {
    const Answer answer = ask(std::string("thread t { ") + body + " }", Model::no_gil);
    EXPECT_EQ(answer.failed.probability, 1) << body;
  }
  const Answer allowed = ask("var x = 0\nthread t { repeat 1_000_000 { } x = 1 }", Model::no_gil);
  EXPECT_EQ(counts(allowed), (Counts{{{1}, 1}}));
}

TEST(Errors, ThreadsThatEndHoldingALock) {
  EXPECT_EQ(failures("lock m", "m.acquire()"), 2);
  EXPECT_EQ(failures("rlock m", "m.acquire(); m.acquire(); m.release()"), 4);
  // One that another thread took last is none: u takes it behind t's release.
  const std::string handed_over =
      "lock m\nvar x = 0\nthread t { m.acquire(); x = 1; await x == 2 }\n"
      "thread u { await x == 1; m.release(); m.acquire(); x = 2; await x == 3; m.release() }\n"
      "thread v { await x == 2; join t; x = 3 }";
  EXPECT_EQ(ask(handed_over, Model::gil_313).failed.interleavings, 0);
}

TEST(Errors, LocksAndWhoReleasesThem) {
  const std::string body =
      " m\nvar x = 0\nthread t { m.acquire(); x = 1; await x == 2 }\n"
      "thread u { await x == 1; m.release(); x = 2 }";
  EXPECT_EQ(ask("lock" + body, Model::no_gil).failed.interleavings, 0);
  EXPECT_EQ(ask("rlock" + body, Model::no_gil).failed.interleavings, 1);
  EXPECT_EQ(ask("lock m\nthread t { with m { with m { } } }", Model::no_gil)
                .deadlocks.interleavings,
            1);
  EXPECT_EQ(ask("rlock m\nthread t { with m { with m { } } }", Model::no_gil)
                .deadlocks.interleavings,
            0);
}

// Section 9: an operation on a removed lock stays a step with its switch points.
TEST(Errors, RemovedLocksDoNothing) {
  const std::string text = "var x = 0\nlock m\nthread t[2] { with m { x += 1 } }";
  EXPECT_EQ(counts(text, Model::no_gil), (Counts{{{2}, 2}}));  // one thread, then the other
  EXPECT_EQ(total(ask(text, Model::no_gil, {"m"})), interleavings_of(5, 5));
  EXPECT_EQ(counts(text, Model::gil_314, {"m"}), (Counts{{{2}, 6}}));
  EXPECT_EQ(ask("lock m\nthread t { m.release(); m.acquire() }", Model::no_gil, {"m"})
                .failed.interleavings,
            0);
  EXPECT_EQ(counts("lock m\nvar x = 0, y = 0\n"
                   "thread t { x = m.try_acquire(); y = m.try_acquire() }",
                   Model::no_gil, {"m"}),
            (Counts{{{1, 1}, 1}}));
}

TEST(Errors, Assumptions) {
  // t stores before u does, behind u's store (discarded), behind its load, or behind it all.
  const std::string text = "var x = 0\nthread t { x = 1 }\nthread u { x = 2; assume x == 2 }";
  const Answer answer = ask(text, Model::no_gil);
  EXPECT_EQ(counts(answer), (Counts{{{1}, 2}, {{2}, 1}}));
  EXPECT_EQ(answer.discarded.interleavings, 1);
  EXPECT_EQ(whole(answer), 1);
}

TEST(Errors, SpinningIsGivenUp) {
  EXPECT_TRUE(ask("var x = 0\nthread t { while x == 0 { } }", Model::no_gil).gave_up);
}

}  // namespace
}  // namespace raceproof::oracle

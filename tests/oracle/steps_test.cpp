// What is a step (the language reference, sections 4, 5 and 11).
#include "tests/oracle/oracle_testing.h"

namespace raceproof::oracle {
namespace {

const std::string shared_state =
    "const N = 3\nvar x = 0, y = 0, a[3] = 0, other = 0\natomic z = 0, c[2] = 0\n"
    "lock m\nrlock r\n"
    "def one() { return 1 }\ndef get() { return x }\ndef add(p, q) { return p + q }\n"
    "def first(p) { p = p; return p + 1 }\n"
    "def fact(n) { if n <= 1 { return 1 } return n * fact(n - 1) }\n";

// Beside a thread of one step, a thread of n steps has n + 1 interleavings.
int steps_of(const std::string& body) {
  const std::string text = shared_state + "thread t { " + body + " }\nthread u { other = 1 }\n";
  const Answer answer = ask(text, Model::no_gil);
  EXPECT_FALSE(answer.gave_up) << body << ": " << answer.why;
  EXPECT_EQ(answer.failed.interleavings + answer.deadlocks.interleavings, 0) << body;
  EXPECT_EQ(whole(answer), 1) << body;
  return total(answer) - 1;
}

TEST(Steps, LoadsOperatorsAndStores) {
  EXPECT_EQ(steps_of("x += 1"), 3);
  EXPECT_EQ(steps_of("x = y + x"), 4);
  EXPECT_EQ(steps_of("x = y"), 2);
  EXPECT_EQ(steps_of("x = -y"), 3);
  EXPECT_EQ(steps_of("x = not y"), 3);
  EXPECT_EQ(steps_of("let q = 3; if q < 1 { }"), 1);
  EXPECT_EQ(steps_of("let q = 3; if q { }"), 0);
  EXPECT_EQ(steps_of("let q = 3; let s = q; q = s; x = q"), 1);
  EXPECT_EQ(steps_of("let q = 3; q += 1"), 1);
}

TEST(Steps, ArraysAndIndices) {
  EXPECT_EQ(steps_of("a[1] = 5"), 1);
  EXPECT_EQ(steps_of("a[x] = y"), 3);
  EXPECT_EQ(steps_of("a[x + 1] = y"), 4);
  EXPECT_EQ(steps_of("a[x] += y"), 5);
  EXPECT_EQ(steps_of("a[a[x]] += 1"), 5);
  EXPECT_EQ(steps_of("let b[2] = [x, y]; b[x] = 1; b[x] += 1"), 5);
  EXPECT_EQ(steps_of("let b[3] = x"), 1);
}

TEST(Steps, WhatIsKnownIsFolded) {
  EXPECT_EQ(steps_of("x = 1 + 2 * N - 4 / 3"), 1);
  EXPECT_EQ(steps_of("x = self + 1"), 1);
  EXPECT_EQ(steps_of("x = y + 1 + 2"), 4);
  EXPECT_EQ(steps_of("x = 1 + 2 + y"), 3);
  EXPECT_EQ(steps_of("x = N < 4 and self == 0"), 1);
  EXPECT_EQ(steps_of("if N > 2 { x = 1 } else { x = 1; x = 2 }"), 1);
  EXPECT_EQ(steps_of("while N < 2 { x = 1 }"), 0);
  EXPECT_EQ(steps_of("for i in 0..2 { x = i + 1 }"), 4);  // a counter is a local, not a constant
}

TEST(Steps, AndAndOrStopEarly) {
  EXPECT_EQ(steps_of("if x and y { }"), 1);
  EXPECT_EQ(steps_of("if x or y { }"), 2);
  EXPECT_EQ(steps_of("if not x and not y { }"), 4);
  EXPECT_EQ(steps_of("if N == 3 or x { }"), 0);
  EXPECT_EQ(steps_of("if N == 4 or x { }"), 1);
  EXPECT_EQ(counts("var x = 5, y = 0\nthread t { y = x and 7 }", Model::no_gil),
            (Counts{{{5, 1}, 1}}));
}

TEST(Steps, AtomicVariables) {
  EXPECT_EQ(steps_of("z += 1"), 1);
  EXPECT_EQ(steps_of("z = z + 1"), 3);
  EXPECT_EQ(steps_of("z += x"), 2);
  EXPECT_EQ(steps_of("c[x] += y"), 3);
  EXPECT_EQ(steps_of("z = 1"), 1);
  EXPECT_EQ(steps_of("let q = z"), 1);
  EXPECT_EQ(steps_of("let q = z.fetch_add(x)"), 2);
  EXPECT_EQ(steps_of("z.exchange(1); z.store(2); let q = z.load()"), 3);
  EXPECT_EQ(steps_of("let q = z.compare_exchange(x, y)"), 3);
}

TEST(Steps, ValuesOfAtomicOperations) {
  const std::string text =
      "atomic z = 4\nvar r[4] = 0\nthread t { r[0] = z.fetch_add(3); r[1] = z.exchange(9)\n"
      "r[2] = z.compare_exchange(9, 1); r[3] = z.compare_exchange(9, 2); z *= 5 }";
  EXPECT_EQ(counts(text, Model::gil_313), (Counts{{{5, 4, 7, 1, 0}, 1}}));
}

TEST(Steps, OneStepEach) {
  EXPECT_EQ(steps_of("m.acquire(); m.release()"), 2);
  EXPECT_EQ(steps_of("with m { }"), 2);
  EXPECT_EQ(steps_of("with r { with r { } }"), 4);
  EXPECT_EQ(steps_of("if m.try_acquire() { m.release() }"), 2);
  EXPECT_EQ(steps_of("await x == 0 and y == 0"), 1);
  EXPECT_EQ(steps_of("await x == 0 { x += 1; y += 1 }"), 1);
  EXPECT_EQ(steps_of("atomic { x += 1; y += 1 }"), 1);
  EXPECT_EQ(steps_of("atomic { }"), 1);
  EXPECT_EQ(steps_of("atomic { atomic { x = 1 } y = 2 }"), 1);
  EXPECT_EQ(steps_of("cpu 1s; sleep 2s; io 3ms"), 3);
  EXPECT_EQ(steps_of("yield"), 1);
  EXPECT_EQ(steps_of("native { x += 1; native { y += 1 } }"), 6);
}

TEST(Steps, NoSteps) {
  EXPECT_EQ(steps_of("skip"), 0);
  EXPECT_EQ(steps_of("repeat 3 { x = 1 }"), 3);
  EXPECT_EQ(steps_of("for i in 0..3 { x = i }"), 3);
  EXPECT_EQ(steps_of("for i in 3..0 { x = i }"), 0);
  EXPECT_EQ(steps_of("repeat -1 { x = 1 }"), 0);
  EXPECT_EQ(steps_of("assert x == 0"), 2);
  EXPECT_EQ(steps_of("assume x == 0"), 2);
  EXPECT_EQ(steps_of("native { }"), 0);
  EXPECT_EQ(steps_of("repeat 1000 { repeat 900 { } }"), 0);
}

TEST(Steps, LoopsEvaluateTheirTestsEveryRoundAndTheirBoundsOnce) {
  EXPECT_EQ(steps_of("while x < 2 { x += 1 }"), 12);
  EXPECT_EQ(steps_of("for i in x..y + 2 { a[i] = 1 }"), 5);
  EXPECT_EQ(steps_of("repeat x + 2 { y = 1 }"), 4);
  EXPECT_EQ(steps_of("while true { x += 1; if x == 2 { break } }"), 10);
  EXPECT_EQ(steps_of("for i in 0..4 { if i == 2 { continue } x = 1 }"), 7);
}

TEST(Steps, CallsWorkAsIfTheBodyStoodInTheirPlace) {
  EXPECT_EQ(steps_of("x = one()"), 1);
  EXPECT_EQ(steps_of("x = x + one()"), 3);
  EXPECT_EQ(steps_of("x = get() + 1"), 3);
  EXPECT_EQ(steps_of("x = add(1, 2)"), 1);       // constant parameters are constants
  EXPECT_EQ(steps_of("x = add(y, 2)"), 3);
  EXPECT_EQ(steps_of("let q = 1; x = add(q, 2)"), 2);
  EXPECT_EQ(steps_of("x = first(1)"), 2);        // assigned somewhere: not a constant
  EXPECT_EQ(steps_of("x = fact(4)"), 4);         // 2 * 1, 3 * 2, 4 * 6: results are no constants
}

// Every way of a `choose` or `either` is counted.
TEST(Steps, AlternativesAreCounted) {
  const std::string head = "var x = 0, y = 0\nthread u { y = 1 }\n";
  EXPECT_EQ(counts(head + "thread t { choose r in 0..2; x = r }", Model::no_gil),
            (Counts{{{0, 1}, 3}, {{1, 1}, 3}, {{2, 1}, 3}}));
  EXPECT_EQ(counts(head + "thread t { either { x = 1 } or { x = 2; x = 3 } }", Model::no_gil),
            (Counts{{{1, 1}, 3}, {{3, 1}, 4}}));
  EXPECT_EQ(counts("var x = 0\nthread t { choose r in {5, 5, 1} | 0..4 step 2 | 9; x = r }",
                   Model::no_gil),
            (Counts{{{0}, 1}, {{1}, 1}, {{2}, 1}, {{4}, 1}, {{5}, 1}, {{9}, 1}}));
}

// Section 11.4: a block has as many alternatives as there are ways through it, equally likely.
TEST(Steps, WaysThroughABlockAreItsAlternatives) {
  const std::string ways =
      "either { x = 7 } or { choose r in 1..3; x = r } or { choose s in 4..5; assert s == 5 }";
  for (const std::string& text :
       {"var x = 0\nthread t { atomic { " + ways + " } }",
        "var x = 0\nthread t { await x == 0 { " + ways + " } }",
        "var x = 0\ninit { " + ways + " }\nthread t { skip }"}) {
    const Answer answer = ask(text, Model::gil_313);
    EXPECT_EQ(counts(answer), (Counts{{{0}, 1}, {{1}, 1}, {{2}, 1}, {{3}, 1}, {{7}, 1}})) << text;
    EXPECT_EQ(answer.failed.interleavings, 1);
    for (const auto& [values, count] : answer.outcomes) {
      EXPECT_EQ(count.probability, Rational(1, 6)) << text;
    }
  }
}

TEST(Steps, InitRunsFirstAndAlone) {
  const std::string text =
      "var x = 0, y = 0\ninit { let i = 0; while i < 3 { x += 2; i += 1 } }\nthread t { y = x }";
  EXPECT_EQ(counts(text, Model::no_gil), (Counts{{{6, 6}, 1}}));
}

TEST(Steps, ThreadsStartAndJoin) {
  const std::string text =
      "var x = 0\nthread main { start w; x = 1; join w; x = x * 10 }\nthread w { x = 2 }";
  for (const Model model : {Model::no_gil, Model::gil_39, Model::gil_313}) {
    EXPECT_EQ(counts(text, model), (Counts{{{10}, 1}, {{20}, 1}})) << name_of(model);
  }
  EXPECT_EQ(counts(text, Model::serial), (Counts{{{20}, 1}}));  // it gives way where it blocks
}

TEST(Steps, CopiesAreStartedTogetherOrOneByOne) {
  EXPECT_EQ(counts("var x = 0\nthread main { start w; join w; x += 10 }\n"
                   "thread w[2] { native { x += 1 } }",
                   Model::gil_313),
            (Counts{{{12}, 2}}));
  // A statement that starts one copy makes all wait; one that is never started is not unfinished.
  EXPECT_EQ(counts("var x = 0\nthread main { start w[1] }\nthread w[2] { x = self + 5 }",
                   Model::no_gil),
            (Counts{{{6}, 1}}));
  EXPECT_EQ(counts("var x = 0\nthread main { if false { start w } }\nthread w { x = 1 }",
                   Model::no_gil),
            (Counts{{{0}, 1}}));
  EXPECT_EQ(ask("thread main { if false { start w } join w }\nthread w { }", Model::no_gil)
                .deadlocks.interleavings,
            1);
  EXPECT_EQ(ask("thread main { start w[0]; start w }\nthread w[2] { }", Model::no_gil)
                .failed.interleavings,
            1);
}

}  // namespace
}  // namespace raceproof::oracle

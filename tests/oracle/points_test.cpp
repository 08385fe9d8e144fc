// Where another thread may run: the rows of the table of section 6, one by one.
//
// Two copies of a thread whose steps lie in n pieces, with a switch point between any two of them,
// have (2n over n) interleavings: 2, 6, 20, 70 for n = 1, 2, 3, 4.
#include "tests/oracle/oracle_testing.h"

namespace raceproof::oracle {
namespace {

const std::string shared_state =
    "var x = 0, y = 0, s[2] = 0\natomic z = 0\nlock m[2]\nrlock r[2]\n"
    "def f() { return 1 }\ndef g() { return x }\ndef nothing() { }\ndef set() { s[self] = 1 }\n";

int pieces_of(const std::string& body, Model model) {
  const int found = total(shared_state + "thread t[2] { " + body + " }\n", model);
  for (int pieces = 0; pieces < 8; ++pieces) {
    if (interleavings_of(pieces, pieces) == found) return pieces;
  }
  ADD_FAILURE() << body << " under " << name_of(model) << " has " << found << " interleavings";
  return -1;
}

/// The pieces of each model, in the order of the table: no_gil, 39, 310, 313, 314, serial.
std::vector<int> pieces_of(const std::string& body) {
  std::vector<int> pieces;
  for (const Model model : all_models()) pieces.push_back(pieces_of(body, model));
  return pieces;
}

using Row = std::vector<int>;

TEST(Points, StepsAndInstructions) {
  EXPECT_EQ(pieces_of("x += 1"), (Row{3, 3, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("native { s[self] += 1 }"), (Row{3, 1, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("atomic { x += 1; y += 1 }"), (Row{1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("z += 1; z += 1"), (Row{2, 2, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("await true; await true"), (Row{2, 2, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("atomic { x = 1 } x = 2"), (Row{2, 2, 1, 1, 1, 1}));
}

TEST(Points, BackwardJumps) {
  EXPECT_EQ(pieces_of("repeat 2 { s[self] = 1 }"), (Row{2, 2, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("repeat 2 { s[self] = 1 } s[self] = 2"), (Row{3, 3, 3, 3, 3, 1}));
  EXPECT_EQ(pieces_of("for i in 0..2 { s[self] = i }"), (Row{2, 2, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("repeat 2 { s[self] = 1; continue }"), (Row{2, 2, 2, 2, 2, 1}));
  // No points: `break`, and the exit of `repeat` and `for`.
  EXPECT_EQ(pieces_of("repeat 2 { s[self] = 1; break } s[self] = 2"), (Row{2, 2, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("s[self] = 1; repeat 0 { } s[self] = 2"), (Row{2, 2, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("s[self] = 1; repeat 1 { } s[self] = 2"), (Row{2, 2, 2, 2, 2, 1}));
  // None inside `native`.
  EXPECT_EQ(pieces_of("native { repeat 2 { s[self] = 1 } }"), (Row{2, 1, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("atomic { repeat 2 { s[self] = 1 } }"), (Row{1, 1, 1, 1, 1, 1}));
}

// The local counter makes one `lt` of each test and one `add` of each round.
TEST(Points, WhileWithACopiedTest) {
  const std::string loop = "let i = 0; while i < 2 { i += 1 } s[self] = 1";
  // lt add | lt add | lt store, against lt add lt | add lt store.
  EXPECT_EQ(pieces_of(loop), (Row{6, 6, 2, 2, 3, 1}));
  EXPECT_EQ(pieces_of("let i = 0; while i < 2 { i += 1; continue } s[self] = 1"),
            (Row{6, 6, 2, 2, 3, 1}));
  // The first test is false: a forward jump.
  EXPECT_EQ(pieces_of("let i = 5; while i < 2 { i += 1 } s[self] = 1"), (Row{2, 2, 2, 1, 1, 1}));
  // An `or` that stops early is a point in the first test alone: lt | add lt | lt add ...
  EXPECT_EQ(pieces_of("let i = 0; while i < 2 or i == 9 { i += 1 } s[self] = 1"),
            (Row{7, 7, 3, 2, 3, 1}));
  // No test at all; the jump of the `if` and that of the loop are one point.
  EXPECT_EQ(pieces_of("let i = 0; while true { i += 1; if i == 2 { break } } s[self] = 1"),
            (Row{5, 5, 2, 2, 2, 1}));
}

TEST(Points, Functions) {
  EXPECT_EQ(pieces_of("x = x + f()"), (Row{3, 3, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("x = g() + 1"), (Row{3, 3, 2, 1, 1, 1}));
  EXPECT_EQ(pieces_of("s[self] = 1; nothing(); s[self] = 2"), (Row{2, 2, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("s[self] = 1; set(); s[self] = 2"), (Row{3, 3, 3, 2, 2, 1}));
  EXPECT_EQ(pieces_of("atomic { s[self] = 1; set(); s[self] = 2 }"), (Row{1, 1, 1, 1, 1, 1}));
}

TEST(Points, CallsOfAnythingNative) {
  EXPECT_EQ(pieces_of("m[self].acquire(); m[self].release(); s[self] = 1"),
            (Row{3, 3, 3, 3, 3, 1}));
  EXPECT_EQ(pieces_of("r[self].acquire(); r[self].release(); s[self] = 1"),
            (Row{3, 3, 3, 3, 3, 1}));
  EXPECT_EQ(pieces_of("if m[self].try_acquire() { m[self].release() }"), (Row{2, 2, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("native { s[self] = 1 } s[self] = 2"), (Row{2, 2, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("s[self] = 1; native { } s[self] = 2"), (Row{2, 2, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("repeat 2 { native { s[self] = 1; s[self] = 2 } }"),
            (Row{4, 2, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("native { native { s[self] = 1 } s[self] = 2 }"), (Row{2, 1, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("native { m[self].acquire(); m[self].release() }"),
            (Row{2, 1, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("s[self] = 1; cpu 1s; s[self] = 2"), (Row{3, 3, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("s[self] = 1; sleep 1s; s[self] = 2"), (Row{3, 3, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("native { s[self] = 1; cpu 1s; s[self] = 2 }"), (Row{3, 1, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("native { s[self] = 1; io 1s; s[self] = 2 }"), (Row{3, 2, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("s[self] = 1; yield; s[self] = 2"), (Row{3, 3, 2, 2, 2, 1}));
}

TEST(Points, With) {
  EXPECT_EQ(pieces_of("with m[self] { s[self] = 1 } s[self] = 2"), (Row{4, 4, 2, 2, 3, 1}));
  EXPECT_EQ(pieces_of("with r[self] { s[self] = 1 } s[self] = 2"), (Row{4, 4, 2, 2, 3, 1}));
  EXPECT_EQ(pieces_of("repeat 3 { with m[self] { break } } s[self] = 2"), (Row{3, 3, 2, 2, 3, 1}));
  EXPECT_EQ(pieces_of("native { with m[self] { s[self] = 1 } }"), (Row{3, 1, 1, 1, 1, 1}));
}

TEST(Points, ForwardJumps) {
  EXPECT_EQ(pieces_of("if x == 9 { } s[self] = 1"), (Row{3, 3, 2, 1, 1, 1}));
  EXPECT_EQ(pieces_of("if x == 0 { } s[self] = 1"), (Row{3, 3, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("if x == 0 { s[self] = 1 } else { }"), (Row{3, 3, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("if x == 9 { } else if x == 8 { } else { s[self] = 1 }"),
            (Row{5, 5, 3, 1, 1, 1}));
  EXPECT_EQ(pieces_of("assert x == 0; s[self] = 1"), (Row{3, 3, 2, 1, 1, 1}));
  EXPECT_EQ(pieces_of("assume x == 0; s[self] = 1"), (Row{3, 3, 1, 1, 1, 1}));
  // A constant condition is none.
  EXPECT_EQ(pieces_of("s[self] = 1; if 1 > 2 { } s[self] = 2"), (Row{2, 2, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("s[self] = 1; while false { } s[self] = 2"), (Row{2, 2, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("s[self] = 1; assert 1 < 2; s[self] = 2"), (Row{2, 2, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("native { if x == 9 { } s[self] = 1 }"), (Row{3, 1, 1, 1, 1, 1}));
}

// Section 11.10.
TEST(Points, AndAndOrThatStopEarly) {
  EXPECT_EQ(pieces_of("if not (x == 9 and y == 9) { } s[self] = 1"), (Row{4, 4, 2, 1, 1, 1}));
  EXPECT_EQ(pieces_of("if x == 0 or y == 9 { s[self] = 1 }"), (Row{3, 3, 2, 1, 1, 1}));
  EXPECT_EQ(pieces_of("if (x == 9 and y == 9) or y == 0 { s[self] = 1 }"),
            (Row{5, 5, 2, 1, 1, 1}));
  EXPECT_EQ(pieces_of("if x == 0 and y == 0 { s[self] = 1 }"), (Row{5, 5, 1, 1, 1, 1}));
  // Not in an operand, an argument, an `assert`.
  EXPECT_EQ(pieces_of("let q = x == 9 and y == 9; s[self] = 1"), (Row{3, 3, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("if (x == 9 and y == 9) == false { s[self] = 1 }"),
            (Row{4, 4, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("assert not (x == 9 and y == 9); s[self] = 1"), (Row{4, 4, 2, 1, 1, 1}));
  EXPECT_EQ(pieces_of("assume not (x == 9 and y == 9); s[self] = 1"), (Row{4, 4, 1, 1, 1, 1}));
}

TEST(Points, ChooseAndEitherAreNone) {
  // Both ways of both threads: 4 times (2 over 1), or 4 times (4 over 2).
  EXPECT_EQ(total("var x = 0\nthread t[2] { choose r in 0..1; x = r }", Model::gil_313), 8);
  EXPECT_EQ(total("var x = 0\nthread t[2] { choose r in 0..1; x = r }", Model::gil_39), 24);
  EXPECT_EQ(total("var x = 0\nthread t[2] { either { x = 1 } or { x = 2 } }", Model::gil_310), 8);
}

// ---- the examples of section 6 -----------------------------------------------------------------

TEST(Points, WhileCanOvershootWhereTheTestIsCopied) {
  const std::string five = "var x = 0\nthread t[2] { while x < 5 { x += 1 } }";
  for (const Model model : {Model::gil_310, Model::gil_313}) {
    EXPECT_TRUE(counts(five, model).contains({6})) << name_of(model);
  }
  EXPECT_FALSE(counts(five, Model::gil_314).contains({6}));
  const std::string two = "var x = 0\nthread t[2] { while x < 2 { x += 1 } }";
  EXPECT_EQ(counts(two, Model::gil_310), (Counts{{{2}, 2}, {{3}, 2}}));
  EXPECT_EQ(counts(two, Model::gil_313), (Counts{{{2}, 2}, {{3}, 2}}));
  EXPECT_EQ(counts(two, Model::gil_314), (Counts{{{2}, 8}}));
}

TEST(Points, OppositeOrdersOfLocksDeadlock) {
  const std::string with =
      "lock a, b\nthread t { with a { with b { } } }\nthread u { with b { with a { } } }";
  const std::string calls =
      "lock a, b\nthread t { a.acquire(); b.acquire(); b.release(); a.release() }\n"
      "thread u { b.acquire(); a.acquire(); a.release(); b.release() }";
  for (const Model model : {Model::no_gil, Model::gil_39, Model::gil_314}) {
    EXPECT_GT(ask(with, model).deadlocks.interleavings, 0) << name_of(model);
  }
  for (const Model model : {Model::gil_310, Model::gil_313, Model::serial}) {
    EXPECT_EQ(ask(with, model).deadlocks.interleavings, 0) << name_of(model);
  }
  for (const Model model : all_models()) {
    EXPECT_EQ(ask(calls, model).deadlocks.interleavings > 0, model != Model::serial);
  }
  // Each takes its first lock, in either order.
  EXPECT_EQ(ask(with, Model::no_gil).deadlocks.interleavings, 2);
  EXPECT_EQ(ask(with, Model::no_gil).deadlocks.probability, Rational(1, 2));
}

TEST(Points, CallsBetweenLoadAndStoreLoseUpdates) {
  const std::string call = "var x = 0\ndef f() { return 1 }\nthread t[2] { x = x + f() }";
  for (const Model model : later_gil_models) {
    EXPECT_EQ(counts(call, model), (Counts{{{1}, 4}, {{2}, 2}})) << name_of(model);
  }
  const std::string result = "var x = 0\ndef g() { return x }\nthread t[2] { x = g() + 1 }";
  EXPECT_EQ(counts(result, Model::gil_310), (Counts{{{1}, 4}, {{2}, 2}}));
  EXPECT_EQ(counts(result, Model::gil_313), (Counts{{{2}, 2}}));
}

// ---- blocking, and giving the GIL up -----------------------------------------------------------

TEST(Points, ABlockedStepIsASwitchPoint) {
  // Under gil_313: both steps of t go first, or u's first; then t waits behind its first step.
  const std::string text =
      "var x = 0, y = 0\nthread t { x = 1; await y == 1; x = 2 }\nthread u { y = 1; y = 1 }";
  EXPECT_EQ(counts(text, Model::gil_313), (Counts{{{2, 1}, 2}}));
  EXPECT_EQ(counts(text, Model::serial), (Counts{{{2, 1}, 2}}));
}

// T0: a = (x = 1), b = (y = 1) without the GIL, c = (x = 2); T1: d, e. Under gil_313 these are
// d e a b c, a b c d e, a b d e c, a d e b c, a d b e c.
TEST(Points, AllowThreadsRunsBesideTheHolder) {
  const std::string text =
      "var x = 0, y = 0, z = 0\nthread t { native { x = 1; allow_threads { y = 1 } x = 2 } }\n"
      "thread u { z = 1; z = 2 }";
  EXPECT_EQ(total(text, Model::gil_313), 5);
  EXPECT_EQ(total(text, Model::gil_39), 10);
  EXPECT_EQ(total(text, Model::no_gil), 10);
  EXPECT_EQ(total(text, Model::serial), 2);
  const Answer answer = ask(text, Model::gil_313);
  EXPECT_EQ(whole(answer), 1);
}

TEST(Points, AllowThreadsWithoutAStepIsAPoint) {
  EXPECT_EQ(pieces_of("native { s[self] = 1; allow_threads { } s[self] = 2 }"),
            (Row{2, 2, 2, 2, 2, 1}));
}

// Section 11.10: u holds m while t runs into it, and frees it before anybody took the GIL.
TEST(Points, AThreadThatBlockedHasGivenTheGilUp) {
  const std::string text =
      "var x = 0, y = 0\nlock m\n"
      "thread u { native { m.acquire(); allow_threads { m.release() } y = 1 } }\n"
      "thread t { x = 1; with m { } }";
  EXPECT_EQ(total(text, Model::gil_313), 5);
}

}  // namespace
}  // namespace raceproof::oracle

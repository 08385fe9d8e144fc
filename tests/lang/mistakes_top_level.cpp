// Mistakes in declarations and properties.
#include <gtest/gtest.h>

#include "mistakes.h"

namespace raceproof::lang {
namespace {

TEST(MistakesDeclarations, ParametersThatAreMissing) {
  EXPECT_EQ(mistakes(R"(semaphore s
barrier b
condition c
queue q(
)"),
            R"(
f:1:12: error: expected '=', got end of line
    1 | semaphore s
      |            ^
  help: a semaphore begins with a count: 'semaphore s = 1'
f:2:10: error: expected '(', got end of line
    2 | barrier b
      |          ^
  help: a barrier is for so many threads: 'barrier b(2)'
f:3:12: error: expected '(', got end of line
    3 | condition c
      |            ^
  help: a condition has a lock: 'condition c(m)'
f:4:9: error: expected a value, got end of file
    4 | queue q(
      |         ^
)");
}

TEST(MistakesDeclarations, AnObjectCountsInFourWays) {
  EXPECT_EQ(mistakes(R"(object o: atomc
object p: 3
)"),
            R"(
f:1:11: error: expected 'plain', 'atomic', 'biased' or 'immortal', got 'atomc'
    1 | object o: atomc
      |           ^~~~~
  help: did you mean 'atomic'?
f:2:11: error: expected 'plain', 'atomic', 'biased' or 'immortal', got '3'
    2 | object p: 3
      |           ^
)");
}

TEST(MistakesDeclarations, ASecondInit) {
  EXPECT_EQ(mistakes(R"(init { }
var x = 0
init { }
)"),
            R"(
f:3:1: error: a second 'init'
    3 | init { }
      | ^~~~
  help: the first one stands on line 1
)");
}

TEST(MistakesDeclarations, ThreadsTakeNoArguments) {
  EXPECT_EQ(mistakes(R"(thread t(a) { }
)"),
            R"(
f:1:9: error: expected '{', got '('
    1 | thread t(a) { }
      |         ^
  help: a thread takes no arguments; its copies differ by 'self'
)");
}

TEST(MistakesDeclarations, ARangeOfAVariable) {
  EXPECT_EQ(mistakes(R"(var x: 3 = 1
var y : 0..= 1
)"),
            R"(
f:1:10: error: expected '..', got '='
    1 | var x: 3 = 1
      |          ^
  help: a range is written 'x: 0..7'
f:2:12: error: expected a value, got '='
    2 | var y : 0..= 1
      |            ^
)");
}

TEST(MistakesProperties, EachPartOnce) {
  EXPECT_EQ(mistakes(R"(race_free under no_gil under gil_39
race_free holds fails
race_free without m without n
)"),
            R"(
f:1:24: error: 'under' for a second time
    1 | race_free under no_gil under gil_39
      |                        ^~~~~
  help: name all in one list: 'under a, b'
f:2:17: error: 'holds' or 'fails' for a second time
    2 | race_free holds fails
      |                 ^~~~~
f:3:21: error: 'without' for a second time
    3 | race_free without m without n
      |                     ^~~~~~~
  help: name all in one list: 'without a, b'
)");
}

TEST(MistakesProperties, OutcomesAreExactlyASet) {
  EXPECT_EQ(mistakes(R"(outcomes x in {1, 2}
outcomes x = 1
)"),
            R"(
f:1:12: error: expected '==', got 'in'
    1 | outcomes x in {1, 2}
      |            ^~
  help: outcomes are exactly a set: 'outcomes x == {1, 2}'
f:2:12: error: expected '==', got '='
    2 | outcomes x = 1
      |            ^
  help: outcomes are exactly a set: 'outcomes x == {1, 2}'
)");
}

TEST(MistakesProperties, Makespan) {
  EXPECT_EQ(mistakes(R"(makespan 2s
makespan == 2
makespan in 5s..4s
)"),
            R"(
f:1:10: error: expected '==' or 'in', got '2s'
    1 | makespan 2s
      |          ^~
  help: write 'makespan == 2s' or 'makespan in 4s..5s'
f:2:13: error: expected a duration, got '2'
    2 | makespan == 2
      |             ^
  help: write its unit: '2s', '2ms' or '2us'
f:3:13: error: an empty range of times
    3 | makespan in 5s..4s
      |             ^~~~~~
)");
}

TEST(MistakesProperties, LeadsTo) {
  EXPECT_EQ(mistakes(R"(leads_to a, b
leads_to(a)
)"),
            R"(
f:1:10: error: expected '(', got 'a'
    1 | leads_to a, b
      |          ^
  help: write 'leads_to(P, Q)'
f:2:11: error: expected ',', got ')'
    2 | leads_to(a)
      |           ^
  help: write 'leads_to(P, Q)'
)");
}

TEST(MistakesProperties, ListsThatEndTooEarly) {
  EXPECT_EQ(mistakes(R"(race_free under
race_free without m,
)"),
            R"(
f:1:16: error: expected a model, got end of line
    1 | race_free under
      |                ^
f:2:21: error: expected a lock, got end of file
    2 | race_free without m,
      |                     ^
)");
}

}  // namespace
}  // namespace raceproof::lang

// Mistakes in expressions and assignments.
#include <gtest/gtest.h>

#include "mistakes.h"

namespace raceproof::lang {
namespace {

TEST(MistakesOperators, AssignmentInACondition) {
  EXPECT_EQ(mistakes(R"(thread t {
    if x = 1 { skip }
    while (y = 2) { skip }
}
finally x = 2
)"),
            R"(
f:2:10: error: expected '{', got '='
    2 |     if x = 1 { skip }
      |          ^
  help: to compare, write '=='
f:3:14: error: expected ')', got '='
    3 |     while (y = 2) { skip }
      |              ^
  help: to compare, write '=='
f:5:11: error: expected end of line, got '='
    5 | finally x = 2
      |           ^
  help: to compare, write '=='
)");
}

TEST(MistakesOperators, ComparisonAsAStatement) {
  EXPECT_EQ(mistakes(R"(thread t {
    x == 1
    y := 2
}
)"),
            R"(
f:2:7: error: expected '=' after 'x', got '=='
    2 |     x == 1
      |       ^~
  help: to assign, write '='
f:3:7: error: expected '=' after 'y', got ':'
    3 |     y := 2
      |       ^
  help: to assign, write '='
)");
}

TEST(MistakesOperators, IncrementsOfC) {
  EXPECT_EQ(mistakes(R"(thread t {
    x++
    a[0]--
    ++x
}
)"),
            R"(
f:2:6: error: there is no operator '++'
    2 |     x++
      |      ^~
  help: write 'x += 1'
f:3:9: error: there is no operator '--'
    3 |     a[0]--
      |         ^~
  help: write 'a[0] -= 1'
f:4:5: error: expected a statement, got '+'
    4 |     ++x
      |     ^
  help: write 'x += 1'
)");
}

TEST(MistakesOperators, LogicOfC) {
  EXPECT_EQ(mistakes(R"(thread t {
    if !x && y || z { skip }
}
)"),
            R"(
f:2:8: error: there is no operator '!'
    2 |     if !x && y || z { skip }
      |        ^
  help: write 'not'
f:2:11: error: there is no operator '&&'
    2 |     if !x && y || z { skip }
      |           ^~
  help: write 'and'
f:2:16: error: there is no operator '||'
    2 |     if !x && y || z { skip }
      |                ^~
  help: write 'or'
)");
}

TEST(MistakesOperators, ComparisonsDoNotChain) {
  EXPECT_EQ(mistakes(R"(always 0 <= x <= 3
always a < b == c < d
always x in {1} == y
)"),
            R"(
f:1:15: error: comparisons do not chain
    1 | always 0 <= x <= 3
      |               ^~
  help: write '0 <= x and x <= 3'
f:2:14: error: comparisons do not chain
    2 | always a < b == c < d
      |              ^~
  help: write 'a < b and b == c'
f:3:17: error: comparisons do not chain
    3 | always x in {1} == y
      |                 ^~
  help: join two comparisons by 'and'
)");
}

TEST(MistakesOperators, NotInsideAComparison) {
  EXPECT_EQ(mistakes(R"(always a == not b
)"),
            R"(
f:1:13: error: expected a value, got 'not'
    1 | always a == not b
      |             ^~~
  help: write '(not ...)' here
)");
}

TEST(MistakesOperators, OperatorsThatThereAreNot) {
  EXPECT_EQ(mistakes(R"(thread t {
    x = 2 ** 3
    x = 1 << 2
    x = 4 // 2
    x = a <> b
    x = a & b
}
)"),
            R"(
f:2:12: error: expected a value, got '*'
    2 |     x = 2 ** 3
      |            ^
  help: there is no power operator
f:3:12: error: expected a value, got '<'
    3 |     x = 1 << 2
      |            ^
  help: there are no bit operators
f:4:11: error: '//' starts no comment
    4 |     x = 4 // 2
      |           ^~
  help: a comment is written '# ...'; '/' divides, rounding down
f:5:12: error: expected a value, got '>'
    5 |     x = a <> b
      |            ^
  help: write '!='
f:6:11: error: unexpected character '&'
    6 |     x = a & b
      |           ^
)");
}

TEST(MistakesOperators, AssignmentsDoNotChain) {
  EXPECT_EQ(mistakes(R"(thread t {
    x = y = 1
}
)"),
            R"(
f:2:11: error: expected end of line, got '='
    2 |     x = y = 1
      |           ^
  help: assignments do not chain; to compare, write '=='
)");
}

TEST(MistakesOperators, AMissingOperand) {
  EXPECT_EQ(mistakes(R"(thread t {
    x = 1 +
    y = * 2
    z =
}
)"),
            R"(
f:2:12: error: expected a value, got end of line
    2 |     x = 1 +
      |            ^
f:3:9: error: expected a value, got '*'
    3 |     y = * 2
      |         ^
f:4:8: error: expected a value, got end of line
    4 |     z =
      |        ^
)");
}

TEST(MistakesOperators, SetsStandInPropertiesOnly) {
  EXPECT_EQ(mistakes(R"(thread t {
    if x in {1, 2} { skip }
}
)"),
            R"(
f:2:10: error: 'x in SET' can stand in properties only
    2 |     if x in {1, 2} { skip }
      |          ^~
  help: compare by '==', '<=' and 'and' instead
)");
}

}  // namespace
}  // namespace raceproof::lang

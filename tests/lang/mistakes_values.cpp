// Mistakes in numbers and brackets, and text that is no scenario.
#include <gtest/gtest.h>

#include "mistakes.h"

namespace raceproof::lang {
namespace {

TEST(MistakesValues, LeadingZero) {
  EXPECT_EQ(mistakes(R"(var x = 007
)"),
            R"(
f:1:9: error: leading zero in '007'
    1 | var x = 007
      |         ^~~
  help: write '7'
)");
}

TEST(MistakesValues, BeyondSixtyFourBits) {
  EXPECT_EQ(mistakes(R"(var x = 9223372036854775808
var y = -9223372036854775808
var z = 99999999999999999999
)"),
            R"(
f:1:9: error: integer '9223372036854775808' does not fit in 64 bits
    1 | var x = 9223372036854775808
      |         ^~~~~~~~~~~~~~~~~~~
  help: the largest is 9223372036854775807
f:3:9: error: integer '99999999999999999999' does not fit in 64 bits
    3 | var z = 99999999999999999999
      |         ^~~~~~~~~~~~~~~~~~~~
  help: the largest is 9223372036854775807
)");
}

TEST(MistakesValues, Fractions) {
  EXPECT_EQ(mistakes(R"(var x = 0.5
thread t {
    sleep 1.5s
}
)"),
            R"(
f:1:9: error: '0.5' is no integer
    1 | var x = 0.5
      |         ^~~
  help: there are no fractions; a range is written '1..5'
f:3:11: error: '1.5s' is no integer
    3 |     sleep 1.5s
      |           ^~~~
  help: there are no fractions; take a smaller unit, as '1500ms'
)");
}

TEST(MistakesValues, Strings) {
  EXPECT_EQ(mistakes(R"(var x = "abc"
)"),
            R"(
f:1:9: error: there are no strings
    1 | var x = "abc"
      |         ^~~~~
  help: values are integers and booleans
)");
}

TEST(MistakesValues, CommentsOfC) {
  EXPECT_EQ(mistakes(R"(// a comment
var x = 0 /* another */
)"),
            R"(
f:1:1: error: '//' starts no comment
    1 | // a comment
      | ^~
  help: a comment is written '# ...'; '/' divides, rounding down
f:2:11: error: '/*' starts no comment
    2 | var x = 0 /* another */
      |           ^~
  help: a comment is written '# ...'
)");
}

TEST(MistakesValues, DurationsNeedAUnit) {
  EXPECT_EQ(mistakes(R"(thread t {
    sleep 5
    cpu x
}
)"),
            R"(
f:2:11: error: expected a duration, got '5'
    2 |     sleep 5
      |           ^
  help: write its unit: '5s', '5ms' or '5us'
f:3:9: error: expected a duration such as '10ms', got 'x'
    3 |     cpu x
      |         ^
)");
}

TEST(MistakesValues, DurationsAreNoValues) {
  EXPECT_EQ(mistakes(R"(thread t {
    x = 2s
}
)"),
            R"(
f:2:9: error: expected a value, got '2s'
    2 |     x = 2s
      |         ^~
  help: durations are no values
)");
}

TEST(MistakesValues, BeyondAscii) {
  EXPECT_EQ(mistakes(R"(var é = 0
var y = “1”
)"),
            R"(
f:1:5: error: character beyond ASCII outside a comment
    1 | var é = 0
      |     ^
f:2:9: error: character beyond ASCII outside a comment
    2 | var y = “1”
      |         ^
f:2:13: error: character beyond ASCII outside a comment
    2 | var y = “1”
      |           ^
)");
}

TEST(MistakesBrackets, AnUnclosedCall) {
  EXPECT_EQ(mistakes(R"(thread t {
    x = f(1, 2
    y = 1
}
)"),
            R"(
f:2:15: error: expected ',' or ')', got 'y' on line 3
    2 |     x = f(1, 2
      |               ^
)");
}

TEST(MistakesBrackets, AnUnclosedIndex) {
  EXPECT_EQ(mistakes(R"(thread t {
    x = a[1
}
)"),
            R"(
f:2:12: error: expected ']', got '}' on line 3
    2 |     x = a[1
      |            ^
)");
}

TEST(MistakesBrackets, TwoIndices) {
  EXPECT_EQ(mistakes(R"(thread t {
    x = a[1][2]
    x = a[1, 2]
}
)"),
            R"(
f:2:13: error: arrays have one dimension
    2 |     x = a[1][2]
      |             ^
  help: compute the index, as in 'a[row * width + column]'
f:3:12: error: expected ']', got ','
    3 |     x = a[1, 2]
      |            ^
)");
}

TEST(MistakesBrackets, ATrailingComma) {
  EXPECT_EQ(mistakes(R"(outcomes x == {1, 2,}
thread t {
    x = f(1,)
}
)"),
            R"(
f:1:21: error: expected a value, got '}'
    1 | outcomes x == {1, 2,}
      |                     ^
f:3:13: error: expected a value, got ')'
    3 |     x = f(1,)
      |             ^
)");
}

TEST(MistakesBrackets, ARangeInsideBraces) {
  EXPECT_EQ(mistakes(R"(outcomes x == {0..3}
)"),
            R"(
f:1:17: error: expected ',' or '}', got '..'
    1 | outcomes x == {0..3}
      |                 ^~
  help: a range stands outside the braces: '0..3 | {7, 9}'
)");
}

TEST(MistakesBrackets, ATupleOfOutcomes) {
  EXPECT_EQ(mistakes(R"(outcomes (x, y) == {(0, 1)}
)"),
            R"(
f:1:12: error: expected ')', got ','
    1 | outcomes (x, y) == {(0, 1)}
      |            ^
)");
}

TEST(MistakesBrackets, ANameOfALockAlone) {
  EXPECT_EQ(mistakes(R"(thread t {
    m.acquire
    x = t.r
    w.raed { }
    with a, b { }
}
)"),
            R"(
f:2:14: error: expected '(' after 'm.acquire', got end of line
    2 |     m.acquire
      |              ^
  help: the locals of a thread can be read in properties only
f:3:12: error: expected '(' after 't.r', got end of line
    3 |     x = t.r
      |            ^
  help: the locals of a thread can be read in properties only
f:4:7: error: expected 'read' or 'write' before a block, got 'raed'
    4 |     w.raed { }
      |       ^~~~
  help: did you mean 'read'?
f:5:11: error: expected '{', got ','
    5 |     with a, b { }
      |           ^
  help: one 'with' takes one lock: write 'with a { with b { ... } }'
)");
}

}  // namespace
}  // namespace raceproof::lang

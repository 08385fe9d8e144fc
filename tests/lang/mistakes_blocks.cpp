// Mistakes in blocks, and where the parser goes on behind them.
#include <gtest/gtest.h>

#include "mistakes.h"

namespace raceproof::lang {
namespace {

TEST(MistakesBlocks, ABodyWithoutBraces) {
  EXPECT_EQ(mistakes(R"(thread t {
    while (x < 3)
        x += 1
    if (y) y = 2
}
)"),
            R"(
f:2:18: error: expected '{', got end of line
    2 |     while (x < 3)
      |                  ^
  help: a body stands in braces, even one of a single statement
f:4:12: error: expected '{', got 'y'
    4 |     if (y) y = 2
      |            ^
  help: a body stands in braces, even one of a single statement
)");
}

TEST(MistakesBlocks, BlocksOfPython) {
  EXPECT_EQ(mistakes(R"(thread t:
    x = 1
    y = 2
var x = 0
def f() {
    if x:
        return 1
}
)"),
            R"(
f:1:9: error: expected '{', got ':'
    1 | thread t:
      |         ^
  help: a block is written in braces: '{ ... }'
f:6:9: error: expected '{', got ':'
    6 |     if x:
      |         ^
  help: a block is written in braces: '{ ... }'
)");
}

TEST(MistakesBlocks, ABraceOnTheNextLine) {
  EXPECT_EQ(mistakes(R"(thread t
{
    if x
    {
        skip
    }
    else
    {
        yield
    }
}
)"),
            R"(
f:2:1: error: '{' must stand on the line of what it opens
    2 | {
      | ^
f:4:5: error: '{' must stand on the line of what it opens
    4 |     {
      |     ^
f:8:5: error: '{' must stand on the line of what it opens
    8 |     {
      |     ^
)");
}

TEST(MistakesBlocks, AMissingBraceAtTheEnd) {
  EXPECT_EQ(mistakes(R"(thread t {
    if x {
        y = 1
    }
)"),
            R"(
f:1:10: error: '{' without a '}' that closes it
    1 | thread t {
      |          ^
)");
}

TEST(MistakesBlocks, AMissingBraceByIndentation) {
  EXPECT_EQ(mistakes(R"(thread t {
    if x {
        y = 1
}

thread u {
    z = 1
}
)"),
            R"(
f:2:10: error: '{' without a '}' that closes it
    2 |     if x {
      |          ^
)");
}

TEST(MistakesBlocks, AMissingBraceBeforeADeclaration) {
  EXPECT_EQ(mistakes(R"(thread t {
    x = 1

finally x == 1
finally x = 2
)"),
            R"(
f:1:10: error: '{' without a '}' that closes it
    1 | thread t {
      |          ^
f:5:11: error: expected end of line, got '='
    5 | finally x = 2
      |           ^
  help: to compare, write '=='
)");
}

TEST(MistakesBlocks, ABraceTooMany) {
  EXPECT_EQ(mistakes(R"(thread t {
    x = 1
}
}
var x = 0
)"),
            R"(
f:4:1: error: '}' closes nothing
    4 | }
      | ^
)");
}

TEST(MistakesBlocks, ABlockWithoutAWord) {
  EXPECT_EQ(mistakes(R"(thread t {
    { x = 1 }
}
)"),
            R"(
f:2:5: error: a block without a word that says what it is
    2 |     { x = 1 }
      |     ^
  help: such as 'atomic { ... }' or 'if x == 0 { ... }'
)");
}

TEST(MistakesBlocks, EitherNeedsAnotherBlock) {
  EXPECT_EQ(mistakes(R"(thread t {
    either { skip }
}
)"),
            R"(
f:2:20: error: expected 'or' and another block, got end of line
    2 |     either { skip }
      |                    ^
)");
}

TEST(MistakesBlocks, TwoStatementsOnALine) {
  EXPECT_EQ(mistakes(R"(thread t {
    x = 1 y = 2
}
)"),
            R"(
f:2:11: error: expected end of line, got 'y'
    2 |     x = 1 y = 2
      |           ^
)");
}

TEST(MistakesBlocks, MistakesInsideAndBehindABrokenBlock) {
  EXPECT_EQ(mistakes(R"(thread t {
    if x = 1 {
        y++
    } else {
        z =
    }
    w = 1 +
}
)"),
            R"(
f:2:10: error: expected '{', got '='
    2 |     if x = 1 {
      |          ^
  help: to compare, write '=='
f:3:10: error: there is no operator '++'
    3 |         y++
      |          ^~
  help: write 'y += 1'
f:5:12: error: expected a value, got end of line
    5 |         z =
      |            ^
f:7:12: error: expected a value, got end of line
    7 |     w = 1 +
      |            ^
)");
}

}  // namespace
}  // namespace raceproof::lang

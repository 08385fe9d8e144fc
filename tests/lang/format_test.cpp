// The canonical layout: what it changes, what it keeps, and that it settles at once.
#include "checker/lang/format.h"

#include <gtest/gtest.h>

#include <string>

#include "checker/lang/parser.h"
#include "tests/lang/scenario_text.h"

namespace raceproof::lang {
namespace {

// Formats, and checks what holds of every source that parses.
std::string formatted(const std::string& source) {
  const Parsed before = parse(source);
  EXPECT_TRUE(before.scenario) << render(before.diagnostics, "f", source);
  std::string text = format(source);
  const Parsed after = parse(text);
  EXPECT_TRUE(after.scenario) << render(after.diagnostics, "f", text);
  if (before.scenario && after.scenario) {
    EXPECT_EQ(tree_text(*before.scenario), tree_text(*after.scenario));
  }
  EXPECT_EQ(format(text), text);
  return text;
}

TEST(Format, AWholeFile) {
  EXPECT_EQ(
      formatted("\n\n# Lost update.\n\n\n\nconst N=1_000\nvar  x=0 ;var y : 0..3=1\n"
                "thread worker [2]{\n\n  repeat N{x+=1}   # why\n  let a=-x* -1;y=f( a,2 )\n\n}\n"
                "outcomes x==2..2*N   holds under no_gil,gil_39"),
      "# Lost update.\n"
      "\n"
      "const N = 1_000\n"
      "var x = 0\n"
      "var y: 0..3 = 1\n"
      "thread worker[2] {\n"
      "    repeat N { x += 1 }  # why\n"
      "    let a = -x * -1\n"
      "    y = f(a, 2)\n"
      "}\n"
      "outcomes x == 2..2 * N holds under no_gil, gil_39\n");
}

TEST(Format, EmptyFiles) {
  EXPECT_EQ(formatted(""), "");
  EXPECT_EQ(formatted("\n ;\n"), "");
  EXPECT_EQ(formatted("\n\n# only\n\n"), "# only\n");
}

TEST(Format, SpacesRoundSigns) {
  EXPECT_EQ(formatted("always not(a)or-b< - -c[ -1 ]and w [0] . r in-1..- 2 step(3)|{ ( 1,2 ) }\n"),
            "always not (a) or -b < --c[-1] and w[0].r in -1..-2 step (3) | {(1, 2)}\n");
  EXPECT_EQ(formatted("leads_to (a,b)"), "leads_to(a, b)\n");
  EXPECT_EQ(formatted("barrier b (2); queue q (1); condition c (m); object o :atomic= 2"),
            "barrier b(2)\nqueue q(1)\ncondition c(m)\nobject o: atomic = 2\n");
  EXPECT_EQ(formatted("var a[2]=[1,-1]"), "var a[2] = [1, -1]\n");
  EXPECT_EQ(formatted("outcomes x=={ }"), "outcomes x == {}\n");
}

TEST(Format, BlocksOnOneLineStayThere) {
  EXPECT_EQ(formatted("thread a{if x{y=1}else{y=2}}"),
            "thread a { if x { y = 1 } else { y = 2 } }\n");
  EXPECT_EQ(formatted("thread a { }\nthread b {\n}\n"), "thread a { }\nthread b { }\n");
  EXPECT_EQ(formatted("thread a {\n    either { x = 1 }\n    or { x = 2; }\n}\n"),
            "thread a {\n    either { x = 1 }\n    or { x = 2 }\n}\n");
}

TEST(Format, BlocksOfSeveralStatementsAreSpread) {
  EXPECT_EQ(formatted("thread a { x = 1; y = 2 }"), "thread a {\n    x = 1\n    y = 2\n}\n");
  EXPECT_EQ(formatted("def f(n) { if n <= 1 { return 1 } return n * f(n - 1) }"),
            "def f(n) {\n    if n <= 1 { return 1 }\n    return n * f(n - 1)\n}\n");
  EXPECT_EQ(formatted("thread a { choose r in {1, 2} x = r }"),
            "thread a {\n    choose r in {1, 2}\n    x = r\n}\n");
  EXPECT_EQ(formatted("thread a { repeat 3 { x = 1; y = 2 } }"),
            "thread a {\n    repeat 3 {\n        x = 1\n        y = 2\n    }\n}\n");
}

TEST(Format, BlocksThatDoNotFitAreSpread) {
  const std::string name(80, 'x');
  EXPECT_EQ(formatted("thread a { if " + name + " { y = 1 } }"),
            "thread a {\n    if " + name + " { y = 1 }\n}\n");
  EXPECT_EQ(formatted("thread a {\n    if " + name + " { yyyyyyy = 1 }\n}\n"),
            "thread a {\n    if " + name + " {\n        yyyyyyy = 1\n    }\n}\n");
}

TEST(Format, ElseStandsBehindTheBrace) {
  EXPECT_EQ(
      formatted("thread a {\nif x {\ny = 1\n}\n\nelse if z {\ny = 2\n}\nelse {\ny = 3\n}\n}"),
      "thread a {\n    if x {\n        y = 1\n    } else if z {\n        y = 2\n    } else {\n"
      "        y = 3\n    }\n}\n");
  EXPECT_EQ(
      formatted("thread a {\nif x {\ny = 1\n} # c\n# d\nelse {\ny = 3\n}\n}"),
      "thread a {\n    if x {\n        y = 1\n    }  # c\n    # d\n    else {\n        y = 3\n"
      "    }\n}\n");
}

TEST(Format, CommentsKeepTheirPlace) {
  EXPECT_EQ(
      formatted("thread a { # open\n# first\nx = 1;# behind\n\n\n# last\n} # closed\n#end"),
      "thread a {  # open\n    # first\n    x = 1  # behind\n\n    # last\n}  # closed\n#end\n");
  EXPECT_EQ(formatted("thread a { x = 1 # c\n}"), "thread a {\n    x = 1  # c\n}\n");
  EXPECT_EQ(formatted("var x # \xC3\xA9 \t\r\n"), "var x  # \xC3\xA9\n");
}

TEST(Format, LineBreaksInsideBracketsAndBehindCommasAreKept) {
  EXPECT_EQ(formatted("outcomes x == {1, # one\n# two\n\n2\n} | 3\n"),
            "outcomes x == {1,  # one\n    # two\n    2\n} | 3\n");
  EXPECT_EQ(formatted("thread a {\nx = f(\n1,\n2\n)\n}"),
            "thread a {\n    x = f(\n        1,\n        2\n    )\n}\n");
  EXPECT_EQ(formatted("race_free under no_gil,\n\n gil_39\n"),
            "race_free under no_gil,\n    gil_39\n");
}

TEST(Format, BlankLines) {
  EXPECT_EQ(formatted("var x\n\n\n\nvar y\nthread a {\n\n\nx = 1\n\n\n\ny = 1\n\n}\n\n"),
            "var x\n\nvar y\nthread a {\n    x = 1\n\n    y = 1\n}\n");
}

TEST(Format, WrongSourcesComeBackAsTheyAre) {
  EXPECT_EQ(format("var  x  = = 1"), "var  x  = = 1");
  EXPECT_EQ(format("}{\xff"), "}{\xff");
}

}  // namespace
}  // namespace raceproof::lang

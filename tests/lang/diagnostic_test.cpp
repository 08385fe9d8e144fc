// How mistakes are printed, and which name was meant.
#include "checker/lang/diagnostic.h"

#include <gtest/gtest.h>

#include <string>

namespace raceproof::lang {
namespace {

std::string render_one(const SourceSpan& span, std::string_view source) {
  return render({{span, "wrong", ""}}, "f.race", source);
}

TEST(Render, LineCaretAndHelp) {
  EXPECT_EQ(render({{{2, 9, 7}, "unknown name 'coutner'", "did you mean 'counter'?"}},
                   "counter.race", "var counter = 0\n        coutner += 1\n"),
            "counter.race:2:9: error: unknown name 'coutner'\n"
            "    2 |         coutner += 1\n"
            "      |         ^~~~~~~\n"
            "  help: did you mean 'counter'?\n");
}

TEST(Render, NothingForNoMistakes) {
  EXPECT_EQ(render({}, "f.race", "x"), "");
}

TEST(Render, APlaceThatIsNowhereHasNoLine) {
  EXPECT_EQ(render({{{0, 0, 1}, "wrong", "help"}}, "f.race", "x\n"),
            "f.race: error: wrong\n  help: help\n");
}

TEST(Render, TabsAreCopiedBelow) {
  EXPECT_EQ(render_one({1, 4, 2}, "\tx\tyy\n"),
            "f.race:1:4: error: wrong\n"
            "    1 | \tx\tyy\n"
            "      | \t \t^~\n");
}

TEST(Render, CharactersAreOneColumnEach) {
  EXPECT_EQ(render_one({1, 9, 3}, "# é€ é x é\n"),
            "f.race:1:9: error: wrong\n"
            "    1 | # é€ é x é\n"
            "      |      ^~\n");
}

TEST(Render, NothingThatATerminalWouldObey) {
  EXPECT_EQ(render_one({1, 7, 1}, "a\x1b\xff\xc2\x9b @\n"),
            "f.race:1:7: error: wrong\n"
            "    1 | a??? @\n"
            "      |      ^\n");
}

TEST(Render, TheEndOfTheFile) {
  EXPECT_EQ(render_one({1, 4, 1}, "abc"),
            "f.race:1:4: error: wrong\n"
            "    1 | abc\n"
            "      |    ^\n");
  EXPECT_EQ(render_one({2, 1, 1}, "abc\n"),
            "f.race:2:1: error: wrong\n"
            "    2 |\n"
            "      | ^\n");
  EXPECT_EQ(render_one({9, 9, 9}, ""),
            "f.race:9:9: error: wrong\n"
            "    9 |\n"
            "      | ^\n");
}

TEST(Render, ASpanEndsWithItsLine) {
  EXPECT_EQ(render_one({1, 2, 100}, "abc\r\ndef\n"),
            "f.race:1:2: error: wrong\n"
            "    1 | abc\n"
            "      |  ^~\n");
}

TEST(Render, LargeLineNumbersKeepTheMargin) {
  EXPECT_EQ(render_one({123'456, 1, 1}, std::string(123'455, '\n') + "x"),
            "f.race:123456:1: error: wrong\n"
            "123456 | x\n"
            "       | ^\n");
}

TEST(Render, ByPlaceAndEachOnce) {
  const std::string text = render({{{2, 1, 1}, "c", ""},
                                   {{1, 2, 1}, "b", ""},
                                   {{1, 1, 1}, "a", ""},
                                   {{1, 2, 1}, "d", ""},
                                   {{1, 2, 1}, "b", ""}},
                                  "f", "xy\nz\n");
  EXPECT_EQ(text,
            "f:1:1: error: a\n    1 | xy\n      | ^\n"
            "f:1:2: error: b\n    1 | xy\n      |  ^\n"
            "f:1:2: error: d\n    1 | xy\n      |  ^\n"
            "f:2:1: error: c\n    2 | z\n      | ^\n");
}

TEST(Render, AtMostTwenty) {
  std::vector<Diagnostic> mistakes;
  for (std::uint32_t i = 1; i <= 21; ++i) mistakes.push_back({{1, i, 1}, "m", ""});
  EXPECT_TRUE(render(mistakes, "f", std::string(30, 'x')).ends_with("^\nand 1 more error\n"));
  mistakes.push_back({{1, 22, 1}, "m", ""});
  EXPECT_TRUE(render(mistakes, "f", std::string(30, 'x')).ends_with("^\nand 2 more errors\n"));
}

TEST(Render, LongLinesAreCutRoundTheCaret) {
  const std::string line = std::string(500, 'a') + "WRONG" + std::string(500, 'b');
  const std::string text = render_one({1, 501, 5}, line);
  EXPECT_EQ(text,
            "f.race:1:501: error: wrong\n"
            "    1 | ..." +
                std::string(100, 'a') + "WRONG" + std::string(89, 'b') + "...\n" + "      | " +
                std::string(103, ' ') + "^~~~~\n");
}

TEST(Render, LongLinesAreCutBetweenCharacters) {
  std::string line = "#";
  for (int i = 0; i < 300; ++i) line += "é";
  const std::string text = render_one({1, 300, 2}, line);
  EXPECT_EQ(text.find('?'), std::string::npos) << text;
  EXPECT_NE(text.find("...é"), std::string::npos) << text;
}

TEST(Nearest, ALetterOrTwoAway) {
  EXPECT_EQ(nearest("coutner", {"worker", "counter", "count"}), "counter");
  EXPECT_EQ(nearest("thred", {"thread", "threads"}), "thread");
  EXPECT_EQ(nearest("whiel", {"while"}), "while");
  EXPECT_EQ(nearest("WHILE", {"while"}), "while");
}

TEST(Nearest, NothingThatIsFarAway) {
  EXPECT_EQ(nearest("x", {"y", "z"}), "");
  EXPECT_EQ(nearest("ab", {"cd"}), "");
  EXPECT_EQ(nearest("foo", {"bar", "while"}), "");
  EXPECT_EQ(nearest("", {"a"}), "");
  EXPECT_EQ(nearest("a", {}), "");
}

TEST(Nearest, TiesByOrderAndNeverTheWordItself) {
  EXPECT_EQ(nearest("flaga", {"flagb", "flagc"}), "flagb");
  EXPECT_EQ(nearest("flag", {"flag"}), "");
}

TEST(Nearest, VeryLongNamesAreNotCompared) {
  EXPECT_EQ(nearest(std::string(100'000, 'a'), {std::string(100'001, 'a')}), "");
}

}  // namespace
}  // namespace raceproof::lang

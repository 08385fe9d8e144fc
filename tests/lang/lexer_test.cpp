// Tokens: what each piece of text becomes, where it stands, and what cannot be one.
#include "checker/lang/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace raceproof::lang {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = Token::Kind;

struct Lexed {
  std::vector<Token> tokens;  ///< without the `end`
  std::vector<Diagnostic> mistakes;
};

// The source has to outlive what is returned.
Lexed lex(std::string_view source) {
  Lexed lexed;
  Lexer lexer(source, lexed.mistakes);
  for (Token token = lexer.next(); token.kind != Kind::end; token = lexer.next()) {
    lexed.tokens.push_back(token);
  }
  return lexed;
}

std::vector<std::string> texts(std::string_view source) {
  std::vector<std::string> found;
  for (const Token& token : lex(source).tokens) found.emplace_back(token.text);
  return found;
}

// "line:column+length message" of each mistake.
std::vector<std::string> mistakes(std::string_view source) {
  std::vector<std::string> found;
  for (const Diagnostic& mistake : lex(source).mistakes) {
    found.push_back(std::to_string(mistake.span.line) + ":" + std::to_string(mistake.span.column) +
                    "+" + std::to_string(mistake.span.length) + " " + mistake.message);
  }
  return found;
}

Token only(std::string_view source) {
  const Lexed lexed = lex(source);
  EXPECT_THAT(lexed.mistakes, IsEmpty()) << source;
  EXPECT_EQ(lexed.tokens.size(), 1U) << source;
  return lexed.tokens.empty() ? Token{} : lexed.tokens.front();
}

TEST(Lexer, AnEmptyTextHasNoTokens) {
  EXPECT_THAT(lex("").tokens, IsEmpty());
  EXPECT_THAT(lex(" \t ").tokens, IsEmpty());
  std::vector<Diagnostic> none;
  Lexer lexer("", none);
  EXPECT_EQ(lexer.next().kind, Kind::end);
  EXPECT_EQ(lexer.next().kind, Kind::end);
}

TEST(Lexer, LongestSymbolFirst) {
  EXPECT_THAT(texts("a..b<=c<d+=1==2!=3"),
              ElementsAre("a", "..", "b", "<=", "c", "<", "d", "+=", "1", "==", "2", "!=", "3"));
  EXPECT_THAT(texts("-=*=/=%=>=|()[]{},:=.+-*/%>"),
              ElementsAre("-=", "*=", "/=", "%=", ">=", "|", "(", ")", "[", "]", "{", "}", ",", ":",
                          "=", ".", "+", "-", "*", "/", "%", ">"));
}

TEST(Lexer, ReservedWordsAreKeywords) {
  for (const std::string_view word : {"while", "step", "holds", "self", "none", "atomic", "in"}) {
    EXPECT_EQ(only(word).kind, Kind::keyword) << word;
  }
  for (const std::string_view word : {"acquire", "wait", "read", "write", "plain", "biased",
                                      "immortal", "no_gil", "While", "_"}) {
    EXPECT_EQ(only(word).kind, Kind::name) << word;
  }
}

TEST(Lexer, IsComparesWordsAndSymbolsButNoNames) {
  EXPECT_TRUE(only("while").is("while"));
  EXPECT_TRUE(only("+=").is("+="));
  EXPECT_FALSE(only("read").is("read"));
  EXPECT_FALSE(only("12").is("12"));
}

TEST(Lexer, Integers) {
  EXPECT_EQ(only("0").value, 0U);
  EXPECT_EQ(only("1_000_000").value, 1'000'000U);
  EXPECT_EQ(only("0xff").value, 255U);
  EXPECT_EQ(only("0xFF_ff").value, 65'535U);
  EXPECT_EQ(only("0x0f").value, 15U);
  EXPECT_EQ(only("9223372036854775807").value, 9'223'372'036'854'775'807U);
  EXPECT_EQ(only("9223372036854775808").value, std::uint64_t{1} << 63U);
  EXPECT_EQ(only("0x8000000000000000").value, std::uint64_t{1} << 63U);
}

TEST(Lexer, Durations) {
  EXPECT_EQ(only("2s").value, 2'000'000U);
  EXPECT_EQ(only("10ms").value, 10'000U);
  EXPECT_EQ(only("5us").value, 5U);
  EXPECT_EQ(only("1_000us").value, 1'000U);
  EXPECT_EQ(only("0s").kind, Kind::duration);
  EXPECT_EQ(only("9223372036854775807us").value, 9'223'372'036'854'775'807U);
  EXPECT_THAT(texts("4s..5s"), ElementsAre("4s", "..", "5s"));
}

TEST(Lexer, WrongNumbers) {
  EXPECT_THAT(mistakes("007"), ElementsAre("1:1+3 leading zero in '007'"));
  EXPECT_THAT(mistakes("00"), ElementsAre("1:1+2 leading zero in '00'"));
  EXPECT_THAT(mistakes("01ms"), ElementsAre("1:1+4 leading zero in '01ms'"));
  EXPECT_THAT(mistakes("1__0"), ElementsAre("1:1+4 misplaced '_' in '1__0'"));
  EXPECT_THAT(mistakes("1_"), ElementsAre("1:1+2 misplaced '_' in '1_'"));
  EXPECT_THAT(mistakes("0x_1"), ElementsAre("1:1+4 misplaced '_' in '0x_1'"));
  EXPECT_THAT(mistakes("0x"), ElementsAre("1:1+2 '0x' is no number"));
  EXPECT_THAT(mistakes("0Xff"), ElementsAre("1:1+4 '0Xff' is no number"));
  EXPECT_THAT(mistakes("0xfg"), ElementsAre("1:1+4 '0xfg' is no number"));
  EXPECT_THAT(mistakes("1e5"), ElementsAre("1:1+3 '1e5' is no number"));
  EXPECT_THAT(mistakes("2min"), ElementsAre("1:1+4 '2min' is no number"));
  EXPECT_THAT(mistakes("1.5"), ElementsAre("1:1+3 '1.5' is no integer"));
  EXPECT_THAT(mistakes("1.5s"), ElementsAre("1:1+4 '1.5s' is no integer"));
  EXPECT_THAT(mistakes("9223372036854775809"),
              ElementsAre("1:1+19 integer '9223372036854775809' does not fit in 64 bits"));
  EXPECT_THAT(mistakes("99999999999999999999"),
              ElementsAre("1:1+20 integer '99999999999999999999' does not fit in 64 bits"));
  EXPECT_THAT(mistakes("0x10000000000000000"),
              ElementsAre("1:1+19 integer '0x10000000000000000' does not fit in 64 bits"));
  EXPECT_THAT(mistakes("9223372036854776s"),
              ElementsAre("1:1+17 duration '9223372036854776s' is too long"));
  EXPECT_THAT(mistakes("99999999999999999999us"),
              ElementsAre("1:1+22 duration '99999999999999999999us' is too long"));
}

TEST(Lexer, ARangeIsNoFraction) {
  EXPECT_THAT(texts("1..5"), ElementsAre("1", "..", "5"));
  EXPECT_THAT(mistakes("1..5"), IsEmpty());
}

TEST(Lexer, NewlinesAndSemicolonsAreTokens) {
  const Lexed lexed = lex("a;b\r\n\nc");
  EXPECT_THAT(texts("a;b\r\n\nc"), ElementsAre("a", ";", "b", "\n", "\n", "c"));
  EXPECT_EQ(lexed.tokens[5].span, (SourceSpan{3, 1, 1}));
}

TEST(Lexer, CommentsLoseTrailingBlanks) {
  EXPECT_THAT(texts("a # b \t\r\nc #"), ElementsAre("a", "# b", "\n", "c", "#"));
  EXPECT_EQ(only("# é € 𝄞").kind, Kind::comment);
}

TEST(Lexer, SpansCountBytesFromOne) {
  const Lexed lexed = lex("\tab + cde\n  f");
  EXPECT_EQ(lexed.tokens[0].span, (SourceSpan{1, 2, 2}));
  EXPECT_EQ(lexed.tokens[1].span, (SourceSpan{1, 5, 1}));
  EXPECT_EQ(lexed.tokens[2].span, (SourceSpan{1, 7, 3}));
  EXPECT_EQ(lexed.tokens[4].span, (SourceSpan{2, 3, 1}));
}

TEST(Lexer, ForeignOperatorsAreReadAsMeant) {
  const Lexed lexed = lex("!a && b || c != d");
  EXPECT_THAT(texts("!a && b || c != d"),
              ElementsAre("not", "a", "and", "b", "or", "c", "!=", "d"));
  ASSERT_EQ(lexed.mistakes.size(), 3U);
  EXPECT_EQ(lexed.mistakes[1].message, "there is no operator '&&'");
  EXPECT_EQ(lexed.mistakes[1].help, "write 'and'");
}

TEST(Lexer, ForeignCommentsAreSkipped) {
  EXPECT_THAT(texts("a // b\nc /* d\n e */ f"), ElementsAre("a", "\n", "c", "f"));
  EXPECT_THAT(mistakes("a // b\nc /* d\n e */ f"),
              ElementsAre("1:3+2 '//' starts no comment", "2:3+2 '/*' starts no comment"));
  EXPECT_THAT(texts("while a // 2 < 3 {\n"), ElementsAre("while", "a", "{", "\n"));
  EXPECT_THAT(texts("/* a\nb"), ElementsAre("\n", "b"));
}

TEST(Lexer, StringsAreOneMistake) {
  EXPECT_THAT(mistakes("x = \"a b\" 'c"),
              ElementsAre("1:5+5 there are no strings", "1:11+2 there are no strings"));
}

TEST(Lexer, ABackslashContinuesNoLine) {
  EXPECT_THAT(texts("a \\\n b"), ElementsAre("a", "b"));
  EXPECT_THAT(mistakes("a \\\n b"), ElementsAre("1:3+1 '\\' does not continue a line"));
  EXPECT_THAT(mistakes("a \\ b"), ElementsAre("1:3+1 unexpected character '\\'"));
}

TEST(Lexer, BytesThatNoTextHas) {
  EXPECT_THAT(mistakes(std::string_view("a\0\0b", 4)), ElementsAre("1:2+2 control character"));
  EXPECT_THAT(mistakes("a\x7f"), ElementsAre("1:2+1 control character"));
  EXPECT_THAT(mistakes("a\rb"), ElementsAre("1:2+1 carriage return without a newline"));
  EXPECT_THAT(mistakes("a \xff\xfe b"), ElementsAre("1:3+2 invalid UTF-8"));
  EXPECT_THAT(mistakes("\xc3\xa9t\xc3\xa9"),
              ElementsAre("1:1+2 character beyond ASCII outside a comment",
                          "1:4+2 character beyond ASCII outside a comment"));
  EXPECT_THAT(mistakes("\xef\xbb\xbfvar"),
              ElementsAre("1:1+3 byte order mark at the start of the file"));
  EXPECT_THAT(mistakes("a @ b"), ElementsAre("1:3+1 unexpected character '@'"));
}

TEST(Lexer, BytesThatNoCommentHas) {
  EXPECT_THAT(mistakes("# \xe2\x82 x"), ElementsAre("1:3+1 invalid UTF-8"));
  EXPECT_THAT(mistakes("# \xc0\xaf"), ElementsAre("1:3+1 invalid UTF-8"));
  EXPECT_THAT(mistakes("# \xed\xa0\x80"), ElementsAre("1:3+1 invalid UTF-8"));
  EXPECT_THAT(mistakes("# \xf4\x90\x80\x80"), ElementsAre("1:3+1 invalid UTF-8"));
  EXPECT_THAT(mistakes("# a\x1b[0m"), ElementsAre("1:4+1 control character in a comment"));
  EXPECT_THAT(mistakes("# a\xc2\x9b"), ElementsAre("1:4+2 control character in a comment"));
  EXPECT_THAT(mistakes("# a\tb"), IsEmpty());
  EXPECT_THAT(mistakes("# a\rb\n"), ElementsAre("1:4+1 control character in a comment"));
}

TEST(Lexer, GivesUpAfterTooManyMistakes) {
  std::string source;
  for (int i = 0; i < 5'000; ++i) source += "@ ";
  EXPECT_EQ(lex(source).mistakes.size(), mistakes_max);
}

}  // namespace
}  // namespace raceproof::lang

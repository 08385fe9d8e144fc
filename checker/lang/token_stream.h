// The tokens of a file as the grammar sees them: without comments, with newlines only where they
// end something. And what every part of the parser does with them: expect, report, give up.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "checker/lang/lexer.h"
#include "checker/lang/scenario.h"

namespace raceproof::lang {

/// Thrown behind a reported mistake, and caught where the parser knows how to go on: at a
/// statement, a declaration, or the whole text.
struct SyntaxError {};

/// Reads tokens one by one, with as little look-ahead as the grammar needs, so that memory does
/// not grow with the file.
class TokenStream {
 public:
  TokenStream(std::string_view source, std::vector<Diagnostic>& mistakes);

  /// The next token. Where a newline is a space (`NewlinesAreSpace`) it is passed over.
  const Token& peek();
  /// The token `ahead` places behind the next one, newlines included.
  const Token& peek(std::size_t ahead);
  /// The token taken last; a newline before the first one.
  const Token& previous() const { return previous_; }

  Token take();
  bool at(std::string_view written) { return peek().is(written); }
  bool accept(std::string_view written);
  Token expect(std::string_view written, std::string_view help = {});
  Name name(std::string_view what = "a name");
  std::int64_t duration();
  void skip_line_ends();

  /// After a statement, a declaration or a property: a newline, `;`, the end of the file; nothing
  /// at all before and after a `}`.
  void expect_line_end();
  bool at_line_end();

  /// From the start of `first` to the end of the token taken last; of several lines, the first.
  SourceSpan span_from(const SourceSpan& first) const;

  /// The column where the line begins on which the token taken last stands.
  std::uint32_t line_indentation() const { return line_indentation_; }

  void report(const SourceSpan& span, std::string message, std::string help = {});
  [[noreturn]] void fail(const SourceSpan& span, std::string message, std::string help = {});
  /// "expected ..., got ...": without a help of its own it guesses one from what stands there.
  [[noreturn]] void fail_expected(std::string_view what, std::string_view help = {});

  /// While one lives, newlines are spaces: inside ( ), [ ] and the braces of a set.
  class NewlinesAreSpace {
   public:
    explicit NewlinesAreSpace(TokenStream& tokens) : tokens_(&tokens) { ++tokens_->brackets_; }
    ~NewlinesAreSpace() { --tokens_->brackets_; }
    NewlinesAreSpace(const NewlinesAreSpace&) = delete;
    NewlinesAreSpace& operator=(const NewlinesAreSpace&) = delete;

   private:
    TokenStream* tokens_;
  };

 private:
  void fill(std::size_t count);
  std::string guess_help();

  Lexer lexer_;
  std::vector<Diagnostic>* mistakes_;
  std::deque<Token> ahead_;
  Token previous_;
  std::vector<std::uint32_t> line_ends_;  ///< by line: the column behind its last token taken
  std::uint32_t line_indentation_ = 1;
  int brackets_ = 0;
};

/// A token as messages name it: its text in quotes, "end of line", "end of file".
std::string describe(const Token& token);

}  // namespace raceproof::lang

// Source text to tokens, each with its place. What no token can be made of is reported here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checker/lang/diagnostic.h"

namespace raceproof::lang {

/// A file with more mistakes than this is not read to its end: it is no scenario at all.
inline constexpr std::size_t mistakes_max = 1'000;

/// A word, a number, a sign, the end of a line. `text` points into the source, so tokens live as
/// long as it does.
struct Token {
  enum class Kind : std::uint8_t {
    name,
    keyword,   ///< a reserved word
    symbol,    ///< an operator or a bracket
    integer,   ///< `value`, at most 2^63, which only a minus before it makes a 64-bit integer
    duration,  ///< `value` in microseconds
    newline,   ///< `text` is "\n" or ";"
    comment,   ///< from the `#` to the end of the line, without trailing blanks
    error,     ///< something that was reported and fits nowhere
    end,
  };
  Kind kind = Kind::end;
  SourceSpan span;
  std::string_view text;
  std::uint64_t value = 0;

  /// Whether this is the reserved word, the symbol or the line end that is written so.
  bool is(std::string_view written) const {
    return (kind == Kind::keyword || kind == Kind::symbol || kind == Kind::newline) &&
           text == written;
  }
};

/// Reads one token after the other. Mistakes that can be read as what was meant (`&&`, `007`) are
/// reported and give the token that was meant, so that they cause no others.
class Lexer {
 public:
  /// Both arguments must outlive the lexer.
  Lexer(std::string_view source, std::vector<Diagnostic>& mistakes)
      : source_(source), mistakes_(&mistakes) {}

  /// The next token; behind the last one always `end`.
  Token next();

  /// Gives up the rest of the text.
  void stop() { position_ = source_.size(); }

 private:
  bool at_end() const { return position_ >= source_.size(); }
  std::string_view rest() const { return source_.substr(position_); }
  bool looking_at(std::string_view text) const { return rest().starts_with(text); }
  SourceSpan span(std::size_t begin, std::size_t end) const;
  Token token(Token::Kind kind, std::size_t begin) const;
  void report(std::size_t begin, std::size_t end, std::string message, std::string help = {});

  void skip_blanks();
  Token line_end(std::size_t length);
  Token comment();
  Token word();
  Token number();
  Token fraction(std::size_t begin);
  bool try_symbol(Token& found);
  bool try_foreign(Token& found);
  Token string(char quote);
  void skip_foreign_comment();
  bool skip_control();
  Token strange();
  void check_comment(std::size_t begin, std::size_t end);

  std::string_view source_;
  std::vector<Diagnostic>* mistakes_;
  std::size_t position_ = 0;
  std::size_t line_start_ = 0;
  std::uint32_t line_ = 1;
  bool comment_end_is_missing_ = false;  ///< no `*/` follows: do not look for it again
};

}  // namespace raceproof::lang

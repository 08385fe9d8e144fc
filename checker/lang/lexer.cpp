#include "checker/lang/lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "checker/lang/literal.h"
#include "checker/lang/utf8.h"
#include "checker/lang/words.h"

namespace raceproof::lang {
namespace {

// Longer ones first, so that the first that fits is the right one.
constexpr auto symbols = std::to_array<std::string_view>({
    "..", "+=", "-=", "*=", "/=", "%=", "==", "!=", "<=", ">=", "(", ")", "[", "]",
    "{",  "}",  ",",  ".",  ":",  "=",  "<",  ">",  "+",  "-",  "*", "/", "%", "|",
});

// Operators of other languages, and what they are here.
struct ForeignOperator {
  std::string_view text;
  std::string_view meant;
};
constexpr auto foreign_operators = std::to_array<ForeignOperator>({
    {"&&", "and"},
    {"||", "or"},
    {"!", "not"},
});

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

}  // namespace

SourceSpan Lexer::span(std::size_t begin, std::size_t end) const {
  return {line_, static_cast<std::uint32_t>(begin - line_start_ + 1),
          static_cast<std::uint32_t>(std::max<std::size_t>(end - begin, 1))};
}

Token Lexer::token(Token::Kind kind, std::size_t begin) const {
  return {kind, span(begin, position_), source_.substr(begin, position_ - begin), 0};
}

void Lexer::report(std::size_t begin, std::size_t end, std::string message, std::string help) {
  mistakes_->push_back({span(begin, end), std::move(message), std::move(help)});
}

Token Lexer::next() {
  while (true) {
    if (mistakes_->size() >= mistakes_max) stop();
    skip_blanks();
    if (at_end()) return token(Token::Kind::end, position_);
    const char c = source_[position_];
    if (c == '\n' || c == ';') return line_end(1);
    if (looking_at("\r\n")) return line_end(2);
    if (c == '#') return comment();
    if (is_digit(c)) return number();
    if (is_word(c)) return word();
    if (looking_at("//") || looking_at("/*")) {
      skip_foreign_comment();
      continue;
    }
    if (Token found; try_symbol(found) || try_foreign(found)) return found;
    if (c == '"' || c == '\'') return string(c);
    if (!skip_control()) return strange();
  }
}

void Lexer::skip_blanks() {
  while (!at_end() && (source_[position_] == ' ' || source_[position_] == '\t')) ++position_;
}

Token Lexer::line_end(std::size_t length) {
  Token found{Token::Kind::newline, span(position_, position_ + 1), "\n", 0};
  const bool is_semicolon = source_[position_] == ';';
  position_ += length;
  if (is_semicolon) {
    found.text = ";";
  } else {
    ++line_;
    line_start_ = position_;
  }
  return found;
}

Token Lexer::comment() {
  const std::size_t begin = position_;
  const std::size_t line_end = std::min(source_.find('\n', begin), source_.size());
  std::size_t end = line_end;
  if (end < source_.size() && source_[end - 1] == '\r') --end;
  position_ = end;
  check_comment(begin, end);
  Token found = token(Token::Kind::comment, begin);
  const std::size_t last = found.text.find_last_not_of(" \t");
  found.text = found.text.substr(0, last + 1);
  return found;
}

// Any valid UTF-8 may stand in a comment, but for control characters.
void Lexer::check_comment(std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end && mistakes_->size() < mistakes_max;) {
    const std::string_view here = source_.substr(i, end - i);
    const std::size_t length = utf8_length(here);
    if (length == 0) {
      report(i, i + 1, "invalid UTF-8", "a scenario is UTF-8 text");
      while (i < end && utf8_length(source_.substr(i, end - i)) == 0) ++i;
    } else if (here.front() != '\t' && is_control(here)) {
      report(i, i + length, "control character in a comment");
      i += length;
    } else {
      i += length;
    }
  }
}

Token Lexer::word() {
  const std::size_t begin = position_;
  while (!at_end() && is_word(source_[position_])) ++position_;
  Token found = token(Token::Kind::name, begin);
  if (reserved_word(found.text) != nullptr) found.kind = Token::Kind::keyword;
  return found;
}

Token Lexer::number() {
  const std::size_t begin = position_;
  while (!at_end() && is_word(source_[position_])) ++position_;
  const std::string_view following = rest();
  if (following.size() > 1 && following[0] == '.' && is_digit(following[1])) return fraction(begin);
  Token found = token(Token::Kind::integer, begin);
  Number number = read_number(found.text);
  if (!number.message.empty()) {
    report(begin, position_, std::move(number.message), std::move(number.help));
  }
  if (number.is_duration) found.kind = Token::Kind::duration;
  found.value = number.value;
  return found;
}

// `1.5` is read as one number, so that it is one mistake.
Token Lexer::fraction(std::size_t begin) {
  ++position_;
  while (!at_end() && is_word(source_[position_])) ++position_;
  Token found = token(Token::Kind::integer, begin);
  std::string help = "there are no fractions; a range is written '1..5'";
  if (found.text.back() == 's') {
    found.kind = Token::Kind::duration;
    help = "there are no fractions; take a smaller unit, as '1500ms'";
  }
  report(begin, position_, quoted(found.text) + " is no integer", std::move(help));
  return found;
}

bool Lexer::try_symbol(Token& found) {
  for (const std::string_view symbol : symbols) {
    if (!looking_at(symbol) || looking_at("||")) continue;
    const std::size_t begin = position_;
    position_ += symbol.size();
    found = token(Token::Kind::symbol, begin);
    return true;
  }
  return false;
}

bool Lexer::try_foreign(Token& found) {
  for (const ForeignOperator& row : foreign_operators) {
    if (!looking_at(row.text)) continue;
    const std::size_t begin = position_;
    position_ += row.text.size();
    report(begin, position_, "there is no operator " + quoted(row.text),
           "write " + quoted(row.meant));
    found = {Token::Kind::keyword, span(begin, position_), row.meant, 0};
    return true;
  }
  return false;
}

Token Lexer::string(char quote) {
  const std::size_t begin = position_;
  const std::size_t line_end = std::min(source_.find('\n', begin), source_.size());
  const std::size_t close = source_.substr(0, line_end).find(quote, begin + 1);
  position_ = close == std::string_view::npos ? line_end : close + 1;
  report(begin, position_, "there are no strings", "values are integers and booleans");
  return token(Token::Kind::error, begin);
}

// `//` may be meant as a comment or as Python's division. Both are skipped to the end of the line,
// but for a `{` there: it opens a block that would be missed.
void Lexer::skip_foreign_comment() {
  const std::size_t begin = position_;
  const bool is_block = looking_at("/*");
  report(begin, begin + 2, is_block ? "'/*' starts no comment" : "'//' starts no comment",
         is_block ? "a comment is written '# ...'"
                  : "a comment is written '# ...'; '/' divides, rounding down");
  if (is_block && !comment_end_is_missing_) {
    const std::size_t close = source_.find("*/", begin + 2);
    comment_end_is_missing_ = close == std::string_view::npos;
    if (!comment_end_is_missing_) {
      for (; position_ < close + 2; ++position_) {
        if (source_[position_] != '\n') continue;
        ++line_;
        line_start_ = position_ + 1;
      }
      return;
    }
  }
  position_ = std::min(source_.find('\n', begin), source_.size());
  std::size_t last = position_;
  while (last > begin && (source_[last - 1] == ' ' || source_[last - 1] == '\r')) --last;
  if (source_[last - 1] == '{') position_ = last - 1;
}

// Control characters are reported and skipped as blanks, a `\` at the end of a line likewise.
bool Lexer::skip_control() {
  const std::size_t begin = position_;
  if (looking_at("\\\n") || looking_at("\\\r\n")) {
    report(begin, begin + 1, "'\\' does not continue a line",
           "inside ( ) and after a comma a newline is a space");
    ++position_;
    line_end(looking_at("\n") ? 1 : 2);
    return true;
  }
  const auto is_bad = [this] {
    return !at_end() && source_[position_] != '\n' && source_[position_] != '\t' &&
           !looking_at("\r\n") && static_cast<unsigned char>(source_[position_]) < 0x80 &&
           is_control(rest());
  };
  while (is_bad()) ++position_;
  if (position_ == begin) return false;
  if (source_[begin] == '\r') {
    report(begin, position_, "carriage return without a newline",
           "lines end with '\\n' or '\\r\\n'");
  } else {
    report(begin, position_, "control character");
  }
  return true;
}

// Whatever is left: characters beyond ASCII, bytes that are none, and signs of no meaning.
Token Lexer::strange() {
  const std::size_t begin = position_;
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (begin == 0 && looking_at(byte_order_mark)) {
    position_ = byte_order_mark.size();
    report(begin, position_, "byte order mark at the start of the file",
           "save the file as UTF-8 without one");
    return next();
  }
  if (static_cast<unsigned char>(source_[begin]) < 0x80) {
    ++position_;
    report(begin, position_, "unexpected character " + quoted(source_.substr(begin, 1)));
    return token(Token::Kind::error, begin);
  }
  const bool is_valid = utf8_length(rest()) > 0;
  while (!at_end() && static_cast<unsigned char>(source_[position_]) >= 0x80 &&
         (utf8_length(rest()) > 0) == is_valid) {
    position_ += std::max<std::size_t>(utf8_length(rest()), 1);
  }
  if (is_valid) {
    report(begin, position_, "character beyond ASCII outside a comment");
  } else {
    report(begin, position_, "invalid UTF-8", "a scenario is UTF-8 text");
  }
  return token(Token::Kind::error, begin);
}

}  // namespace raceproof::lang

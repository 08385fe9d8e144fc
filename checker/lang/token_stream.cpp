#include "checker/lang/token_stream.h"

#include <utility>

#include "checker/lang/literal.h"
#include "checker/lang/words.h"

namespace raceproof::lang {
namespace {

bool is_newline(const Token& token) {
  return token.is("\n");
}

bool ends_operand(const Token& token) {
  return token.kind == Token::Kind::name || token.kind == Token::Kind::integer || token.is(")") ||
         token.is("]") || token.is("self") || token.is("true") || token.is("false");
}

bool touch(const Token& left, const Token& right) {
  return left.span.line == right.span.line &&
         left.span.column + left.span.length == right.span.column;
}

// What was meant by two symbols that no operator is made of.
std::string_view meant_by_pair(const Token& left, const Token& right) {
  if (!touch(left, right)) return "";
  if (left.is("*") && right.is("*")) return "there is no power operator";
  if (left.is("+") && right.is("+")) return "write 'x += 1'";
  if (left.is("<") && right.is(">")) return "write '!='";
  if ((left.is("<") && right.is("<")) || (left.is(">") && right.is(">"))) {
    return "there are no bit operators";
  }
  if (left.is("==") && right.is("=")) return "write '=='";
  if (left.is("=") && right.is(">")) return "write '>='";
  if (left.is("=") && right.is("<")) return "write '<='";
  return "";
}

}  // namespace

std::string describe(const Token& token) {
  if (token.kind == Token::Kind::end) return "end of file";
  if (is_newline(token)) return "end of line";
  return quoted(token.text);
}

TokenStream::TokenStream(std::string_view source, std::vector<Diagnostic>& mistakes)
    : lexer_(source, mistakes),
      mistakes_(&mistakes),
      previous_{Token::Kind::newline, {1, 1, 1}, "\n", 0} {}

// A run of newlines and comments is one newline: the grammar needs no more.
void TokenStream::fill(std::size_t count) {
  while (ahead_.size() < count) {
    Token token = lexer_.next();
    if (token.kind == Token::Kind::comment) continue;
    if (is_newline(token) && is_newline(ahead_.empty() ? previous_ : ahead_.back())) continue;
    ahead_.push_back(token);
  }
}

const Token& TokenStream::peek() {
  fill(1);
  while (brackets_ > 0 && is_newline(ahead_.front())) {
    ahead_.pop_front();
    fill(1);
  }
  return ahead_.front();
}

const Token& TokenStream::peek(std::size_t ahead) {
  fill(ahead + 1);
  return ahead_[ahead];
}

Token TokenStream::take() {
  const bool begins_line = is_newline(previous_);
  previous_ = peek();
  ahead_.pop_front();
  if (begins_line) line_indentation_ = previous_.span.column;
  const SourceSpan& span = previous_.span;
  if (line_ends_.size() <= span.line) line_ends_.resize(span.line + 1);
  if (previous_.kind != Token::Kind::newline) line_ends_[span.line] = span.column + span.length;
  while (previous_.is(",") && is_newline(peek(0))) ahead_.pop_front();
  return previous_;
}

bool TokenStream::accept(std::string_view written) {
  if (!at(written)) return false;
  take();
  return true;
}

Token TokenStream::expect(std::string_view written, std::string_view help) {
  if (!at(written)) fail_expected(quoted(written), help);
  return take();
}

Name TokenStream::name(std::string_view what) {
  const Token& token = peek();
  if (token.kind == Token::Kind::keyword) {
    fail(token.span,
         "expected " + std::string(what) + ", got the reserved word " + quoted(token.text));
  }
  if (token.kind != Token::Kind::name) fail_expected(what);
  const Token taken = take();
  return {std::string(taken.text), taken.span};
}

std::int64_t TokenStream::duration() {
  const Token& token = peek();
  if (token.kind == Token::Kind::duration) return static_cast<std::int64_t>(take().value);
  if (token.kind == Token::Kind::integer) {
    fail_expected("a duration", "write its unit: " + quoted(std::string(token.text) + "s") + ", " +
                                    quoted(std::string(token.text) + "ms") + " or " +
                                    quoted(std::string(token.text) + "us"));
  }
  fail_expected("a duration such as '10ms'");
}

void TokenStream::skip_line_ends() {
  while (peek().kind == Token::Kind::newline) take();
}

bool TokenStream::at_line_end() {
  const Token& token = peek();
  return token.kind == Token::Kind::newline || token.kind == Token::Kind::end || token.is("}");
}

void TokenStream::expect_line_end() {
  if (at_line_end()) {
    if (!at("}")) take();
  } else if (!previous_.is("}")) {
    fail_expected("end of line");
  }
}

SourceSpan TokenStream::span_from(const SourceSpan& first) const {
  const std::uint32_t end = line_ends_.size() > first.line ? line_ends_[first.line] : 0;
  if (end <= first.column) return first;
  return {first.line, first.column, end - first.column};
}

void TokenStream::report(const SourceSpan& span, std::string message, std::string help) {
  mistakes_->push_back({span, std::move(message), std::move(help)});
  if (mistakes_->size() < mistakes_max) return;
  lexer_.stop();
  ahead_.clear();
}

void TokenStream::fail(const SourceSpan& span, std::string message, std::string help) {
  report(span, std::move(message), std::move(help));
  throw SyntaxError{};
}

void TokenStream::fail_expected(std::string_view what, std::string_view help) {
  const Token token = peek();
  if (token.kind == Token::Kind::error) throw SyntaxError{};  // reported by the lexer
  std::string message = "expected " + std::string(what) + ", got " + describe(token);
  // What is missing at the end of a line is missing there, not where the next one begins.
  SourceSpan span = token.span;
  const bool is_below = brackets_ > 0 && span.line != previous_.span.line;
  const bool ends = is_newline(token) || token.kind == Token::Kind::end;
  if ((is_below || ends) && previous_.kind != Token::Kind::newline) {
    span = {previous_.span.line, previous_.span.column + previous_.span.length, 1};
  }
  if (is_below && !ends) message += " on line " + std::to_string(token.span.line);
  fail(span, std::move(message), help.empty() ? guess_help() : std::string(help));
}

std::string TokenStream::guess_help() {
  const Token token = peek();
  std::string_view help = meant_by_pair(previous_, token);
  if (help.empty()) help = meant_by_pair(token, peek(1));
  if (help.empty() && token.kind == Token::Kind::name) help = foreign_word_help(token.text);
  if (help.empty() && token.is("=") && ends_operand(previous_)) help = "to compare, write '=='";
  if (help.empty() && token.is(":")) help = "a block is written in braces: '{ ... }'";
  if (help.empty() && token.is("not")) help = "write '(not ...)' here";
  return std::string(help);
}

}  // namespace raceproof::lang

// Blocks, and how the parser goes on behind a mistake.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "checker/lang/parse_statement.h"
#include "checker/lang/words.h"

namespace raceproof::lang {

Block StatementParser::block() {
  Block block;
  // Where the line begins that opens the block, to compare with where its `}` stands.
  const std::uint32_t indentation = tokens_.line_indentation();
  const Token open = open_brace();
  block.open = open.span;
  if (depth_ >= nesting_max) {
    tokens_.report(open.span, "blocks nested over 200 deep");
    skip_braces(1);
    unclosed_ = unclosed_ || tokens_.peek().kind == Token::Kind::end;
    return block;
  }
  ++depth_;
  statements(block);
  --depth_;
  if (!tokens_.at("}")) {
    report_unclosed(open);
    return block;
  }
  const bool first_on_line = tokens_.previous().is("\n");
  block.close = tokens_.take().span;
  const bool is_suspect =
      first_on_line && block.close.line != block.open.line && block.close.column < indentation;
  if (is_suspect && suspect_.line == 0) suspect_ = block.open;
  return block;
}

// A `{` on the next line is a mistake that is easily seen through.
Token StatementParser::open_brace() {
  const Token token = tokens_.peek();
  if (token.is("\n") && tokens_.peek(1).is("{")) {
    tokens_.take();
    tokens_.report(tokens_.peek().span, "'{' must stand on the line of what it opens");
  } else if (token.is("\n") || token.kind == Token::Kind::name || find_row(token) != nullptr) {
    tokens_.fail_expected("'{'", "a body stands in braces, even one of a single statement");
  }
  return tokens_.expect("{");
}

void StatementParser::statements(Block& block) {
  while (true) {
    tokens_.skip_line_ends();
    if (tokens_.at("}") || tokens_.peek().kind == Token::Kind::end || at_next_declaration()) return;
    guarded_statement(block);
  }
}

void StatementParser::guarded_statement(Block& block) {
  try {
    block.statements.push_back(statement());
    if (!unclosed_) tokens_.expect_line_end();
  } catch (const SyntaxError&) {
    recover();
  }
}

// A word that only declares or claims, first on its line and as far left as what is open.
bool StatementParser::at_next_declaration() {
  const Token& token = tokens_.peek();
  if (token.kind != Token::Kind::keyword || !tokens_.previous().is("\n")) return false;
  const Begins begins = reserved_word(token.text)->begins;
  return (begins == Begins::declaration || begins == Begins::property) &&
         token.span.column <= declaration_.column;
}

void StatementParser::report_unclosed(const Token& open) {
  if (unclosed_) return;
  unclosed_ = true;
  tokens_.report(suspect_.line == 0 ? open.span : suspect_, "'{' without a '}' that closes it");
}

void StatementParser::recover() {
  while (true) {
    const Token& token = tokens_.peek();
    if (token.kind == Token::Kind::end || token.is("}") || token.is(";")) return;
    if (token.is("\n")) {
      const Token& next = tokens_.peek(1);
      if (!next.is(")") && !next.is("]") && next.kind != Token::Kind::integer) return;
    }
    if (!token.is("{")) {
      tokens_.take();
    } else if (at_set()) {
      tokens_.take();
      skip_braces(1);
    } else {
      block();
      const Token& next = tokens_.peek(tokens_.at("\n") ? 1 : 0);
      if (!next.is("else") && !next.is("or")) return;
      if (tokens_.at("\n")) tokens_.take();
    }
  }
}

// Whether a `{` behind a mistake opens a set: no statement begins with a value, nor with a name
// and one of these.
bool StatementParser::at_set() {
  const Token& first = tokens_.peek(1);
  if (first.is("(") || first.is("-") || first.kind == Token::Kind::integer) return true;
  if (first.kind != Token::Kind::name) return false;
  const Token& second = tokens_.peek(2);
  constexpr std::array<std::string_view, 9> behind_values{",", "}", "..", "in", "+",
                                                          "-", "*", "/",  "%"};
  return std::ranges::any_of(behind_values, [&](std::string_view text) { return second.is(text); });
}

// Passes over everything until `open` braces that were taken, and all others, are closed again.
void StatementParser::skip_braces(int open) {
  while (open > 0 && tokens_.peek().kind != Token::Kind::end) {
    const Token token = tokens_.take();
    if (token.is("{")) ++open;
    if (token.is("}")) --open;
  }
}

}  // namespace raceproof::lang

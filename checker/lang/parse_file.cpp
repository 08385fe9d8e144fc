// The top level of a file, and how the parser goes on behind a mistake there.
#include <utility>

#include "checker/lang/literal.h"
#include "checker/lang/parse_declaration.h"
#include "checker/lang/words.h"

namespace raceproof::lang {

void DeclarationParser::file() {
  while (true) {
    tokens_.skip_line_ends();
    const Token first = tokens_.peek();
    if (first.kind == Token::Kind::end) return;
    try {
      top_level();
    } catch (const SyntaxError&) {
      recover(first);
    }
  }
}

void DeclarationParser::top_level() {
  const Token token = tokens_.peek();
  unclosed_ = false;
  if (begins_property(token)) {
    scenario_.properties.push_back(parse_property(tokens_, source_));
  } else if (const Row* row = find_row(token)) {
    (this->*row->parse)();
  } else {
    fail_top_level();
  }
  if (unclosed_) return;
  if (tokens_.at("}")) {
    tokens_.fail(tokens_.peek().span, "'}' closes nothing");
  }
  tokens_.expect_line_end();
}

// Passes over the rest of what is wrong, and over lines below that are indented: a body whose
// braces are missing. A `}` that is left belongs to it.
void DeclarationParser::recover(const Token& first) {
  StatementParser(tokens_, first.span).recover();
  while (tokens_.at("\n") && tokens_.peek(1).span.column > first.span.column) {
    tokens_.take();
    StatementParser(tokens_, first.span).recover();
    if (tokens_.at("}")) tokens_.take();
  }
  if (tokens_.at("\n")) tokens_.take();
  if (tokens_.at("}")) tokens_.take();
}

void DeclarationParser::fail_top_level() {
  const Token token = tokens_.peek();
  constexpr std::string_view what = "a declaration or a property";
  if (token.is("}")) tokens_.fail(token.span, "'}' closes nothing");
  if (token.is("-") || token.is("(") || token.is("{")) tokens_.fail_expected(what);
  const Word* word = token.kind == Token::Kind::keyword ? reserved_word(token.text) : nullptr;
  if (word != nullptr && word->begins == Begins::statement) {
    tokens_.fail(token.span, "the statement " + quoted(token.text) + " stands at top level",
                 token.is("let") ? "a shared variable is declared by 'var'"
                                 : "statements stand in a thread, a function or 'init'");
  }
  if (token.kind != Token::Kind::name) tokens_.fail_expected(what);
  if (!foreign_word_help(token.text).empty()) tokens_.fail_expected(what);
  const Token next = tokens_.peek(1);
  const bool is_statement = next.is("=") || next.is("+=") || next.is("-=") || next.is("(") ||
                            next.is(".") || next.is("[");
  const std::string near = nearest(std::string(token.text), top_level_words());
  if (is_statement && near.empty()) {
    tokens_.fail_expected(what, "statements stand in a thread, a function or 'init'");
  }
  tokens_.fail_expected(what, near.empty() ? "" : "did you mean " + quoted(near) + "?");
}

}  // namespace raceproof::lang

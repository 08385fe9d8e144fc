// Statements that begin with a name: assignments, calls, `w.read { }`.
#include <array>
#include <utility>

#include "checker/lang/literal.h"
#include "checker/lang/parse_statement.h"
#include "checker/lang/parser.h"
#include "checker/lang/words.h"

namespace raceproof::lang {
namespace {

struct CompoundRow {
  std::string_view symbol;
  Operator op;
};
constexpr auto compounds = std::to_array<CompoundRow>({
    {"+=", Operator::add},
    {"-=", Operator::sub},
    {"*=", Operator::mul},
    {"/=", Operator::div},
    {"%=", Operator::mod},
});

std::string text_of(const Item& item) {
  Expression expression;
  expression.kind = Expression::Kind::place;
  expression.place.item = item;
  return to_text(expression);
}

std::string suggestion(const std::string& wrong, const std::vector<std::string>& candidates) {
  if (const std::string_view help = foreign_word_help(wrong); !help.empty()) {
    return std::string(help);
  }
  const std::string near = nearest(wrong, candidates);
  return near.empty() ? "" : "did you mean " + quoted(near) + "?";
}

}  // namespace

Statement StatementParser::name_first() {
  Item item = ExpressionParser(tokens_).item();
  const SourceSpan first = item.name.span;
  const Token& next = tokens_.peek();
  if (next.is(".") && tokens_.peek(2).is("{")) return read_or_write(std::move(item));
  if (next.is(".") || next.is("(")) {
    Statement statement;
    statement.kind = Statement::Kind::call;
    statement.span = first;
    statement.expressions.push_back(ExpressionParser(tokens_).rest_of_reference(std::move(item)));
    check_callee(statement.expressions.front());
    return statement;
  }
  Place place;
  place.span = tokens_.span_from(first);
  place.item = std::move(item);
  return assignment(std::move(place), first);
}

Statement StatementParser::assignment(Place place, const SourceSpan& first) {
  Statement statement;
  statement.kind = Statement::Kind::assign;
  statement.span = first;
  bool is_assignment = tokens_.accept("=");
  for (const CompoundRow& row : compounds) {
    if (is_assignment) break;
    is_assignment = tokens_.accept(row.symbol);
    if (is_assignment) statement.compound = row.op;
  }
  if (!is_assignment) fail_after_name(place.item);
  statement.place = std::move(place);
  if (!statement.compound && tokens_.accept("new")) {
    statement.new_object = ExpressionParser(tokens_).place();
  } else {
    statement.expressions.push_back(expression());
  }
  if (tokens_.at("=")) {
    tokens_.fail_expected("end of line", "assignments do not chain; to compare, write '=='");
  }
  return statement;
}

Statement StatementParser::read_or_write(Item item) {
  Statement statement;
  statement.span = item.name.span;
  statement.place.span = tokens_.span_from(item.name.span);
  statement.place.item = std::move(item);
  tokens_.take();
  const Name word = tokens_.name("'read' or 'write'");
  if (word.text != "read" && word.text != "write") {
    const std::string near = nearest(word.text, {"read", "write"});
    tokens_.fail(word.span, "expected 'read' or 'write' before a block, got " + quoted(word.text),
                 near.empty() ? "" : "did you mean " + quoted(near) + "?");
  }
  statement.kind = word.text == "read" ? Statement::Kind::read : Statement::Kind::write;
  statement.blocks.push_back(block());
  return statement;
}

// A name that nothing follows which makes a statement: perhaps a misspelt word.
void StatementParser::fail_after_name(const Item& item) {
  const Token next = tokens_.peek();
  const Token second = tokens_.peek(1);
  const bool adjacent = second.span.line == next.span.line &&
                        second.span.column == next.span.column + next.span.length;
  for (const std::string_view sign : {"+", "-"}) {
    if (!next.is(sign) || !second.is(sign) || !adjacent) continue;
    SourceSpan both = next.span;
    both.length = 2;
    tokens_.fail(both, "there is no operator " + quoted(std::string(sign) + std::string(sign)),
                 "write " + quoted(text_of(item) + " " + std::string(sign) + "= 1"));
  }
  if (next.is("==")) {
    tokens_.fail_expected("'=' after " + quoted(item.name.text), "to assign, write '='");
  }
  if (next.is(":") && second.is("=")) {
    tokens_.fail_expected("'=' after " + quoted(item.name.text), "to assign, write '='");
  }
  const std::string help = suggestion(item.name.text, statement_words());
  const bool is_like_word = next.kind == Token::Kind::name || next.kind == Token::Kind::integer ||
                            next.kind == Token::Kind::keyword || next.is("{") || !help.empty();
  if (is_like_word && item.index.empty() && !(next.kind == Token::Kind::error)) {
    tokens_.fail(item.name.span, "expected a statement, got " + quoted(item.name.text), help);
  }
  tokens_.fail_expected("'=' or a call after " + quoted(item.name.text));
}

// `wile (x < 3) {` reads as a call until the brace.
void StatementParser::check_callee(const Expression& call) {
  if (call.method || tokens_.at_line_end()) return;
  const std::string& name = call.place.item.name.text;
  const std::string help = suggestion(name, statement_words());
  if (help.empty()) return;
  tokens_.fail(call.place.item.name.span, "expected a statement, got " + quoted(name), help);
}

}  // namespace raceproof::lang

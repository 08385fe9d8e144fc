#include "checker/lang/parse_statement.h"

#include <array>
#include <utility>

#include "checker/lang/literal.h"
#include "checker/lang/words.h"

namespace raceproof::lang {

const StatementParser::Row* StatementParser::find_row(const Token& token) {
  static constexpr auto rows = std::to_array<Row>({
      {"let", &StatementParser::let},        {"ref", &StatementParser::ref},
      {"del", &StatementParser::del},        {"if", &StatementParser::if_},
      {"while", &StatementParser::while_},   {"repeat", &StatementParser::repeat},
      {"for", &StatementParser::for_},       {"with", &StatementParser::with},
      {"either", &StatementParser::either},  {"atomic", &StatementParser::atomic},
      {"native", &StatementParser::native},  {"allow_threads", &StatementParser::allow_threads},
      {"choose", &StatementParser::choose},  {"await", &StatementParser::await},
      {"assert", &StatementParser::assert_}, {"assume", &StatementParser::assume},
      {"start", &StatementParser::start},    {"join", &StatementParser::join},
      {"cpu", &StatementParser::cpu},        {"sleep", &StatementParser::sleep},
      {"io", &StatementParser::io},          {"return", &StatementParser::return_},
      {"break", &StatementParser::break_},   {"continue", &StatementParser::continue_},
      {"skip", &StatementParser::skip},      {"yield", &StatementParser::yield},
  });
  if (token.kind != Token::Kind::keyword) return nullptr;
  for (const Row& row : rows) {
    if (row.word == token.text) return &row;
  }
  return nullptr;
}

Statement StatementParser::statement() {
  const Token& token = tokens_.peek();
  if (const Row* row = find_row(token)) return (this->*row->parse)();
  if (token.kind == Token::Kind::name) return name_first();
  fail_statement();
}

void StatementParser::fail_statement() {
  const Token token = tokens_.peek();
  if (token.is("else")) tokens_.fail(token.span, "'else' without an 'if' before it");
  if (token.is("or")) tokens_.fail(token.span, "'or' without an 'either' before it");
  if (token.is("{")) {
    tokens_.fail(token.span, "a block without a word that says what it is",
                 "such as 'atomic { ... }' or 'if x == 0 { ... }'");
  }
  const Word* word = token.kind == Token::Kind::keyword ? reserved_word(token.text) : nullptr;
  if (word != nullptr && word->begins == Begins::property) {
    tokens_.fail(token.span, "the property " + quoted(token.text) + " must stand at top level",
                 "to check a condition here, write 'assert ...'");
  }
  if (word != nullptr && word->begins == Begins::declaration) {
    tokens_.fail(token.span, "the declaration " + quoted(token.text) + " must stand at top level",
                 token.is("var") ? "a local is declared by 'let'" : "");
  }
  tokens_.fail_expected("a statement");
}

Statement StatementParser::begin(Statement::Kind kind) {
  Statement statement;
  statement.kind = kind;
  statement.span = tokens_.take().span;
  return statement;
}

Statement StatementParser::let() {
  Statement statement = begin(Statement::Kind::let);
  statement.cells = parse_cells(tokens_);
  return statement;
}

Statement StatementParser::ref() {
  Statement statement;
  statement.kind = Statement::Kind::ref;
  statement.span = tokens_.peek().span;
  statement.references.push_back(parse_ref(tokens_));
  return statement;
}

Statement StatementParser::del() {
  Statement statement = begin(Statement::Kind::del);
  statement.place = ExpressionParser(tokens_).place();
  return statement;
}

Statement StatementParser::if_() {
  Statement statement = condition_and_block(Statement::Kind::if_);
  while (true) {
    if (tokens_.at("\n") && tokens_.peek(1).is("else")) tokens_.take();
    if (!tokens_.accept("else")) return statement;
    const bool has_condition = tokens_.accept("if");
    if (has_condition) statement.expressions.push_back(expression());
    statement.blocks.push_back(block());
    if (!has_condition) return statement;
  }
}

Statement StatementParser::while_() {
  return condition_and_block(Statement::Kind::while_);
}
Statement StatementParser::repeat() {
  return condition_and_block(Statement::Kind::repeat);
}

Statement StatementParser::condition_and_block(Statement::Kind kind) {
  Statement statement = begin(kind);
  statement.expressions.push_back(expression());
  statement.blocks.push_back(block());
  return statement;
}

Statement StatementParser::for_() {
  Statement statement = begin(Statement::Kind::for_);
  statement.name = tokens_.name();
  tokens_.expect("in");
  statement.expressions.push_back(ExpressionParser(tokens_).sum());
  tokens_.expect("..", "write 'for i in 0..N { ... }', N excluded");
  statement.expressions.push_back(ExpressionParser(tokens_).sum());
  statement.blocks.push_back(block());
  return statement;
}

Statement StatementParser::with() {
  Statement statement = begin(Statement::Kind::with);
  statement.place = ExpressionParser(tokens_).place();
  if (tokens_.at(",")) {
    tokens_.fail_expected("'{'", "one 'with' takes one lock: write 'with a { with b { ... } }'");
  }
  statement.blocks.push_back(block());
  return statement;
}

Statement StatementParser::either() {
  Statement statement = bare_block(Statement::Kind::either);
  while (true) {
    if (tokens_.at("\n") && tokens_.peek(1).is("or")) tokens_.take();
    if (!tokens_.accept("or")) break;
    statement.blocks.push_back(block());
  }
  if (statement.blocks.size() < 2 && !unclosed_) tokens_.fail_expected("'or' and another block");
  return statement;
}

Statement StatementParser::atomic() {
  if (tokens_.peek(1).kind == Token::Kind::name) {
    tokens_.fail(tokens_.peek().span, "the declaration 'atomic' must stand at top level",
                 "here 'atomic { ... }' makes a block indivisible");
  }
  return bare_block(Statement::Kind::atomic);
}

Statement StatementParser::native() {
  return bare_block(Statement::Kind::native);
}
Statement StatementParser::allow_threads() {
  return bare_block(Statement::Kind::allow_threads);
}

Statement StatementParser::bare_block(Statement::Kind kind) {
  Statement statement = begin(kind);
  statement.blocks.push_back(block());
  return statement;
}

Statement StatementParser::choose() {
  Statement statement = begin(Statement::Kind::choose);
  statement.name = tokens_.name();
  tokens_.expect("in", tokens_.at("=") ? "write 'choose r in 0..3'" : "");
  statement.set = ExpressionParser(tokens_).set();
  return statement;
}

Statement StatementParser::await() {
  Statement statement = one_expression(Statement::Kind::await);
  if (tokens_.at("{")) statement.blocks.push_back(block());
  return statement;
}

Statement StatementParser::assert_() {
  return one_expression(Statement::Kind::assert_);
}
Statement StatementParser::assume() {
  return one_expression(Statement::Kind::assume);
}

Statement StatementParser::one_expression(Statement::Kind kind) {
  Statement statement = begin(kind);
  statement.expressions.push_back(expression());
  return statement;
}

Statement StatementParser::start() {
  return thread_operation(Statement::Kind::start);
}
Statement StatementParser::join() {
  return thread_operation(Statement::Kind::join);
}

Statement StatementParser::thread_operation(Statement::Kind kind) {
  Statement statement = begin(kind);
  statement.place = ExpressionParser(tokens_).place();
  return statement;
}

Statement StatementParser::cpu() {
  return taking_time(Statement::Kind::cpu);
}
Statement StatementParser::sleep() {
  return taking_time(Statement::Kind::sleep);
}
Statement StatementParser::io() {
  return taking_time(Statement::Kind::io);
}

Statement StatementParser::taking_time(Statement::Kind kind) {
  Statement statement = begin(kind);
  statement.duration_us = tokens_.duration();
  return statement;
}

Statement StatementParser::return_() {
  Statement statement = begin(Statement::Kind::return_);
  if (!tokens_.at_line_end()) statement.expressions.push_back(expression());
  return statement;
}

Statement StatementParser::break_() {
  return begin(Statement::Kind::break_);
}
Statement StatementParser::continue_() {
  return begin(Statement::Kind::continue_);
}
Statement StatementParser::skip() {
  return begin(Statement::Kind::skip);
}
Statement StatementParser::yield() {
  return begin(Statement::Kind::yield);
}

}  // namespace raceproof::lang

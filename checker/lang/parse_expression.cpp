#include "checker/lang/parse_expression.h"

#include <algorithm>
#include <utility>

#include "checker/lang/literal.h"
#include "checker/lang/parser.h"

namespace raceproof::lang {
namespace {

const OperatorRow* binary_operator(const Token& token) {
  if (token.kind != Token::Kind::symbol && token.kind != Token::Kind::keyword) return nullptr;
  for (auto op = Operator::or_; op <= Operator::neg;
       op = static_cast<Operator>(static_cast<int>(op) + 1)) {
    if (row(op).arity == 2 && row(op).symbol == token.text) return &row(op);
  }
  return nullptr;
}

Expression leaf(Expression::Kind kind, const Token& token, std::int64_t value = 0) {
  Expression expression;
  expression.kind = kind;
  expression.span = token.span;
  expression.value = value;
  return expression;
}

}  // namespace

ExpressionParser::Nesting::Nesting(ExpressionParser& parser) : depth_(&parser.nesting_) {
  if (*depth_ >= nesting_max) {
    parser.tokens_.fail(parser.tokens_.peek().span, "expression nested over 200 deep");
  }
  ++*depth_;
}

// Everything from `precedence` on and tighter: 1 is a whole expression, 5 a sum.
ExpressionParser::Tree ExpressionParser::binary(int precedence) {
  return binary_from(prefix(precedence), precedence);
}

// Goes on behind an operand that has been read.
ExpressionParser::Tree ExpressionParser::binary_from(Tree left, int precedence) {
  while (true) {
    if (precedence <= comparisons && tokens_.at("in")) {
      left = membership(std::move(left));
      continue;
    }
    const OperatorRow* op = binary_operator(tokens_.peek());
    if (op == nullptr || op->precedence < precedence) return left;
    const Token written = tokens_.take();
    Tree right = binary(op->precedence + 1);
    if (op->precedence == comparisons) check_chain(left, written, &right);
    left = combine(*op, written.span, std::move(left), std::move(right));
  }
}

ExpressionParser::Tree ExpressionParser::combine(const OperatorRow& row, const SourceSpan& op_span,
                                                 Tree left, Tree right) {
  Tree whole;
  whole.height = std::max(left.height, right.height) + 1;
  check_height(whole.height, op_span);
  whole.root.kind = Expression::Kind::binary;
  whole.root.op = row.op;
  whole.root.op_span = op_span;
  whole.root.span = tokens_.span_from(left.root.span);
  whole.root.operands.reserve(2);
  whole.root.operands.push_back(std::move(left.root));
  whole.root.operands.push_back(std::move(right.root));
  return whole;
}

void ExpressionParser::check_height(int height, const SourceSpan& span) {
  if (height <= expression_height_max) return;
  tokens_.fail(span, "expression too long: over 1000 operators in a chain",
               "put parts of it into variables of their own");
}

bool ExpressionParser::is_comparison(const Expression& expression) {
  if (expression.parenthesised) return false;
  if (expression.kind == Expression::Kind::in_set) return true;
  return expression.kind == Expression::Kind::binary &&
         row(expression.op).precedence == comparisons;
}

bool ExpressionParser::is_looser_than_sum(const Expression& expression) {
  if (expression.parenthesised) return false;
  if (expression.kind == Expression::Kind::in_set) return true;
  return (expression.kind == Expression::Kind::binary ||
          expression.kind == Expression::Kind::unary) &&
         row(expression.op).precedence < sums;
}

// `a < b < c` is a chain, reported at its second comparison and not again at a third.
void ExpressionParser::check_chain(const Tree& left, const Token& op, const Tree* right) {
  if (!is_comparison(left.root) || is_comparison(left.root.operands.front())) return;
  std::string help = "join two comparisons by 'and'";
  if (left.root.kind == Expression::Kind::binary && right != nullptr) {
    const std::string meant = to_text(left.root) + " and " + to_text(left.root.operands.back()) +
                              " " + std::string(op.text) + " " + to_text(right->root);
    if (meant.size() <= 80) help = "write '" + meant + "'";
  }
  tokens_.report(op.span, "comparisons do not chain", std::move(help));
}

ExpressionParser::Tree ExpressionParser::membership(Tree left) {
  const Token in = tokens_.take();
  if (context_ == Context::program) {
    tokens_.report(in.span, "'x in SET' can stand in properties only",
                   "compare by '==', '<=' and 'and' instead");
  }
  check_chain(left, in, nullptr);
  Tree whole;
  whole.root.set = set(whole.height);
  whole.height = std::max(left.height, whole.height) + 1;
  check_height(whole.height, in.span);
  whole.root.kind = Expression::Kind::in_set;
  whole.root.op_span = in.span;
  whole.root.span = tokens_.span_from(left.root.span);
  whole.root.operands.push_back(std::move(left.root));
  return whole;
}

ExpressionParser::Tree ExpressionParser::prefix(int precedence) {
  if (precedence <= negations && tokens_.at("not")) return unary(Operator::not_);
  if (tokens_.at("-")) return unary(Operator::neg);
  return primary();
}

ExpressionParser::Tree ExpressionParser::unary(Operator op) {
  const Token written = tokens_.take();
  // The least integer can be written, although its digits alone are one too many.
  constexpr std::uint64_t least = std::uint64_t{1} << 63U;
  const Token& next = tokens_.peek();
  if (op == Operator::neg && next.kind == Token::Kind::integer && next.value == least) {
    Tree whole = integer(true);
    whole.root.span = tokens_.span_from(written.span);
    return whole;
  }
  const Nesting nesting(*this);
  Tree operand = binary(row(op).precedence);
  Tree whole;
  whole.height = operand.height + 1;
  check_height(whole.height, written.span);
  whole.root.kind = Expression::Kind::unary;
  whole.root.op = op;
  whole.root.op_span = written.span;
  whole.root.span = tokens_.span_from(written.span);
  whole.root.operands.push_back(std::move(operand.root));
  return whole;
}

ExpressionParser::Tree ExpressionParser::primary() {
  const Token& token = tokens_.peek();
  if (token.kind == Token::Kind::name) return reference();
  if (token.kind == Token::Kind::integer) return integer(false);
  if (token.is("(")) return parenthesised();
  using Kind = Expression::Kind;
  if (token.is("true")) return {leaf(Kind::boolean, tokens_.take(), 1), 1};
  if (token.is("false")) return {leaf(Kind::boolean, tokens_.take(), 0), 1};
  if (token.is("none")) return {leaf(Kind::none, tokens_.take()), 1};
  if (token.is("self")) return {leaf(Kind::self, tokens_.take()), 1};
  if (token.kind == Token::Kind::duration) {
    tokens_.fail_expected("a value", "durations are no values");
  }
  tokens_.fail_expected("a value");
}

ExpressionParser::Tree ExpressionParser::integer(bool negative) {
  const Token token = tokens_.take();
  if (!negative && (token.value >> 63U) != 0) {
    tokens_.report(token.span, integer_too_large(token.text), largest_integer_help());
    return {leaf(Expression::Kind::integer, token), 1};
  }
  // Negated as unsigned, so that the least integer comes out without an overflow.
  const std::uint64_t bits = negative ? ~token.value + 1 : token.value;
  return {leaf(Expression::Kind::integer, token, static_cast<std::int64_t>(bits)), 1};
}

ExpressionParser::Tree ExpressionParser::parenthesised() {
  const Token open = tokens_.take();
  Tree inner;
  {
    const Nesting nesting(*this);
    const TokenStream::NewlinesAreSpace inside(tokens_);
    inner = binary(loosest);
    if (!tokens_.at(")")) tokens_.fail_expected("')'");
  }
  tokens_.take();
  inner.root.parenthesised = true;
  inner.root.span = tokens_.span_from(open.span);
  return inner;
}

ExpressionParser::Tree ExpressionParser::reference() {
  int height = 0;
  Item name = item(height);
  return reference_from(std::move(name), height);
}

Expression ExpressionParser::rest_of_reference(Item item) {
  return reference_from(std::move(item), 0).root;
}

ExpressionParser::Tree ExpressionParser::reference_from(Item item, int height) {
  Place place;
  place.span = tokens_.span_from(item.name.span);
  place.item = std::move(item);
  if (tokens_.at("(") && place.item.index.empty()) return call(std::move(place), {}, height);
  if (tokens_.accept(".")) {
    const Token word = tokens_.peek();
    if (word.is("start") || word.is("join")) {
      const std::string thread(place.item.name.text);
      tokens_.fail_expected("a name", "write " + quoted(std::string(word.text) + " " + thread));
    }
    Name name = tokens_.name("a name after '.'");
    if (tokens_.at("(")) return call(std::move(place), std::move(name), height);
    if (context_ == Context::program) {
      tokens_.fail_expected("'(' after " + quoted(place.item.name.text + "." + name.text),
                            "the locals of a thread can be read in properties only");
    }
    place.local = std::move(name);
    place.local_index = index(height);
    place.span = tokens_.span_from(place.span);
  }
  Tree whole;
  whole.height = height + 1;
  check_height(whole.height, place.span);
  whole.root.kind = Expression::Kind::place;
  whole.root.span = place.span;
  whole.root.place = std::move(place);
  return whole;
}

ExpressionParser::Tree ExpressionParser::call(Place place, std::optional<Name> method, int height) {
  Tree whole;
  tokens_.take();
  {
    const Nesting nesting(*this);
    const TokenStream::NewlinesAreSpace inside(tokens_);
    while (!tokens_.at(")")) {
      Tree argument = binary(loosest);
      height = std::max(height, argument.height);
      whole.root.operands.push_back(std::move(argument.root));
      if (!tokens_.at(")") && !tokens_.at(",")) tokens_.fail_expected("',' or ')'");
      if (tokens_.accept(",") && tokens_.at(")")) tokens_.fail_expected("a value");
    }
  }
  tokens_.take();
  whole.height = height + 1;
  check_height(whole.height, place.span);
  whole.root.kind = Expression::Kind::call;
  whole.root.span = tokens_.span_from(place.span);
  whole.root.place = std::move(place);
  whole.root.method = std::move(method);
  return whole;
}

}  // namespace raceproof::lang

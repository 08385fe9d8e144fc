// Items, places and sets: what expressions share with statements and declarations.
#include <algorithm>
#include <utility>

#include "checker/lang/parse_expression.h"

namespace raceproof::lang {

Item ExpressionParser::item() {
  int height = 0;
  return item(height);
}

Item ExpressionParser::item(int& height) {
  Item item;
  item.name = tokens_.name();
  item.index = index(height);
  return item;
}

// `[ expr ]` where there is one; `height` becomes its height if that is greater.
std::vector<Expression> ExpressionParser::index(int& height) {
  std::vector<Expression> found;
  if (!tokens_.accept("[")) return found;
  {
    const TokenStream::NewlinesAreSpace inside(tokens_);
    const Nesting nesting(*this);
    Tree inner = binary(loosest);
    height = std::max(height, inner.height);
    found.push_back(std::move(inner.root));
    if (!tokens_.at("]")) tokens_.fail_expected("']'");
  }
  tokens_.take();
  if (tokens_.at("[")) {
    tokens_.fail(tokens_.peek().span, "arrays have one dimension",
                 "compute the index, as in 'a[row * width + column]'");
  }
  return found;
}

Place ExpressionParser::place() {
  Place place;
  place.item = item();
  place.span = tokens_.span_from(place.item.name.span);
  return place;
}

Set ExpressionParser::set() {
  int height = 0;
  return set(height);
}

Set ExpressionParser::set(int& height) {
  Set set;
  set.span = tokens_.peek().span;
  do {
    set_part(set, height);
  } while (tokens_.accept("|"));
  set.span = tokens_.span_from(set.span);
  return set;
}

void ExpressionParser::set_part(Set& set, int& height) {
  if (tokens_.at("{")) {
    set_elements(set, height);
    return;
  }
  SetPart part = set_value(height);
  if (!part.is_tuple && tokens_.accept("..")) {
    part.kind = SetPart::Kind::range;
    Tree high = binary(sums);
    height = std::max(height, high.height);
    part.expressions.push_back(std::move(high.root));
    if (tokens_.accept("step")) {
      part.has_step = true;
      Tree step = binary(sums);
      height = std::max(height, step.height);
      part.expressions.push_back(std::move(step.root));
    }
    part.span = tokens_.span_from(part.span);
  }
  set.parts.push_back(std::move(part));
}

void ExpressionParser::set_elements(Set& set, int& height) {
  tokens_.take();
  {
    const Nesting nesting(*this);
    const TokenStream::NewlinesAreSpace inside(tokens_);
    while (!tokens_.at("}")) {
      set.parts.push_back(set_value(height));
      if (tokens_.at("..")) {
        tokens_.fail_expected("',' or '}'", "a range stands outside the braces: '0..3 | {7, 9}'");
      }
      if (!tokens_.at("}") && !tokens_.at(",")) tokens_.fail_expected("',' or '}'");
      if (tokens_.accept(",") && tokens_.at("}")) tokens_.fail_expected("a value");
    }
  }
  tokens_.take();
}

SetPart ExpressionParser::set_value(int& height) {
  const SourceSpan first = tokens_.peek().span;
  SetPart part;
  if (tokens_.at("(")) {
    part = tuple_or_sum(height);
  } else {
    Tree value = binary(sums);
    height = std::max(height, value.height);
    part.expressions.push_back(std::move(value.root));
  }
  part.span = tokens_.span_from(first);
  return part;
}

// What begins with `(` is a tuple if a comma follows its first value; otherwise it is the first
// operand of a sum, as in `(a + b) * 2`.
SetPart ExpressionParser::tuple_or_sum(int& height) {
  const Token open = tokens_.take();
  SetPart part;
  Tree first;
  {
    const Nesting nesting(*this);
    const TokenStream::NewlinesAreSpace inside(tokens_);
    first = binary(loosest);
    part.is_tuple = tokens_.at(",");
    if (part.is_tuple && is_looser_than_sum(first.root)) {
      tokens_.fail(first.root.op_span, "a value of a tuple is a sum",
                   "put a comparison in parentheses of its own");
    }
    height = std::max(height, first.height);
    if (part.is_tuple) part.expressions.push_back(std::move(first.root));
    while (part.is_tuple && tokens_.accept(",")) {
      Tree value = binary(sums);
      height = std::max(height, value.height);
      part.expressions.push_back(std::move(value.root));
    }
    if (!tokens_.at(")")) tokens_.fail_expected(part.is_tuple ? "',' or ')'" : "')'");
  }
  tokens_.take();
  if (part.is_tuple) return part;
  first.root.parenthesised = true;
  first.root.span = tokens_.span_from(open.span);
  first = binary_from(std::move(first), sums);
  height = std::max(height, first.height);
  part.expressions.push_back(std::move(first.root));
  return part;
}

}  // namespace raceproof::lang

// What declarations and statements share: the cells of `var`, `atomic` and `let`, and `ref`.
#include <utility>

#include "checker/lang/parse_statement.h"

namespace raceproof::lang {
namespace {

void parse_initial(TokenStream& tokens, Cell& cell) {
  cell.initial_is_list = tokens.accept("[");
  if (!cell.initial_is_list) {
    cell.initial.push_back(ExpressionParser(tokens).expression());
    return;
  }
  {
    const TokenStream::NewlinesAreSpace inside(tokens);
    do {
      cell.initial.push_back(ExpressionParser(tokens).expression());
    } while (tokens.accept(","));
    if (!tokens.at("]")) tokens.fail_expected("',' or ']'");
  }
  tokens.take();
}

Cell parse_cell(TokenStream& tokens) {
  Cell cell;
  Item item = ExpressionParser(tokens).item();
  cell.name = std::move(item.name);
  cell.size = std::move(item.index);
  if (tokens.accept(":")) {
    cell.range.push_back(ExpressionParser(tokens).sum());
    tokens.expect("..", "a range is written 'x: 0..7'");
    cell.range.push_back(ExpressionParser(tokens).sum());
  }
  if (tokens.accept("=")) parse_initial(tokens, cell);
  return cell;
}

}  // namespace

std::vector<Cell> parse_cells(TokenStream& tokens) {
  std::vector<Cell> cells;
  do {
    cells.push_back(parse_cell(tokens));
  } while (tokens.accept(","));
  return cells;
}

Reference parse_ref(TokenStream& tokens) {
  Reference reference;
  const Token word = tokens.take();
  reference.item = ExpressionParser(tokens).item();
  if (tokens.accept("=")) {
    if (tokens.accept("new")) {
      reference.new_object = ExpressionParser(tokens).place();
    } else {
      reference.value.push_back(ExpressionParser(tokens).expression());
    }
  }
  reference.span = tokens.span_from(word.span);
  return reference;
}

}  // namespace raceproof::lang

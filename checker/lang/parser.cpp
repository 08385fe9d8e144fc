#include "checker/lang/parser.h"

#include <algorithm>
#include <utility>

#include "checker/lang/parse_declaration.h"
#include "checker/lang/parse_expression.h"

namespace raceproof::lang {
namespace {

// The lexer is ahead of the parser, and so are its mistakes.
void sort_by_place(std::vector<Diagnostic>& mistakes) {
  std::ranges::stable_sort(mistakes, {}, [](const Diagnostic& mistake) {
    return std::pair(mistake.span.line, mistake.span.column);
  });
}

}  // namespace

Parsed parse(std::string_view source) {
  Parsed parsed;
  Scenario scenario;
  TokenStream tokens(source, parsed.diagnostics);
  DeclarationParser(tokens, source, scenario).file();
  sort_by_place(parsed.diagnostics);
  if (parsed.diagnostics.empty()) parsed.scenario = std::move(scenario);
  return parsed;
}

ParsedExpression parse_expression(std::string_view source) {
  ParsedExpression parsed;
  Expression expression;
  TokenStream tokens(source, parsed.diagnostics);
  try {
    ExpressionParser parser(tokens, ExpressionParser::Context::property);
    expression = parser.expression();
    if (tokens.peek().kind != Token::Kind::end) tokens.fail_expected("end of the expression");
  } catch (const SyntaxError&) {
    // What is wrong stands in the diagnostics.
  }
  sort_by_place(parsed.diagnostics);
  if (parsed.diagnostics.empty()) parsed.expression = std::move(expression);
  return parsed;
}

}  // namespace raceproof::lang

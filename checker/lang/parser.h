// Text to Scenario: the grammar of the language, and nothing beyond it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/lang/diagnostic.h"
#include "checker/lang/scenario.h"

namespace raceproof::lang {

/// What parsing gives: mistakes, or a scenario if there are none.
struct Parsed {
  std::optional<Scenario> scenario;  ///< set if and only if `diagnostics` is empty
  std::vector<Diagnostic> diagnostics;
};

/// Parses a whole file. It reports every mistake it can tell apart (it recovers at the end of a
/// statement; after 1,000 mistakes it gives up), never throws, and ends on any input in time
/// linear in its length. Trees are at most 1,000 operators high, so they can be walked by
/// recursion.
Parsed parse(std::string_view source);

/// An expression by itself, as `--outcome` takes it: the grammar of properties (`in SET` allowed).
struct ParsedExpression {
  std::optional<Expression> expression;
  std::vector<Diagnostic> diagnostics;
};
ParsedExpression parse_expression(std::string_view source);

/// The canonical text of an expression: single spaces round binary operators and after commas,
/// the parentheses that were written, numbers in decimal. It names outcomes in every output.
std::string to_text(const Expression& expression);

}  // namespace raceproof::lang

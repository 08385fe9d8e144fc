// The operators of the language, and their exact arithmetic on 64-bit signed integers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace raceproof {

/// The closed set of operators. `and_` and `or_` stop early and are branches, never steps; every
/// other one that is applied while a thread runs is one step, named by `step_name`.
enum class Operator : std::uint8_t {
  or_, and_, not_, eq, ne, lt, le, gt, ge, add, sub, mul, div, mod, neg,
};

/// One row an operator: how it is written, how its step is called, how tightly it binds.
struct OperatorRow {
  Operator op;
  std::string_view symbol;     ///< as written in a scenario: "+", "and", "=="
  std::string_view step_name;  ///< as shown in traces: "add", "and", "eq"
  int arity;                   ///< 1 or 2
  int precedence;              ///< 1 (`or`, loosest) to 7 (unary `-`)
};

const OperatorRow& row(Operator op);

/// What an operator can do wrong.
enum class ArithmeticError : std::uint8_t { overflow, division_by_zero };

/// The result of an operator: a value or an error.
struct Arithmetic {
  std::int64_t value = 0;
  std::optional<ArithmeticError> error;
};

/// Applies `op`; a unary operator reads only `left`. Comparisons and logic give 0 or 1; `/` and `%`
/// round down, as Python's `//` and `%`; a result beyond 64 bits is `overflow`.
Arithmetic apply(Operator op, std::int64_t left, std::int64_t right = 0);

}  // namespace raceproof

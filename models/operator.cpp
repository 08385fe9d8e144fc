#include "models/operator.h"

#include <array>
#include <cstddef>
#include <limits>

namespace raceproof {
namespace {

constexpr std::array<OperatorRow, 15> table{{
    {Operator::or_, "or", "or", 2, 1},
    {Operator::and_, "and", "and", 2, 2},
    {Operator::not_, "not", "not", 1, 3},
    {Operator::eq, "==", "eq", 2, 4},
    {Operator::ne, "!=", "ne", 2, 4},
    {Operator::lt, "<", "lt", 2, 4},
    {Operator::le, "<=", "le", 2, 4},
    {Operator::gt, ">", "gt", 2, 4},
    {Operator::ge, ">=", "ge", 2, 4},
    {Operator::add, "+", "add", 2, 5},
    {Operator::sub, "-", "sub", 2, 5},
    {Operator::mul, "*", "mul", 2, 6},
    {Operator::div, "/", "div", 2, 6},
    {Operator::mod, "%", "mod", 2, 6},
    {Operator::neg, "-", "neg", 1, 7},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].op) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order());

constexpr Arithmetic error(ArithmeticError kind) { return {0, kind}; }

// C++ truncates towards zero; the language rounds down, so a remainder of the other sign than the
// divisor moves the quotient one down.
Arithmetic divide(std::int64_t left, std::int64_t right, bool want_remainder) {
  if (right == 0) return error(ArithmeticError::division_by_zero);
  if (right == -1) {
    if (want_remainder) return {0, {}};
    std::int64_t negated = 0;
    if (__builtin_sub_overflow(std::int64_t{0}, left, &negated)) {
      return error(ArithmeticError::overflow);
    }
    return {negated, {}};
  }
  std::int64_t quotient = left / right;
  std::int64_t remainder = left % right;
  if (remainder != 0 && (remainder < 0) != (right < 0)) {
    --quotient;
    remainder += right;
  }
  return {want_remainder ? remainder : quotient, {}};
}

}  // namespace

const OperatorRow& row(Operator op) { return table[static_cast<std::size_t>(op)]; }

Arithmetic apply(Operator op, std::int64_t left, std::int64_t right) {
  std::int64_t value = 0;
  bool overflow = false;
  switch (op) {
    case Operator::or_: return {left != 0 || right != 0, {}};
    case Operator::and_: return {left != 0 && right != 0, {}};
    case Operator::not_: return {left == 0, {}};
    case Operator::eq: return {left == right, {}};
    case Operator::ne: return {left != right, {}};
    case Operator::lt: return {left < right, {}};
    case Operator::le: return {left <= right, {}};
    case Operator::gt: return {left > right, {}};
    case Operator::ge: return {left >= right, {}};
    case Operator::add: overflow = __builtin_add_overflow(left, right, &value); break;
    case Operator::sub: overflow = __builtin_sub_overflow(left, right, &value); break;
    case Operator::mul: overflow = __builtin_mul_overflow(left, right, &value); break;
    case Operator::div: return divide(left, right, false);
    case Operator::mod: return divide(left, right, true);
    case Operator::neg: overflow = __builtin_sub_overflow(std::int64_t{0}, left, &value); break;
  }
  if (overflow) return error(ArithmeticError::overflow);
  return {value, {}};
}

}  // namespace raceproof

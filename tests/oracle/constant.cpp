#include "tests/oracle/constant.h"

namespace raceproof::oracle {
namespace {

using lang::Expression;

// `and` and `or` stop early and give 0 or 1 (section 2).
std::optional<std::int64_t> logic(const Expression& expression, const KnownNames& known,
                                  std::optional<std::int64_t> self) {
  const auto left = constant_value(expression.operands[0], known, self);
  if (!left) return std::nullopt;
  const bool is_or = expression.op == Operator::or_;
  if ((*left != 0) == is_or) return is_or ? 1 : 0;
  const auto right = constant_value(expression.operands[1], known, self);
  if (!right) return std::nullopt;
  return *right != 0 ? 1 : 0;
}

std::optional<std::int64_t> operation(const Expression& expression, const KnownNames& known,
                                      std::optional<std::int64_t> self) {
  if (expression.op == Operator::and_ || expression.op == Operator::or_) {
    return logic(expression, known, self);
  }
  const auto left = constant_value(expression.operands[0], known, self);
  if (!left) return std::nullopt;
  std::int64_t right_value = 0;
  if (expression.kind == Expression::Kind::binary) {
    const auto right = constant_value(expression.operands[1], known, self);
    if (!right) return std::nullopt;
    right_value = *right;
  }
  const Arithmetic result = apply(expression.op, *left, right_value);
  if (result.error) return std::nullopt;
  return result.value;
}

}  // namespace

std::optional<std::int64_t> constant_value(const Expression& expression, const KnownNames& known,
                                           std::optional<std::int64_t> self) {
  switch (expression.kind) {
    case Expression::Kind::integer:
    case Expression::Kind::boolean: return expression.value;
    case Expression::Kind::self: return self;
    case Expression::Kind::place:
      if (expression.place.local || !expression.place.item.index.empty()) return std::nullopt;
      return known(expression.place.item.name.text);
    case Expression::Kind::unary:
    case Expression::Kind::binary: return operation(expression, known, self);
    case Expression::Kind::none:
    case Expression::Kind::call:
    case Expression::Kind::in_set: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace raceproof::oracle

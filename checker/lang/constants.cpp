#include "checker/lang/constants.h"

#include <algorithm>

namespace raceproof::lang {

std::string describe(ArithmeticError error) {
  return error == ArithmeticError::overflow ? "the result does not fit 64 bits"
                                            : "division by zero";
}

Constants::Constants(const Scenario& scenario,
                     const std::map<std::string, std::int64_t>& replaced,
                     const std::string& open, std::vector<Diagnostic>& diagnostics)
    : diagnostics_(diagnostics), left_open_(open) {
  for (const Constant& constant : scenario.constants) {
    declared_.emplace(constant.name.text, &constant);
    const auto found = replaced.find(constant.name.text);
    if (found != replaced.end()) values_[constant.name.text] = found->second;
  }
  for (const Constant& constant : scenario.constants) define(constant);
}

void Constants::define(const Constant& constant) {
  if (values_.count(constant.name.text) != 0) return;
  open_.push_back(constant.name.text);
  const std::optional<std::int64_t> value = evaluate(constant.value);
  open_.pop_back();
  // A wrong constant counts as 1, which is good enough to look for further mistakes.
  values_.emplace(constant.name.text, value.value_or(1));
}

std::optional<std::int64_t> Constants::find(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::int64_t> Constants::evaluate(const Expression& expression,
                                                const Lookup& lookup) {
  switch (expression.kind) {
    case Expression::Kind::integer:
    case Expression::Kind::boolean: return expression.value;
    case Expression::Kind::unary:
    case Expression::Kind::binary: return evaluate_operator(expression, lookup);
    case Expression::Kind::self:
    case Expression::Kind::place: {
      const std::string name =
          expression.kind == Expression::Kind::self ? "self" : expression.place.item.name.text;
      if (is_open(name)) {
        diagnostics_.push_back({expression.span,
                                "'" + name + "' is left open, but a number is needed here",
                                "leave another constant open, or write the number here"});
        return std::nullopt;
      }
      const auto declared = declared_.find(name);
      if (declared != declared_.end()) {
        if (const auto value = find(name)) return value;
        if (std::find(open_.begin(), open_.end(), name) != open_.end()) {
          diagnostics_.push_back({expression.span, "the constant '" + name + "' depends on itself",
                                  "give one of the constants on the way a value of its own"});
          return std::nullopt;
        }
        if (open_.size() > 1000) {
          diagnostics_.push_back({expression.span, "constants depend on each other too deeply",
                                  "at most 1000 constants may be defined by each other in a row"});
          return std::nullopt;
        }
        define(*declared->second);
        return find(name);
      }
      if (lookup) {
        if (const auto known = lookup(name)) return known->value;
      }
      diagnostics_.push_back({expression.span, "'" + name + "' is not a constant",
                              "only constants and literals can stand here"});
      return std::nullopt;
    }
    case Expression::Kind::none:
    case Expression::Kind::call:
    case Expression::Kind::in_set: break;
  }
  diagnostics_.push_back(
      {expression.span, "this is not a constant", "only constants and literals can stand here"});
  return std::nullopt;
}

std::optional<std::int64_t> Constants::evaluate_operator(const Expression& expression,
                                                         const Lookup& lookup) {
  const std::optional<std::int64_t> left = evaluate(expression.operands[0], lookup);
  if (!left) return std::nullopt;
  if (expression.op == Operator::and_ && *left == 0) return 0;
  if (expression.op == Operator::or_ && *left != 0) return 1;
  std::optional<std::int64_t> right = 0;
  if (expression.operands.size() > 1) right = evaluate(expression.operands[1], lookup);
  if (!right) return std::nullopt;
  const Arithmetic result = apply(expression.op, *left, *right);
  if (!result.error) return result.value;
  diagnostics_.push_back({expression.op_span, describe(*result.error), ""});
  return std::nullopt;
}

std::optional<raceproof::ValueSet> Constants::evaluate(const Set& set, const Lookup& lookup) {
  raceproof::ValueSet values;
  for (const SetPart& part : set.parts) {
    std::vector<std::int64_t> numbers;
    for (const Expression& expression : part.expressions) {
      const std::optional<std::int64_t> number = evaluate(expression, lookup);
      if (!number) return std::nullopt;
      numbers.push_back(*number);
    }
    if (part.is_tuple) {
      values.tuples.push_back(numbers);
    } else if (part.kind == SetPart::Kind::value) {
      values.ranges.push_back({numbers[0], numbers[0], 1});
    } else if (part.has_step && numbers[2] <= 0) {
      diagnostics_.push_back({part.expressions[2].span, "a step must be greater than 0",
                              "write the least value first and a step of 1 or more"});
      return std::nullopt;
    } else {
      values.ranges.push_back({numbers[0], numbers[1], part.has_step ? numbers[2] : 1});
    }
  }
  return values;
}

}  // namespace raceproof::lang

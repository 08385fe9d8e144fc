#include "checker/prove/smt_text.h"

#include <algorithm>
#include <optional>

#include "checker/prove/reduced.h"

namespace raceproof::prove {
namespace {

std::string number(Wide value) {
  return value < 0 ? "(- " + to_text(-value) + ")" : to_text(value);
}

// "(op a b)", "a" where there is one part.
std::string applied(const std::string& op, const std::vector<std::string>& parts) {
  if (parts.size() == 1) return parts.front();
  std::string text = "(" + op;
  for (const std::string& part : parts) text += " " + part;
  return text + ")";
}

std::string sum(const std::vector<Affine::Term>& terms, Wide constant, const SmtNames& names) {
  std::vector<std::string> parts;
  for (const auto& [variable, coefficient] : terms) {
    const std::string& name = names.variables[variable];
    parts.push_back(coefficient == 1 ? name : "(* " + number(coefficient) + " " + name + ")");
  }
  if (constant != 0 || parts.empty()) parts.push_back(number(constant));
  return applied("+", parts);
}

// A variable and a value, of `variable = value` and of `variable != value`.
struct Comparison {
  VariableIndex variable = 0;
  Wide value = 0;
};

std::optional<Comparison> equality(const Constraint& constraint) {
  const Affine& e = constraint.expression;
  if (!constraint.is_equality || e.terms().size() != 1) return std::nullopt;
  const auto& [variable, coefficient] = e.terms().front();
  if (coefficient != 1 && coefficient != -1) return std::nullopt;
  return Comparison{variable, e.constant() * -coefficient};
}

// value < constant or value > constant: nothing else lies between.
bool is_difference(const Formula& a, const Formula& b) {
  if (a.kind != Formula::Kind::constraint || b.kind != Formula::Kind::constraint) return false;
  if (a.constraint.is_equality || b.constraint.is_equality) return false;
  return a.constraint.expression + b.constraint.expression == Affine(-2);
}

std::string text(const Formula& formula, const SmtNames& names);

std::string text(const Constraint& constraint, const SmtNames& names) {
  if (const auto one = equality(constraint)) {
    return "(= " + names.variables[one->variable] + " " +
           smt_value(one->value, one->variable, names) + ")";
  }
  std::vector<Affine::Term> left;
  std::vector<Affine::Term> right;
  for (const auto& [variable, coefficient] : constraint.expression.terms()) {
    if (coefficient > 0) left.emplace_back(variable, coefficient);
    if (coefficient < 0) right.emplace_back(variable, -coefficient);
  }
  const Wide constant = constraint.expression.constant();
  return "(" + std::string(constraint.is_equality ? "=" : ">=") + " " +
         sum(left, std::max(constant, Wide{0}), names) + " " +
         sum(right, std::max(-constant, Wide{0}), names) + ")";
}

// What differs from a value stands as a premise: `a != 1 or b` is `a = 1 => b`.
std::string disjunction(std::vector<Formula> parts, const SmtNames& names) {
  std::vector<std::string> premises;
  std::vector<std::string> rest;
  while (!parts.empty()) {
    const Formula first = parts.front();
    parts.erase(parts.begin());
    const auto other = std::find_if(parts.begin(), parts.end(), [&](const Formula& one) {
      return is_difference(first, one);
    });
    if (other == parts.end()) {
      rest.push_back(text(first, names));
      continue;
    }
    parts.erase(other);
    const Affine above = first.constraint.expression + Affine(1);
    premises.push_back(text(equal(above, Affine(0)), names));
  }
  if (premises.empty()) return applied("or", rest);
  const std::string premise = applied("and", premises);
  if (rest.empty()) return "(not " + premise + ")";
  return "(=> " + premise + " " + applied("or", rest) + ")";
}

std::string text(const Formula& formula, const SmtNames& names) {
  if (is_true(formula)) return "true";
  if (is_false(formula)) return "false";
  if (formula.kind == Formula::Kind::constraint) return text(formula.constraint, names);
  if (formula.kind == Formula::Kind::any) return disjunction(formula.parts, names);
  std::vector<std::string> parts;
  for (const Formula& part : formula.parts) parts.push_back(text(part, names));
  return applied("and", parts);
}

}  // namespace

std::string smt_symbol(const std::string& name) { return "|" + name + "|"; }

std::string smt_text(const Affine& value, const SmtNames& names) {
  return sum(value.terms(), value.constant(), names);
}

std::string smt_value(Wide value, VariableIndex of, const SmtNames& names) {
  const std::vector<std::string>& values = names.values[of];
  if (value < 0 || value >= static_cast<Wide>(values.size())) return number(value);
  return values[static_cast<std::size_t>(value)];
}

std::string smt_text(const Formula& formula, const SmtNames& names) {
  return text(reduced(formula), names);
}

}  // namespace raceproof::prove

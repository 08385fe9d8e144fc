#include "checker/prove/formula.h"

#include <algorithm>

namespace raceproof::prove {

bool Formula::holds(std::span<const Wide> values) const {
  const auto one_holds = [&](const Formula& part) { return part.holds(values); };
  switch (kind) {
    case Kind::constraint: return constraint.holds(values);
    case Kind::all: return std::all_of(parts.begin(), parts.end(), one_holds);
    case Kind::any: return std::any_of(parts.begin(), parts.end(), one_holds);
  }
  return false;
}

Formula Formula::substitute(std::span<const Affine> values) const {
  Formula result;
  result.kind = kind;
  if (kind == Kind::constraint) result.constraint = constraint.substitute(values);
  for (const Formula& part : parts) result.parts.push_back(part.substitute(values));
  return result;
}

Formula Formula::negated() const {
  if (kind == Kind::constraint) {
    const Affine& value = constraint.expression;
    const Formula below = atom(at_least(Affine(-1), value));
    return constraint.is_equality ? any_of({below, atom(at_least(value, Affine(1)))}) : below;
  }
  Formula result;
  result.kind = kind == Kind::all ? Kind::any : Kind::all;
  for (const Formula& part : parts) result.parts.push_back(part.negated());
  return result;
}

Formula atom(const Constraint& constraint) {
  Formula formula;
  formula.kind = Formula::Kind::constraint;
  formula.constraint = constraint;
  return formula;
}

Formula all_of(std::vector<Formula> parts) {
  Formula formula;
  formula.kind = Formula::Kind::all;
  formula.parts = std::move(parts);
  return formula;
}

Formula any_of(std::vector<Formula> parts) {
  Formula formula;
  formula.kind = Formula::Kind::any;
  formula.parts = std::move(parts);
  return formula;
}

Formula all_of(const Conjunction& conjunction) {
  std::vector<Formula> parts;
  for (const Constraint& one : conjunction) parts.push_back(atom(one));
  return all_of(std::move(parts));
}

Formula one_of(const std::vector<Conjunction>& conjunctions) {
  std::vector<Formula> parts;
  for (const Conjunction& one : conjunctions) parts.push_back(all_of(one));
  return any_of(std::move(parts));
}

void mark_variables(const Formula& formula, std::vector<bool>& used) {
  for (const auto& [v, coefficient] : formula.constraint.expression.terms()) used[v] = true;
  for (const Formula& part : formula.parts) mark_variables(part, used);
}

Formula differs(const Affine& value, Wide constant) {
  return any_of(
      {atom(at_least(value, Affine(constant + 1))), atom(at_least(Affine(constant - 1), value))});
}

}  // namespace raceproof::prove

// Formulas of linear arithmetic: what a solver is asked, and what invariants are made of.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "checker/prove/affine.h"

namespace raceproof::prove {

/// A tree of conjunctions and disjunctions over constraints. An empty `all` is true, an empty `any`
/// false.
struct Formula {
  enum class Kind : std::uint8_t { constraint, all, any };
  Kind kind = Kind::all;
  Constraint constraint;
  std::vector<Formula> parts;

  bool holds(std::span<const Wide> values) const;
  Formula substitute(std::span<const Affine> values) const;
  Formula negated() const;
  friend bool operator==(const Formula&, const Formula&) = default;
  friend std::strong_ordering operator<=>(const Formula&, const Formula&) = default;
};

Formula atom(const Constraint& constraint);
Formula all_of(std::vector<Formula> parts);
Formula any_of(std::vector<Formula> parts);
Formula all_of(const Conjunction& conjunction);
/// That one of the conjunctions holds.
Formula one_of(const std::vector<Conjunction>& conjunctions);
/// Marks the variables that the formula has.
void mark_variables(const Formula& formula, std::vector<bool>& used);
/// `value` differs from `constant`.
Formula differs(const Affine& value, Wide constant);

}  // namespace raceproof::prove

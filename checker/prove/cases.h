// Expressions by cases: comparisons and logic turned into conjunctions of affine inequalities.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "checker/prove/affine.h"
#include "models/expression.h"

namespace raceproof::prove {

/// Under the guard the expression has this value, or cannot be evaluated: `fault`.
struct Case {
  Conjunction guard;
  Affine value;
  std::optional<Fault> fault;
};

/// The cases exclude each other, and together they are everything. `cells` are the values of all
/// cells of the program. Throws Unsupported.
std::vector<Case> cases_of(const Expression& expression, std::span<const Affine> cells,
                           CellIndex frame = 0);

/// The conjunctions under which it is true, or where `wanted` is false: false or not to be
/// evaluated, as properties take it.
std::vector<Conjunction> conditions_of(const Expression& expression, std::span<const Affine> cells,
                                       bool wanted);

/// The cases of an operator on two values. Results beyond 64 bits are a case only where
/// `with_overflow`.
std::vector<Case> cases_of(Operator op, const Affine& left, const Affine& right, SourceSpan span,
                           bool with_overflow);

/// Where `value` is within low..high, and the two conjunctions where it is not; those that cannot
/// be are left out.
struct RangeCases {
  std::optional<Conjunction> inside;
  std::vector<Conjunction> outside;
};
RangeCases range_cases(const Affine& value, std::int64_t low, std::int64_t high);

/// Whether `value` is zero: one conjunction where it is, up to two where it is not.
struct ZeroCases {
  std::vector<Conjunction> zero;
  std::vector<Conjunction> other;
};
ZeroCases zero_cases(const Affine& value);

}  // namespace raceproof::prove

// Sets of values in the language's own notation: `2..2000000`, `{5} | 7..4999998`, `0..10 step 2`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/prove/presburger.h"
#include "models/expression.h"

namespace raceproof::prove {

/// The set in the language's notation, if it is such a union of few ranges or tuples; else as the
/// constraints that describe it, over `names`.
std::string value_text(const Presburger& in, const Set& values,
                       const std::vector<std::string>& names);

/// The set that a scenario claims, of tuples of so many values.
Set claimed_set(const Presburger& in, const ValueSet& claimed, std::size_t dimensions);

/// `low, low + step, ...` up to `high`, both included.
struct ValueRange {
  Wide low = 0;
  Wide high = 0;
  Wide step = 1;
};

/// A set of one dimension as ranges, ascending; nothing where it is no union of such.
std::optional<std::vector<ValueRange>> ranges_of(const Presburger& in, const Set& values);

/// The same as runs without gaps, if they are few.
std::optional<std::vector<ValueRange>> runs_of(const Presburger& in, const Set& values);

/// "3", "(3, 4)".
std::string point_text(const std::vector<Wide>& point);

}  // namespace raceproof::prove

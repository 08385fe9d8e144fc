// Sets of values that depend on a constant which is left open, as one formula.
#pragma once

#include <string>
#include <vector>

#include "checker/prove/presburger.h"
#include "checker/result/result.h"

namespace raceproof::prove {

/// The formula of a set of tuples whose first value is the constant: in the language's notation
/// where the others are one value and their set has that form, else the inequalities themselves. It
/// is compared with the set, for all values of the constant from `least` on, which is the least
/// that does; smaller ones, and a few of the others, are listed as `instances`. `set` gets the
/// text.
result::Family family_of(const Presburger& in, const Set& values,
                         const std::vector<std::string>& names, std::string& set);

/// The same set of pairs with fewer and plainer parts, if it has that form.
Set plainer(const Presburger& in, const Set& values);

}  // namespace raceproof::prove

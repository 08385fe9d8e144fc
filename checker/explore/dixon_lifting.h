// The exact solution of a sparse system of integer equations by p-adic lifting (J. D. Dixon, "Exact
// solution of linear equations using p-adic expansions", Numerische Mathematik 40, 1982).
#pragma once

#include <optional>
#include <vector>

#include "checker/explore/modular_lu.h"
#include "checker/result/number.h"

namespace raceproof::explore {

/// Fractions with one denominator, which need not be the least.
struct CommonFractions {
  std::vector<result::Integer> numerators;
  result::Integer denominator = 1;
};

/// The x of matrix * x = right. The matrix must be one of a Markov chain: positive on the diagonal,
/// not positive elsewhere, and without a negative number in its inverse. No x may be above the sum
/// of the right side, which is not negative, times the greatest number on the inverse's diagonal: a
/// state is visited most often from itself. For such a matrix Hadamard's inequality says that the
/// determinant and its principal minors are at most the product P of the diagonal, so by Cramer's
/// rule determinant * x lies between 0 and P times the sum of the right side.
/// Nothing if the matrix is singular modulo all `kLiftingPrimes`. Throws LimitReached.
std::optional<CommonFractions> solve_by_lifting(const IntegerMatrix& matrix,
                                                const std::vector<result::Integer>& right,
                                                const Limits& limits);

}  // namespace raceproof::explore

// A sparse factorization of an integer matrix modulo a prime of 62 bits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "checker/explore/limits.h"

namespace raceproof::explore {

struct IntegerEntry {
  std::uint32_t column = 0;
  std::int64_t value = 0;
};

/// A square matrix by rows. A row's entries ascend by column and include the diagonal. The absolute
/// values in a row add up to less than 2^63 - 2.
using IntegerMatrix = std::vector<std::vector<IntegerEntry>>;

/// The eight largest primes below 2^62. A matrix that is singular modulo one of them is tried with
/// the next.
inline constexpr std::array<std::uint64_t, 8> kLiftingPrimes = {
    4611686018427387847U, 4611686018427387817U, 4611686018427387787U, 4611686018427387761U,
    4611686018427387751U, 4611686018427387737U, 4611686018427387733U, 4611686018427387709U};

/// Matrix = L U modulo the prime, after the same permutation of rows and columns.
class ModularLu {
 public:
  /// Takes all pivots from the diagonal: in the matrix of a Markov chain they are never zero as
  /// integers. Nothing if one of them is zero modulo the prime, which lies between 2^61 and 2^62.
  static std::optional<ModularLu> factor(const IntegerMatrix& matrix, std::uint64_t prime,
                                         const Limits& limits);

  /// Solves matrix * x = right modulo the prime; all numbers lie in [0, prime).
  void solve(const std::vector<std::uint64_t>& right, std::vector<std::uint64_t>& x) const;

  std::uint64_t prime() const { return prime_; }

  /// The determinant of the matrix, modulo the prime.
  std::uint64_t determinant() const { return determinant_; }

 private:
  friend class Elimination;

  struct Entry {
    std::uint32_t position = 0;  ///< of a pivot, in the order of elimination
    std::uint64_t factor = 0;
  };

  std::uint64_t prime_ = 0;
  std::uint64_t determinant_ = 1;
  std::vector<std::uint32_t> order_;       ///< the row and column of each pivot
  std::vector<std::uint64_t> inverses_;    ///< of the pivots
  std::vector<std::vector<Entry>> lower_;  ///< per pivot: what earlier values add to its row
  std::vector<std::vector<Entry>> upper_;  ///< per pivot: what later values add to its value
};

}  // namespace raceproof::explore

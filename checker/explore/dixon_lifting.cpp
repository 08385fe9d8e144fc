#include "checker/explore/dixon_lifting.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "checker/explore/modular.h"

namespace raceproof::explore {
namespace {

using result::Integer;

/// Numbers to the base of the prime, least digit first.
using Digits = std::vector<std::uint64_t>;

std::size_t bits(const Integer& value) {
  return value == 0 ? 0 : boost::multiprecision::msb(value) + 1;
}

Digits to_digits(Integer value, std::uint64_t prime) {
  const Integer base = prime;
  Digits digits;
  Integer rest;
  while (value != 0) {
    Integer quotient;
    boost::multiprecision::divide_qr(value, base, quotient, rest);
    digits.push_back(static_cast<std::uint64_t>(rest));
    value.swap(quotient);
  }
  return digits;
}

/// Horner's rule from the last digit down; digits from `count` on are left out.
template <typename DigitAt>
Integer from_digits(std::size_t count, std::uint64_t prime, const DigitAt& digit_at) {
  Integer value = 0;
  while (count-- > 0) {
    value *= prime;
    value += digit_at(count);
  }
  return value;
}

/// The denominator of the only fraction that is `value` modulo `modulus`, with a numerator from 0
/// to `top_max` and a small denominator, by Euclid's algorithm stopped half way (Wang 1981).
Integer denominator_of(const Integer& modulus, const Integer& value, const Integer& top_max) {
  Integer high = modulus;
  Integer low = value;
  Integer high_factor = 0;
  Integer low_factor = 1;
  Integer quotient;
  Integer rest;
  while (low > top_max) {
    boost::multiprecision::divide_qr(high, low, quotient, rest);
    high.swap(low);
    low.swap(rest);
    high_factor -= quotient * low_factor;
    high_factor.swap(low_factor);
  }
  return boost::multiprecision::abs(low_factor);
}

/// A fixed weight of 16 bits that looks like chance (the finalizer of SplitMix64).
std::uint64_t weight(std::uint64_t round, std::uint64_t state) {
  std::uint64_t mixed = (round << 32) + state + 0x9e3779b97f4a7c15U;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
  return mixed >> 48;
}

/// The longest lift that can be needed, and what is known about the fractions it must tell apart.
struct Bounds {
  Integer determinant = 1;  ///< at least the determinant
  Integer top_max;          ///< of any of the sums of numerators that are asked for
  std::size_t steps = 0;
};

Bounds bounds_of(const IntegerMatrix& matrix, const std::vector<Integer>& right) {
  Bounds bounds;
  for (std::uint32_t row = 0; row < matrix.size(); ++row) {
    for (const IntegerEntry& entry : matrix[row]) {
      if (entry.column == row) bounds.determinant *= entry.value;
    }
  }
  Integer sum = 0;
  for (const Integer& value : right) sum += value;
  bounds.top_max = (bounds.determinant * sum * matrix.size()) << 16;
  // Two different fractions within the bounds differ modulo every number above twice their product,
  // and the prime has more than 61 bits.
  bounds.steps = (bits(bounds.top_max) + bits(bounds.determinant) + 1) / 61 + 1;
  return bounds;
}

/// The solution modulo a power of the prime, one digit of all its numbers in each step.
class Lift {
 public:
  Lift(const IntegerMatrix& matrix, const ModularLu& lu, const Limits& limits)
      : matrix_(matrix), lu_(lu), limits_(limits) {}

  /// Lifts until the solution is found to consist of integers, or for so many steps. When nothing
  /// is left of the right side, the digits are the solution itself: that is its proof.
  bool run(const std::vector<Integer>& right, const Integer& factor, std::size_t steps_max);

  /// The numbers as integers.
  std::vector<Integer> values() const;

  /// A number, at least 1, by which the right side must be multiplied for the solution to become
  /// integer, or a part of that number which is more than 1.
  Integer missing_factor(const Bounds& bounds) const;

 private:
  bool step(const std::vector<Digits>& right);
  Integer weighted_sum(std::uint64_t round) const;

  const IntegerMatrix& matrix_;
  const ModularLu& lu_;
  const Limits& limits_;
  std::vector<Digits> digits_;       ///< per step, of all numbers
  std::vector<std::int64_t> carry_;  ///< what earlier digits leave of the right side
  std::vector<std::uint64_t> rest_;
};

/// Finds the next digits, and whether the carries are all zero after them.
bool Lift::step(const std::vector<Digits>& right) {
  const auto prime = static_cast<Signed128>(lu_.prime());
  const std::size_t place = digits_.size();
  const auto residual = [&](std::size_t row) {
    const std::uint64_t digit = place < right[row].size() ? right[row][place] : 0;
    return static_cast<std::int64_t>(digit) + static_cast<Signed128>(carry_[row]);
  };
  for (std::size_t row = 0; row < matrix_.size(); ++row) {
    const Signed128 rest = residual(row) % prime;
    rest_[row] = static_cast<std::uint64_t>(rest < 0 ? rest + prime : rest);
  }
  Digits x;
  lu_.solve(rest_, x);
  bool is_zero = true;
  for (std::size_t row = 0; row < matrix_.size(); ++row) {
    Signed128 left = residual(row);
    for (const IntegerEntry& entry : matrix_[row]) {
      left -= static_cast<Signed128>(entry.value) * static_cast<std::int64_t>(x[entry.column]);
    }
    carry_[row] = static_cast<std::int64_t>(left / prime);
    is_zero = is_zero && left == 0;
  }
  digits_.push_back(std::move(x));
  return is_zero;
}

bool Lift::run(const std::vector<Integer>& right, const Integer& factor, std::size_t steps_max) {
  digits_.clear();
  carry_.assign(matrix_.size(), 0);
  rest_.assign(matrix_.size(), 0);
  std::vector<Digits> right_digits;
  std::size_t right_steps = 0;
  for (const Integer& value : right) {
    right_digits.push_back(to_digits(value * factor, lu_.prime()));
    right_steps = std::max(right_steps, right_digits.back().size());
  }
  while (digits_.size() < std::max(steps_max, right_steps)) {
    keep_within(limits_);
    if (step(right_digits) && digits_.size() >= right_steps) return true;
  }
  return false;
}

std::vector<Integer> Lift::values() const {
  std::vector<Integer> values;
  values.reserve(matrix_.size());
  for (std::size_t row = 0; row < matrix_.size(); ++row) {
    std::size_t count = digits_.size();
    while (count > 0 && digits_[count - 1][row] == 0) --count;
    values.push_back(
        from_digits(count, lu_.prime(), [&](std::size_t place) { return digits_[place][row]; }));
  }
  return values;
}

/// The sum of the numbers with the weights of a round, modulo the power of the prime.
Integer Lift::weighted_sum(std::uint64_t round) const {
  Digits sums;
  Unsigned128 carry = 0;
  for (const Digits& digits : digits_) {
    for (std::size_t row = 0; row < digits.size(); ++row) {
      carry += static_cast<Unsigned128>(digits[row]) * weight(round, row);
    }
    sums.push_back(static_cast<std::uint64_t>(carry % lu_.prime()));
    carry /= lu_.prime();
  }
  return from_digits(sums.size(), lu_.prime(), [&](std::size_t place) { return sums[place]; });
}

/// A sum of all numbers has nearly always the denominator that they have in common, up to small
/// factors which some other sum has: eight sums do instead of a reconstruction of every number.
Integer Lift::missing_factor(const Bounds& bounds) const {
  const Integer modulus =
      boost::multiprecision::pow(Integer(lu_.prime()), static_cast<unsigned>(digits_.size()));
  Integer factor = 1;
  const auto take = [&](const Integer& value) {
    keep_within(limits_);
    factor *= denominator_of(modulus, value * factor % modulus, bounds.top_max);
  };
  for (std::uint64_t round = 0; round < 8; ++round) take(weighted_sum(round));
  if (factor > 1) return factor;
  for (const Integer& value : values()) take(value);
  return factor;
}

}  // namespace

std::optional<CommonFractions> solve_by_lifting(const IntegerMatrix& matrix,
                                                const std::vector<Integer>& right,
                                                const Limits& limits) {
  std::optional<ModularLu> lu;
  for (const std::uint64_t prime : kLiftingPrimes) {
    lu = ModularLu::factor(matrix, prime, limits);
    if (lu) break;
  }
  if (!lu) return std::nullopt;
  const Bounds bounds = bounds_of(matrix, right);
  CommonFractions solution;
  // A determinant below the prime is known already, and is a denominator.
  if (bits(bounds.determinant) <= 61) solution.denominator = lu->determinant();
  Lift lift(matrix, *lu, limits);
  while (!lift.run(right, solution.denominator, bounds.steps)) {
    const Integer factor = lift.missing_factor(bounds);
    if (factor == 1) throw std::logic_error("the matrix is not that of a Markov chain");
    solution.denominator *= factor;
  }
  solution.numerators = lift.values();
  return solution;
}

}  // namespace raceproof::explore

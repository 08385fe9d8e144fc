// Arithmetic modulo a prime of 62 bits.
#pragma once

#include <cstdint>

namespace raceproof::explore {

__extension__ using Unsigned128 = unsigned __int128;
__extension__ using Signed128 = __int128;

inline std::uint64_t modular_product(std::uint64_t a, std::uint64_t b, std::uint64_t prime) {
  return static_cast<std::uint64_t>(static_cast<Unsigned128>(a) * b % prime);
}

/// The inverse of a number in [1, prime), by Euclid's algorithm.
inline std::uint64_t modular_inverse(std::uint64_t value, std::uint64_t prime) {
  std::uint64_t high = prime;
  std::uint64_t low = value;
  std::int64_t high_factor = 0;  // value * high_factor = high, modulo the prime
  std::int64_t low_factor = 1;
  while (low != 1) {
    const std::uint64_t quotient = high / low;
    const std::uint64_t rest = high % low;
    const std::int64_t factor = high_factor - static_cast<std::int64_t>(quotient) * low_factor;
    high = low;
    low = rest;
    high_factor = low_factor;
    low_factor = factor;
  }
  return low_factor < 0 ? prime - static_cast<std::uint64_t>(-low_factor)
                        : static_cast<std::uint64_t>(low_factor);
}

/// Multiplication by a factor that stays the same: its quotient by the prime is taken once, and a
/// product then costs no division (Shoup's method).
class FixedFactor {
 public:
  FixedFactor(std::uint64_t factor, std::uint64_t prime)
      : factor_(factor),
        prime_(prime),
        quotient_(static_cast<std::uint64_t>((static_cast<Unsigned128>(factor) << 64) / prime)) {}

  std::uint64_t operator()(std::uint64_t value) const {
    const auto times =
        static_cast<std::uint64_t>(static_cast<Unsigned128>(quotient_) * value >> 64);
    const std::uint64_t product = factor_ * value - times * prime_;
    return product >= prime_ ? product - prime_ : product;
  }

 private:
  std::uint64_t factor_;
  std::uint64_t prime_;
  std::uint64_t quotient_;
};

/// A sum of products that is reduced only once. It is kept below eight squares of the prime, that
/// is below 2^127, so that one more product cannot overflow.
class ProductSum {
 public:
  explicit ProductSum(std::uint64_t prime)
      : prime_(prime), limit_((static_cast<Unsigned128>(prime) * prime) << 3) {}

  void add(std::uint64_t a, std::uint64_t b) {
    sum_ += static_cast<Unsigned128>(a) * b;
    if (sum_ >= limit_) sum_ -= limit_;
  }

  std::uint64_t reduced() const { return static_cast<std::uint64_t>(sum_ % prime_); }

 private:
  std::uint64_t prime_;
  Unsigned128 limit_;
  Unsigned128 sum_ = 0;
};

}  // namespace raceproof::explore

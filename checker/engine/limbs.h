// Natural numbers of so many 64-bit words each, side by side in one array: no number is allocated
// by itself, and adding is a row of additions with carry.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#include "checker/engine/page_memory.h"
#include "checker/result/number.h"

namespace raceproof::engine {

using Limbs = std::span<std::uint64_t>;  ///< the lowest first
using ConstLimbs = std::span<const std::uint64_t>;

/// How many words numbers up to this one need, at least 1.
inline std::size_t limbs_for(const result::Integer& greatest) {
  return greatest == 0 ? 1 : msb(greatest) / 64 + 1;
}

/// `target` must have room for the sum, and at least as many words.
inline void add(ConstLimbs number, Limbs target) {
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const std::uint64_t more = i < number.size() ? number[i] : 0;
    if (i >= number.size() && carry == 0) return;
    const std::uint64_t sum = target[i] + more;
    const std::uint64_t full = sum + carry;
    carry = static_cast<std::uint64_t>(sum < more) | static_cast<std::uint64_t>(full < carry);
    target[i] = full;
  }
}

namespace limbs_of {

template <std::size_t count>
void add(const std::uint64_t* number, std::uint64_t* target) {
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t sum = target[i] + number[i];
    const std::uint64_t full = sum + carry;
    carry = static_cast<std::uint64_t>(sum < number[i]) | static_cast<std::uint64_t>(full < sum);
    target[i] = full;
  }
}

}  // namespace limbs_of

/// Both have so many words, and `target` has room for the sum. Most numbers are short.
inline void add(const std::uint64_t* number, std::uint64_t* target, std::size_t count) {
  switch (count) {
    case 1: return limbs_of::add<1>(number, target);
    case 2: return limbs_of::add<2>(number, target);
    case 3: return limbs_of::add<3>(number, target);
    case 4: return limbs_of::add<4>(number, target);
    default: return add({number, count}, Limbs(target, count));
  }
}

/// Adds the product to `target`, which must have room for the sum.
inline void add_product(ConstLimbs number, ConstLimbs factor, Limbs target) {
  __extension__ using Wide = unsigned __int128;
  for (std::size_t at = 0; at < factor.size(); ++at) {
    Wide carry = 0;
    for (std::size_t i = 0; at + i < target.size(); ++i) {
      if (i >= number.size() && carry == 0) break;
      carry += Wide{i < number.size() ? number[i] : 0} * factor[at] + target[at + i];
      target[at + i] = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
  }
}

inline std::vector<std::uint64_t> limbs(const result::Integer& value) {
  std::vector<std::uint64_t> words;
  export_bits(value, std::back_inserter(words), 64, false);
  return words;
}

inline result::Integer integer(ConstLimbs number) {
  result::Integer value;
  import_bits(value, number.begin(), number.end(), 64, false);
  return value;
}

/// Two numbers for each of some things.
class LimbPairs {
 public:
  LimbPairs() = default;
  /// All zero.
  LimbPairs(std::size_t count, std::size_t first_limbs, std::size_t second_limbs)
      : first_limbs_(first_limbs),
        second_limbs_(second_limbs),
        memory_(std::max<std::size_t>(8 * count * stride(), 8)) {}

  static std::uint64_t bytes_for(std::size_t count, std::size_t limbs) { return 8 * count * limbs; }

  std::size_t first_limbs() const { return first_limbs_; }
  std::size_t second_limbs() const { return second_limbs_; }
  Limbs first(std::size_t i) { return {limbs() + i * stride(), first_limbs_}; }
  Limbs second(std::size_t i) { return {limbs() + i * stride() + first_limbs_, second_limbs_}; }
  /// Adds a pair of as many words each, one behind the other.
  void add_to(std::size_t i, const std::uint64_t* pair) {
    add(pair, limbs() + i * stride(), first_limbs_);
    add(pair + first_limbs_, limbs() + i * stride() + first_limbs_, second_limbs_);
  }
  /// Has the memory of those before `end` made for writing; calls come with ascending ends, or
  /// change nothing.
  void touch_up_to(std::size_t end) { memory_.touch_up_to(8 * end * stride()); }
  void prefetch(std::size_t i) { __builtin_prefetch(limbs() + i * stride(), 1); }
  /// Gives back the memory of those before `end`, which are not looked at again.
  void release_up_to(std::size_t end) { memory_.release_up_to(8 * end * stride()); }
  std::uint64_t memory_bytes() const { return memory_.bytes(); }

 private:
  std::size_t stride() const { return first_limbs_ + second_limbs_; }
  std::uint64_t* limbs() { return reinterpret_cast<std::uint64_t*>(memory_.data()); }

  std::size_t first_limbs_ = 0;
  std::size_t second_limbs_ = 0;
  PageMemory memory_;
};

}  // namespace raceproof::engine

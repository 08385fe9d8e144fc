// Which block a state is in: the states of a level fall into blocks by where some threads stand.
#pragma once

#include <bit>
#include <cstdint>
#include <span>

#include "checker/engine/bit_layout.h"
#include "checker/engine/gather.h"

namespace raceproof::engine {

/// The number of a block is in the lowest bits of the numbers of some threads' local states. Steps
/// of those threads lead to other blocks; most others stay in the block that they begin in.
struct StateBlock {
  Word mask = 0;  ///< where these bits stand in a word

  std::uint32_t bits() const { return static_cast<std::uint32_t>(std::popcount(mask)); }
  std::uint32_t count() const { return std::uint32_t{1} << bits(); }

  template <typename Gather = PlainGather>
  [[gnu::always_inline]] std::uint32_t of(Word key, Gather gather = {}) const {
    return static_cast<std::uint32_t>(gather(key, mask));
  }
  /// The key without these bits.
  template <typename Gather = PlainGather>
  [[gnu::always_inline]] Word without(Word key, Gather gather = {}) const {
    return gather(key, ~mask);
  }
  /// The keys of a block again.
  void put_back(std::uint32_t block, std::span<const Word> without, std::span<Word> keys) const;
};

}  // namespace raceproof::engine

// Which block a state is in: the states of a level fall into blocks by where one thread stands.
#pragma once

#include <cstdint>

#include "checker/engine/bit_layout.h"

namespace raceproof::engine {

/// The number of a block is in the lowest bits of the number of one thread's local state. Steps of
/// that thread lead to other blocks; most others stay in the block that they begin in.
struct StateBlock {
  std::uint32_t thread = 0;
  std::uint32_t bits = 0;
  std::uint32_t at = 0;  ///< where they stand in a word, side by side

  std::uint32_t count() const { return std::uint32_t{1} << bits; }
  std::uint32_t of(Word key) const { return static_cast<std::uint32_t>(key >> at) & (count() - 1); }

  /// The key without these bits, and the key again.
  Word without(Word key) const { return (key & below()) | (key >> bits & ~below()); }
  Word with(Word rest, std::uint32_t block) const {
    return (rest & below()) | (rest & ~below()) << bits | Word{block} << at;
  }

 private:
  Word below() const { return (Word{1} << at) - 1; }
};

}  // namespace raceproof::engine

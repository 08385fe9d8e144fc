// Where each state of a level stands in it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/page_memory.h"

namespace raceproof::engine {

/// Open addressing over positions, at most half full; looked up in batches, memory answering them
/// together.
class LevelPositions {
 public:
  static constexpr std::size_t batch_max = 256;

  /// For the keys of a level, each once, in their order.
  void build(std::vector<std::uint64_t> keys) {
    keys_ = std::move(keys);
    const std::size_t size = slots_for(keys_.size());
    shift_ = static_cast<std::uint64_t>(64 - __builtin_ctzll(size));
    memory_ = PageMemory(4 * size);
    slots_ = {reinterpret_cast<std::uint32_t*>(memory_.data()), size};
    for (std::size_t begin = 0; begin < keys_.size(); begin += batch_max) {
      const std::size_t end = std::min(keys_.size(), begin + batch_max);
      for (std::size_t i = begin; i < end; ++i) {
        __builtin_prefetch(slots_.data() + slot_of(keys_[i]), 1);
      }
      for (std::size_t i = begin; i < end; ++i) {
        std::size_t at = slot_of(keys_[i]);
        while (slots_[at] != 0) at = (at + 1) % size;
        slots_[at] = static_cast<std::uint32_t>(i + 1);
      }
    }
  }

  std::size_t size() const { return keys_.size(); }
  /// What it takes for so many keys.
  static std::uint64_t bytes_for(std::size_t keys) { return 8 * keys + 4 * slots_for(keys); }

  /// The positions of up to `batch_max` keys, all of which must be there.
  void find(std::span<const std::uint64_t> keys, std::span<std::uint32_t> positions) const {
    std::array<std::size_t, batch_max> at;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      at[i] = slot_of(keys[i]);
      __builtin_prefetch(slots_.data() + at[i]);
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
      positions[i] = slots_[at[i]] - 1;
      __builtin_prefetch(keys_.data() + positions[i]);
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
      while (keys_[positions[i]] != keys[i]) {
        at[i] = (at[i] + 1) % slots_.size();
        positions[i] = slots_[at[i]] - 1;
      }
    }
  }

  std::uint64_t memory_bytes() const { return 8 * keys_.capacity() + memory_.bytes(); }

 private:
  static std::size_t slots_for(std::size_t keys) {
    std::size_t size = 1024;
    while (size < 2 * keys) size *= 2;
    return size;
  }

  std::size_t slot_of(std::uint64_t key) const {
    key *= 0x9e3779b97f4a7c15;
    return ((key ^ key >> 32) * 0xd6e8feb86659fd93) >> shift_;
  }

  std::vector<std::uint64_t> keys_;
  PageMemory memory_;
  std::span<std::uint32_t> slots_;  ///< a position + 1, or 0
  std::uint64_t shift_ = 64;
};

}  // namespace raceproof::engine

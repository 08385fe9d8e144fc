// The states of one level: a plain table that fits the cache, forgotten when the level is done.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace raceproof::engine {

/// Open addressing, at most half full.
class LevelTable {
 public:
  void clear() {
    slots_.assign(slots_.size(), empty);
    size_ = 0;
  }

  /// As `VisitedSet::insert`; keys are below 2^63.
  std::size_t insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new) {
    std::size_t kept = 0;
    for (std::size_t begin = 0; begin < keys.size(); begin += batch_max) {
      const std::size_t end = std::min(keys.size(), begin + batch_max);
      if (2 * (size_ + end - begin) > slots_.size()) grow(end - begin);
      std::uint64_t* slots = slots_.data();
      const std::uint64_t shift = shift_;
      for (std::size_t i = begin; i < end; ++i) __builtin_prefetch(slots + slot_of(keys[i], shift));
      const std::size_t before = kept;
      for (std::size_t i = begin; i < end; ++i) {
        const std::uint64_t key = keys[i];
        std::uint64_t* at = slots + slot_of(key, shift);
        while (*at != empty && *at != key) at = at + 1 == slots + slots_.size() ? slots : at + 1;
        keys[kept] = key;
        is_new[i] = *at == empty ? 1 : 0;
        kept += is_new[i];
        *at = key;
      }
      size_ += kept - before;
    }
    return kept;
  }

  std::uint64_t memory_bytes() const { return 8 * slots_.capacity(); }
  /// What it takes anew, beside what it has, while it grows to have room for so many keys more.
  std::uint64_t bytes_to_grow(std::uint64_t more) const {
    return 2 * (size_ + more) > slots_.size() ? 8 * size_to_grow(more) : 0;
  }

 private:
  static constexpr std::size_t batch_max = 256;
  static constexpr std::uint64_t empty = ~std::uint64_t{0};

  static std::size_t slot_of(std::uint64_t key, std::uint64_t shift) {
    key *= 0x9e3779b97f4a7c15;
    return ((key ^ key >> 32) * 0xd6e8feb86659fd93) >> shift;
  }

  std::size_t size_to_grow(std::size_t more) const {
    std::size_t size = std::max<std::size_t>(slots_.size(), 1024);
    while (size < 4 * (size_ + more)) size *= 2;
    return size;
  }

  void grow(std::size_t more) {
    const std::size_t size = size_to_grow(more);
    std::vector<std::uint64_t> old = std::move(slots_);
    slots_.assign(size, empty);
    shift_ = static_cast<std::uint64_t>(64 - std::countr_zero(size));
    for (const std::uint64_t key : old) {
      if (key == empty) continue;
      std::size_t at = slot_of(key, shift_);
      while (slots_[at] != empty) at = (at + 1) % slots_.size();
      slots_[at] = key;
    }
  }

  std::vector<std::uint64_t> slots_;
  std::uint64_t shift_ = 64;
  std::size_t size_ = 0;
};

}  // namespace raceproof::engine

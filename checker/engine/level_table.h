// The states of one level: a plain table that fits the cache, forgotten when the level is done.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace raceproof::engine {

/// Open addressing, at most half full.
class LevelTable {
 public:
  /// `has_positions`: whether it is asked where in the level a state stands.
  explicit LevelTable(bool has_positions = false) : width_(has_positions ? 2 : 1) {}

  /// A table that is much too large for the level that ends would take longer to clear, level after
  /// level, than to grow again.
  void clear() {
    const bool is_too_large = slots() > slots_min && size_ < slots() / 64;
    const std::size_t count = is_too_large ? slots_for(size_) : slots();
    size_ = 0;
    make_slots(count);
  }

  /// As `VisitedSet::insert`; keys are below 2^63.
  std::size_t insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new) {
    return insert_all<1>(keys, is_new.data(), nullptr);
  }

  /// The same for a table that has positions: `positions` receives that of each of all keys among
  /// those that were new since the table was cleared, in their order.
  std::size_t insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new,
                     std::span<std::uint32_t> positions) {
    return insert_all<2>(keys, is_new.data(), positions.data());
  }

  std::uint64_t memory_bytes() const { return 8 * words_.capacity(); }
  /// What it takes anew, beside what it has, while it grows to have room for so many keys more.
  std::uint64_t bytes_to_grow(std::uint64_t more) const {
    return has_room(more) ? 0 : 8 * width_ * slots_for(size_ + more);
  }

 private:
  static constexpr std::size_t batch_max = 1024;
  static constexpr std::size_t ahead = 24;
  static constexpr std::size_t fetched_max = 32;
  static constexpr std::size_t slots_min = 1024;
  static constexpr std::uint64_t empty = ~std::uint64_t{0};

  static std::size_t slot_of(std::uint64_t key, std::uint64_t shift) {
    key *= 0x9e3779b97f4a7c15;
    return ((key ^ key >> 32) * 0xd6e8feb86659fd93) >> shift;
  }

  /// Where it is written what comes of a batch: the new keys, and for each of all what it is.
  struct Found {
    std::uint64_t* keys = nullptr;
    std::uint8_t* is_new = nullptr;
    std::uint32_t* positions = nullptr;
  };

  template <std::size_t width>
  std::size_t insert_all(std::span<std::uint64_t> keys, std::uint8_t* is_new,
                         std::uint32_t* positions) {
    std::size_t kept = 0;
    for (std::size_t begin = 0; begin < keys.size(); begin += batch_max) {
      const std::size_t count = std::min(batch_max, keys.size() - begin);
      if (!has_room(count)) grow(count);
      const Found found{keys.data() + kept, is_new + begin,
                        width == 2 ? positions + begin : nullptr};
      kept += insert_batch<width>(keys.subspan(begin, count), found);
    }
    return kept;
  }

  // The slot of a key is fetched while those before it are looked at.
  template <std::size_t width>
  std::size_t insert_batch(std::span<const std::uint64_t> keys, Found found) {
    std::uint64_t* const words = words_.data();
    const std::uint64_t* const words_end = words + words_.size();
    const std::uint64_t shift = shift_;
    std::array<std::uint64_t*, fetched_max> places;
    const auto fetch = [&](std::size_t i) {
      std::uint64_t* const place = words + width * slot_of(keys[i], shift);
      places[i % fetched_max] = place;
      __builtin_prefetch(place, 1);
    };
    for (std::size_t i = 0; i < std::min(ahead, keys.size()); ++i) fetch(i);
    std::size_t kept = 0;
    std::uint64_t size = size_;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (i + ahead < keys.size()) fetch(i + ahead);
      const std::uint64_t key = keys[i];
      std::uint64_t* at = places[i % fetched_max];
      while (*at != empty && *at != key) at = at + width == words_end ? words : at + width;
      const std::uint64_t is_fresh = *at == empty ? 1 : 0;
      if constexpr (width == 2) {
        at[1] = is_fresh != 0 ? size : at[1];
        found.positions[i] = static_cast<std::uint32_t>(at[1]);
      }
      *at = key;
      found.keys[kept] = key;
      found.is_new[i] = static_cast<std::uint8_t>(is_fresh);
      kept += is_fresh;
      size += is_fresh;
    }
    size_ = size;
    return kept;
  }

  std::size_t slots() const { return words_.size() / width_; }
  bool has_room(std::size_t more) const { return 2 * (size_ + more) <= slots(); }

  static std::size_t slots_for(std::size_t keys) {
    return std::max(std::bit_ceil(2 * keys), slots_min);
  }

  void make_slots(std::size_t count) {
    if (count == slots()) {
      std::fill(words_.begin(), words_.end(), empty);
    } else {
      words_ = std::vector<std::uint64_t>(width_ * count, empty);
      shift_ = static_cast<std::uint64_t>(64 - std::countr_zero(count));
    }
  }

  void grow(std::size_t more) {
    const std::vector<std::uint64_t> old = std::move(words_);
    words_.clear();
    make_slots(slots_for(size_ + more));
    for (std::size_t i = 0; i < old.size(); i += width_) {
      if (old[i] == empty) continue;
      std::size_t slot = slot_of(old[i], shift_);
      while (words_[width_ * slot] != empty) slot = (slot + 1) % slots();
      std::copy_n(old.data() + i, width_, words_.data() + width_ * slot);
    }
  }

  std::size_t width_;  ///< words a slot: the key, and the position behind it where there are any
  std::vector<std::uint64_t> words_;
  std::uint64_t shift_ = 63;
  std::size_t size_ = 0;
};

}  // namespace raceproof::engine

// The keys that were met lately: a small table that answers for most of those that come again.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace raceproof::engine {

/// Two steps of different threads often lead to one state within a few hundred steps. A key that
/// comes again so soon is found here, within the cache, and need not be looked up in a large table.
/// Each key has one place, which the next key there takes over.
///
/// Multiplied by an odd number, keys of few bits become others of as many. The upper of these are
/// the place, and the rest is what is stored there: half a word.
class RecentKeys {
 public:
  /// Of keys below 2^bits, bits <= 63.
  explicit RecentKeys(std::uint32_t bits) { set_bits(bits); }

  /// Keys get more bits; what was met may be forgotten.
  void set_bits(std::uint32_t bits) {
    const bool is_short = bits <= short_bits;
    if (is_short && short_places_.empty()) short_places_.assign(count, 0);
    if (!is_short && places_.empty()) places_.assign(count, none);
    if (!is_short) short_places_ = {};
  }

  /// Meets the keys, in order, and calls visit(number, key, is_known) for each.
  template <typename Visit>
  void meet(std::span<const std::uint64_t> keys, Visit visit) {
    if (short_places_.empty()) {
      for (std::size_t i = 0; i < keys.size(); ++i) visit(i, keys[i], meet_long(keys[i]));
    } else {
      for (std::size_t i = 0; i < keys.size(); ++i) visit(i, keys[i], meet_short(keys[i]));
    }
  }

  std::uint64_t memory_bytes() const {
    return 4 * short_places_.capacity() + 8 * places_.capacity();
  }

 private:
  static constexpr std::uint32_t place_bits = 15;
  static constexpr std::size_t count = std::size_t{1} << place_bits;
  static constexpr std::uint32_t rest_bits = 31;
  static constexpr std::uint32_t short_bits = place_bits + rest_bits;
  static constexpr std::uint64_t none = ~std::uint64_t{0};
  static constexpr std::uint64_t factor = 0x9e3779b97f4a7c15;

  // What is stored has its highest bit set, so that a place that is empty is none of them.
  bool meet_short(std::uint64_t key) {
    const std::uint64_t mixed = key * factor << (64 - short_bits);
    const auto rest = static_cast<std::uint32_t>(mixed >> (64 - short_bits)) | 1U << rest_bits;
    std::uint32_t& place = short_places_[mixed >> (64 - place_bits)];
    const bool is_known = place == rest;
    place = rest;
    return is_known;
  }

  bool meet_long(std::uint64_t key) {
    std::uint64_t& place = places_[key * factor >> (64 - place_bits)];
    const bool is_known = place == key;
    place = key;
    return is_known;
  }

  std::vector<std::uint32_t> short_places_;  ///< one of the two
  std::vector<std::uint64_t> places_;
};

}  // namespace raceproof::engine

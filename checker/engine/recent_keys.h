// The keys that were met lately: a small table that answers for most of those that come again.
#pragma once

#include <cstdint>
#include <vector>

namespace raceproof::engine {

/// Two steps of different threads often lead to one state within a few hundred steps. A key that
/// comes again so soon is found here, within the cache, and need not be looked up in a large table.
/// Each key has one place, which the next key there takes over.
class RecentKeys {
 public:
  RecentKeys() : places_(std::size_t{1} << bits, none) {}

  /// Whether the key, below 2^63, is one that was met; from now on it is.
  bool meet(std::uint64_t key) {
    std::uint64_t& place = places_[key * 0x9e3779b97f4a7c15 >> (64 - bits)];
    const bool is_known = place == key;
    place = key;
    return is_known;
  }

  std::uint64_t memory_bytes() const { return 8 * places_.capacity(); }

 private:
  static constexpr std::uint32_t bits = 15;
  static constexpr std::uint64_t none = ~std::uint64_t{0};

  std::vector<std::uint64_t> places_;
};

}  // namespace raceproof::engine

// Numbers words in the order in which they come: the dictionary of the engine where a key is too
// wide to be an index.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace raceproof::engine {

/// Open addressing over numbers; the words themselves stand in the order of their numbers.
class WordIndex {
 public:
  /// The word's number, and whether it is new.
  std::pair<std::uint32_t, bool> insert(std::uint64_t word) {
    if (3 * (words_.size() + 1) > 2 * slots_.size()) grow();
    std::uint32_t& slot = slots_[slot_of(word)];
    if (slot != 0) return {slot - 1, false};
    words_.push_back(word);
    slot = static_cast<std::uint32_t>(words_.size());
    return {slot - 1, true};
  }

  void reserve(std::size_t count) {
    words_.reserve(count);
    while (3 * (count + 1) > 2 * slots_.size()) grow();
  }

  std::optional<std::uint32_t> find(std::uint64_t word) const {
    if (slots_.empty()) return std::nullopt;
    const std::uint32_t slot = slots_[slot_of(word)];
    return slot == 0 ? std::nullopt : std::optional(slot - 1);
  }

  std::uint64_t word(std::uint32_t number) const { return words_[number]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(words_.size()); }
  std::uint64_t memory_bytes() const { return 8 * words_.capacity() + 4 * slots_.capacity(); }
  /// What it takes anew, beside what it has, while it grows to have room for so many words more.
  std::uint64_t bytes_to_grow(std::uint64_t more) const {
    const std::uint64_t words = words_.size() + more;
    std::uint64_t bytes = 0;
    if (words > words_.capacity())
      bytes += 8 * std::max<std::uint64_t>(words, 2 * words_.capacity());
    std::uint64_t slots = std::max<std::uint64_t>(slots_.size(), 16);
    while (3 * (words + 1) > 2 * slots) slots *= 2;
    return bytes + (slots > slots_.size() ? 4 * slots : 0);
  }

 private:
  // The slot that holds the word, or the empty one where it belongs.
  std::size_t slot_of(std::uint64_t word) const {
    std::uint64_t mixed = word * 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ (mixed >> 32)) * 0xbf58476d1ce4e5b9ULL;
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (mixed >> 20) & mask;
    while (slots_[at] != 0 && words_[slots_[at] - 1] != word) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    slots_.assign(slots_.empty() ? 16 : 2 * slots_.size(), 0);
    for (std::uint32_t number = 0; number < size(); ++number) {
      slots_[slot_of(words_[number])] = number + 1;
    }
  }

  std::vector<std::uint64_t> words_;
  std::vector<std::uint32_t> slots_;  ///< number + 1, or 0; a power of two, at most 2/3 full
};

}  // namespace raceproof::engine

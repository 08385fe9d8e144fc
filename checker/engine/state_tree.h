// The numbers of all parts of a state in one word, however many they are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/bit_layout.h"
#include "checker/engine/step_row.h"
#include "checker/engine/word_index.h"

namespace raceproof::engine {

/// A binary tree over the parts. Each inner node numbers the pairs of numbers that its two children
/// have had, in the order in which they were met; the numbers of the two nodes at the top are the
/// word. A step writes few parts, so that only what stands above these is looked up again.
///
/// The tables of a node are as long as what its parts have been together, so those near the top are
/// long, the others short (tree compression: Blom, Lisser, van de Pol and Weber, "A database
/// approach to distributed state-space generation", 2007).
class StateTree {
 public:
  static constexpr std::uint32_t number_bits = 31;
  static constexpr std::uint32_t word_bits = 2 * number_bits;

  /// At least one part.
  explicit StateTree(std::uint32_t parts);

  /// The word of a state with these numbers, which becomes the open one.
  Word fold(const std::vector<PartId>& ids);
  /// Opens the state of a word that was folded before.
  void open(Word word);
  /// The numbers of the parts of the open state.
  const std::vector<PartId>& ids() const { return levels_.front().values; }
  /// The word of the open state with these writes; it stays the open one. They ascend by part.
  Word with(std::span<const PartWrite> writes);
  /// The word of a state with these numbers, of which few differ from those of the open state.
  Word near(std::span<const PartId> ids);

  std::uint64_t memory_bytes() const;
  /// What it takes anew while it gets room for so many states more.
  std::uint64_t bytes_to_grow(std::uint64_t more) const;

 private:
  /// Level 0 has the parts, each other one a node for two of the level below, or for a last one
  /// alone, whose number it has.
  struct Level {
    std::vector<std::uint32_t> values;  ///< of the open state
    std::vector<WordIndex> pairs;       ///< by node
  };
  struct Before {
    std::uint32_t* value = nullptr;
    std::uint32_t number = 0;
  };

  std::uint32_t number_above(std::size_t level, std::size_t node);
  void show(std::size_t level, std::size_t node, std::uint32_t number);
  void set(std::uint32_t& value, std::uint32_t number);
  Word word() const;

  std::vector<Level> levels_;
  Word open_ = no_word;
  std::vector<Before> changed_;
  std::vector<std::size_t> nodes_;
  std::vector<PartWrite> writes_;

  static constexpr Word no_word = ~Word{0};
};

}  // namespace raceproof::engine

// Where each part of a state stands in its packed form: some bits of a word.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "checker/engine/state_parts.h"

namespace raceproof::engine {

using Word = std::uint64_t;

/// The least number of bits that tells so many values apart; 0 for one value.
std::uint32_t bits_for(std::uint64_t values);

/// A field for every part, in their order: the threads' first, since they are looked at most. The
/// highest bit of a word is never used, so that tables of steps can use it as a mark.
class BitLayout {
 public:
  static constexpr std::uint32_t word_bits = 63;

  /// Bits of one word. They are in one piece but where the field was extended.
  struct Field {
    std::uint32_t word = 0;
    std::uint32_t width = 0;  ///< 0: the part has had one value only
    Word mask = 0;
  };

  BitLayout() = default;
  /// A width is at most 32.
  explicit BitLayout(const std::vector<std::uint32_t>& widths);

  /// The layout of one word with these fields; nothing where they overlap.
  static std::optional<BitLayout> of_masks(const std::vector<Word>& masks);

  /// The same layout with another bit for each of these parts, above all others, where the word has
  /// room: what was packed before keeps its meaning, since the new bits are zero in it.
  bool extend(const std::vector<PartIndex>& parts);

  const Field& field(PartIndex part) const { return fields_[part]; }
  Word mask(PartIndex part) const { return fields_[part].mask; }
  std::uint32_t width(PartIndex part) const { return fields_[part].width; }
  std::uint32_t words() const { return words_; }
  /// Of the one word, where there is one; of these the upper ones are those of extensions.
  std::uint32_t bits() const { return bits_; }
  std::uint32_t extended_bits() const { return extended_bits_; }

  bool fits(PartIndex part, PartId id) const { return (std::uint64_t{id} >> width(part)) == 0; }

  /// False where some number does not fit its field.
  bool pack(const std::vector<PartId>& ids, std::span<Word> words) const;
  void unpack(std::span<const Word> words, std::vector<PartId>& ids) const;

 private:
  std::vector<Field> fields_;
  std::uint32_t words_ = 1;
  std::uint32_t bits_ = 0;
  std::uint32_t extended_bits_ = 0;
};

}  // namespace raceproof::engine

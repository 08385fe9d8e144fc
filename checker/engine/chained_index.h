// Numbers rows of small numbers, of any length.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <utility>

#include "checker/engine/state_parts.h"
#include "checker/engine/word_index.h"

namespace raceproof::engine {

/// Each number stands for a beginning of a row, and with what follows for a longer one. Rows of two
/// kinds, or of two lengths, have no number in common; those of one kind and length must be over
/// the same parts.
class ChainedIndex {
 public:
  /// The number of what these parts are in a state of which all are given, and whether it is new.
  std::pair<std::uint32_t, bool> insert(std::uint32_t kind, std::span<const PartIndex> parts,
                                        std::span<const PartId> ids) {
    auto [number, is_new] = pairs_.insert(first_mark | kind);
    for (const PartIndex part : parts) {
      std::tie(number, is_new) = pairs_.insert(std::uint64_t{number} << 32 | ids[part]);
    }
    return {number, is_new};
  }

  std::uint32_t size() const { return pairs_.size(); }
  std::uint64_t memory_bytes() const { return pairs_.memory_bytes(); }

 private:
  static constexpr std::uint64_t first_mark = std::uint64_t{0xffffffff} << 32;  // no number

  WordIndex pairs_;
};

}  // namespace raceproof::engine

// A property's condition as a table over packed states, filled by evaluating it where it is new.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "checker/engine/chained_index.h"
#include "checker/engine/packed_space.h"
#include "models/expression.h"

namespace raceproof::engine {

class PredicateTable {
 public:
  /// Whether it is true in the state; notes in `reads` the parts that it has looked at. It must be
  /// a function of these parts alone.
  using Condition = std::function<bool(const State& state, std::vector<PartIndex>& reads)>;

  /// The space must outlive the table.
  PredicateTable(Condition condition, PackedSpace& space)
      : condition_(std::move(condition)), space_(&space) {}

  bool operator()(Word key);

 private:
  enum : std::uint8_t { unknown, yes, no };

  bool evaluate_new(Word key);
  std::uint8_t& slot(Word key);
  void note_reads();

  Condition condition_;
  PackedSpace* space_;
  std::uint32_t layout_number_ = 0;
  Word mask_ = 0;                     ///< the bits of what the condition was seen to read
  bool is_looked_up_ = false;         ///< too many of them for an array
  std::vector<std::uint8_t> values_;  ///< by the gathered bits, or by the numbers of `keys_`
  WordIndex keys_;
  std::vector<PartIndex> all_reads_;  ///< where states are wide: what it was seen to read
  ChainedIndex chained_;              ///< and the numbers of that
  State state_;
  std::vector<PartIndex> reads_;
};

/// A property's condition; what cannot be evaluated is false. It must outlive the table.
PredicateTable::Condition condition_of(const Expression& expression, PackedSpace& space);

}  // namespace raceproof::engine

// A property's condition as a table over packed states, filled by evaluating it where it is new.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/engine/packed_space.h"
#include "models/expression.h"

namespace raceproof::engine {

class PredicateTable {
 public:
  /// Both must outlive the table.
  PredicateTable(const Expression& condition, PackedSpace& space)
      : condition_(&condition), space_(&space) {}

  /// Whether the condition is true in the state; what cannot be evaluated is false.
  bool operator()(Word key);

 private:
  enum : std::uint8_t { unknown, yes, no };

  bool evaluate_new(Word key);
  std::uint8_t& slot(Word key);

  const Expression* condition_;
  PackedSpace* space_;
  std::uint32_t layout_number_ = 0;
  Word mask_ = 0;                     ///< the bits of what the condition was seen to read
  bool is_looked_up_ = false;         ///< too many of them for an array
  std::vector<std::uint8_t> values_;  ///< by the gathered bits, or by the numbers of `keys_`
  WordIndex keys_;
  State state_;
};

}  // namespace raceproof::engine

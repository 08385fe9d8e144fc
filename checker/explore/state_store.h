// The set of all states seen: exact, each with a number in the order of insertion.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "models/machine.h"

namespace raceproof::explore {

/// A number of a state.
using StateIndex = std::uint32_t;

/// Every state is kept whole, as a byte string in which small values take one byte: nothing is
/// hashed away, equal bytes are equal states. A table of open addressing finds the number.
class StateStore {
 public:
  StateStore();

  /// The state's number, and whether it is new.
  std::pair<StateIndex, bool> insert(const State& state);

  /// Writes the state of that number over `state`, keeping its memory.
  void decode(StateIndex index, State& state) const;

  StateIndex size() const { return static_cast<StateIndex>(offsets_.size() - 1); }
  /// What the set occupies, with what it needs next to grow.
  std::uint64_t memory_bytes() const;

 private:
  bool equals(StateIndex index) const;
  void grow();

  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint64_t> offsets_;  ///< where each state's bytes begin; one more at the end
  std::vector<std::uint64_t> table_;    ///< hash tag in the upper half, number + 1 in the lower
  std::vector<std::uint8_t> scratch_;   ///< the encoded state of the insert under way
};

}  // namespace raceproof::explore

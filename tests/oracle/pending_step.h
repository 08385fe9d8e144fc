// A step that a thread stands before (section 5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "tests/oracle/world.h"

namespace raceproof::oracle {

struct Step {
  /// In how many ways it can be taken now; 0 where it is blocked. Where it is left out: in one.
  std::function<std::size_t(const World&)> ways;
  /// Takes it in one of these ways and gives its result; throws Failed.
  std::function<std::int64_t(World&, std::size_t way)> take;
  /// Inside an `atomic` block, the block of an `await`, or `init`: part of the step before it.
  bool joined = false;
  /// An `atomic` block or an `await`, which `race_free` treats alike (section 9).
  bool indivisible_block = false;
  /// In `allow_threads`: it needs no GIL (section 6).
  bool without_gil = false;
  /// The thread is not in the middle of an instruction.
  bool at_boundary = true;
  /// The body is over; the step is there only if something is queued to be merged (section 11.7).
  bool at_the_end = false;
};

/// What became of a step: what it gave, or that the thread has merged what was queued for it
/// instead, and stands before the step still (section 11.7).
struct Taken {
  std::int64_t result = 0;
  std::optional<std::vector<std::size_t>> merged;  ///< the numbers of the objects on the list
};

}  // namespace raceproof::oracle

// What comes of expanding some states at once.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/engine/bit_layout.h"
#include "models/machine.h"

namespace raceproof::engine {

/// Something other than a successor: a state that nobody can go on from, or an end of an execution.
struct Happening {
  std::uint32_t source = 0;  ///< which of the states
  bool is_end = false;
  Choice choice;  ///< of an end: the step that failed or was discarded
  StepEnd end;
};

/// The successors of a batch of states, in the order of states, threads and alternatives.
struct Batch {
  std::vector<Word> successors;  ///< the first `count` states, packed
  std::size_t count = 0;
  std::uint64_t ends = 0;             ///< steps that lead to no successor
  std::vector<Happening> happenings;  ///< ascending by source

  void clear() {
    count = 0;
    ends = 0;
    happenings.clear();
  }
};

}  // namespace raceproof::engine

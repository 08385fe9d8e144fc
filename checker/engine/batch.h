// What comes of expanding some states at once.
#pragma once

#include <algorithm>
#include <cstddef>
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
  std::uint64_t partly = 0;           ///< states of which not all steps were taken
  std::vector<Happening> happenings;  ///< ascending by source
  std::vector<std::uint32_t> steps;   ///< by source: how many steps lead out of it, ends too

  /// Takes back what came of this state, the last one, where there were so many before.
  void take_back(std::uint32_t source, std::size_t count_before, std::uint64_t ends_before) {
    count = count_before;
    ends = ends_before;
    while (!happenings.empty() && happenings.back().source == source) happenings.pop_back();
  }

  /// Adds what came of further states, but for their successors: for these it makes room.
  void append_all_but_successors(const Batch& other) {
    if (successors.size() < count + other.count) successors.resize(count + other.count);
    count += other.count;
    ends += other.ends;
    partly += other.partly;
    steps.insert(steps.end(), other.steps.begin(), other.steps.end());
    happenings.insert(happenings.end(), other.happenings.begin(), other.happenings.end());
  }

  std::uint64_t memory_bytes() const {
    return sizeof(Word) * successors.capacity() + sizeof(Happening) * happenings.capacity();
  }

  void clear() {
    count = 0;
    ends = 0;
    partly = 0;
    happenings.clear();
    steps.clear();
  }
};

}  // namespace raceproof::engine

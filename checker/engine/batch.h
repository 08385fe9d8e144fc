// What comes of expanding some states at once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
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

/// The successors of a batch of states, in the order of states, threads and alternatives. Threads
/// fill batches of their own, in cache lines of their own.
struct alignas(128) Batch {
  std::vector<Word> successors;  ///< the first `count` states, packed
  std::size_t count = 0;
  std::uint64_t ends = 0;             ///< steps that lead to no successor
  std::uint64_t partly = 0;           ///< states of which not all steps were taken
  std::vector<Happening> happenings;  ///< ascending by source
  std::vector<std::uint32_t> steps;   ///< by source: how many steps lead out of it, ends too

  /// Where the next successors go, of which there is room for so many.
  Word* room_for(std::size_t more) {
    if (successors.size() < count + more) successors.resize(count + more);
    return successors.data() + count;
  }
  /// So many sources more, and where the numbers of steps out of them go.
  std::uint32_t* add_sources(std::size_t more) {
    steps.resize(steps.size() + more);
    return steps.data() + steps.size() - more;
  }
  void drop_sources(std::size_t last) { steps.resize(steps.size() - last); }

  /// Takes back what came of this state, the last one, where there were so many before.
  void take_back(std::uint32_t source, std::size_t count_before, std::uint64_t ends_before) {
    count = count_before;
    ends = ends_before;
    while (!happenings.empty() && happenings.back().source == source) happenings.pop_back();
  }

  std::span<Word> all_successors() { return std::span(successors).first(count); }

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

/// The same in slices that follow each other, one for each thread that has worked on them. Sources
/// are counted from the first state of all.
class SlicedBatch {
 public:
  /// Forgets all, for so many slices.
  void begin(std::size_t slices) {
    if (batches_.size() < slices) batches_.resize(slices);
    slices_ = slices;
    for (Batch& slice : all()) slice.clear();
  }

  std::span<Batch> all() { return std::span(batches_).first(slices_); }

  /// Of all slices: how many successors there are.
  std::size_t count() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < slices_; ++i) count += batches_[i].count;
    return count;
  }

  std::uint64_t memory_bytes() const {
    std::uint64_t bytes = 0;
    for (const Batch& slice : batches_) bytes += slice.memory_bytes();
    return bytes;
  }

 private:
  std::vector<Batch> batches_;
  std::size_t slices_ = 0;
};

}  // namespace raceproof::engine

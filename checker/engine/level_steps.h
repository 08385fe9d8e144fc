// Where the steps out of a level lead to in the next one, as a search has found it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/batch.h"

namespace raceproof::engine {

/// The steps out of some states that follow each other.
struct NotedSteps {
  std::vector<std::uint32_t> steps;      ///< by state: how many, also such as end the execution
  std::vector<std::uint32_t> targets;    ///< of all others: where in the next level they lead to
  std::vector<std::uint32_t> with_ends;  ///< states that have steps that end it, ascending

  NotedSteps(const Batch& batch, std::span<const std::uint32_t> targets_of)
      : steps(batch.steps), targets(targets_of.begin(), targets_of.end()) {
    for (const Happening& happening : batch.happenings) {
      const bool is_known = !with_ends.empty() && with_ends.back() == happening.source;
      if (happening.is_end && !is_known) with_ends.push_back(happening.source);
    }
  }

  std::uint64_t memory_bytes() const {
    return sizeof(NotedSteps) + 4 * (steps.capacity() + targets.capacity() + with_ends.capacity());
  }
};

}  // namespace raceproof::engine

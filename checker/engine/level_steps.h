// Where the steps out of a level lead to in the next one, as a search has found it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/batch.h"

namespace raceproof::engine {

/// The steps out of some states that follow each other.
struct NotedSteps {
  /// A state that nobody can go on from, or one out of which steps end the execution.
  struct Last {
    std::uint32_t source = 0;
    std::uint32_t ends = 0;  ///< such steps; none: it has no steps at all
  };

  std::vector<std::uint32_t> steps;    ///< by state: how many, also such as end the execution
  std::vector<std::uint32_t> targets;  ///< of all others: where in the next level they lead to
  std::size_t targets_end = 0;         ///< no target is behind it
  std::vector<Last> lasts;             ///< ascending

  NotedSteps(const Batch& batch, std::span<const std::uint32_t> targets_of, std::size_t end)
      : steps(batch.steps), targets(targets_of.begin(), targets_of.end()), targets_end(end) {
    for (const Happening& happening : batch.happenings) {
      const bool is_known = !lasts.empty() && lasts.back().source == happening.source;
      if (!is_known) lasts.push_back({happening.source, 0});
      if (happening.is_end) ++lasts.back().ends;
    }
  }

  std::uint64_t memory_bytes() const {
    return sizeof(NotedSteps) + sizeof(std::uint32_t) * (steps.capacity() + targets.capacity()) +
           sizeof(Last) * lasts.capacity();
  }
};

}  // namespace raceproof::engine

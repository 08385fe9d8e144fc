// The states on the shortest ways to some targets, with what remains to be paid from each.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "checker/explore/remaining.h"
#include "checker/explore/shortest.h"

namespace raceproof::explore {

/// It holds the targets alone at first; who walks back from their level adds the states before.
struct Cone {
  Cone(const StateSpace& space, const std::vector<Target>& targets);

  /// Whether the execution is to end by this step.
  bool is_end(StateIndex from, Choice step) const;
  /// The way through `init` from which the fewest switches remain, and how many; null where none
  /// leads to a target.
  const Edge* best_root(const StateSpace& space, std::uint32_t& least) const;

  std::unordered_map<StateIndex, Remaining> states;
  std::vector<std::pair<StateIndex, Choice>> ends;  ///< targets that are steps, ascending
  std::uint64_t level = 0;                          ///< of the targets' states
};

}  // namespace raceproof::explore

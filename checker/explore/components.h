// The strongly connected components of a state space, and of parts of it.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "checker/explore/state_space.h"

namespace raceproof::explore {

/// Components in topological order: every edge leads into the same component or a later one.
struct Components {
  std::vector<std::uint32_t> of_state;       ///< the component of each state
  std::vector<StateIndex> states;            ///< all states, component by component
  std::vector<StateIndex> first;             ///< where each begins in `states`, and one more
  std::uint32_t count() const { return static_cast<std::uint32_t>(first.size() - 1); }
};

Components components_of(const StateSpace& space);

/// What finding the components of a space, or of a part of it, takes at most.
std::uint64_t bytes_for_components(const StateSpace& space);

/// Picks edges, by the states they lead out of and their numbers in `StateSpace::edges`.
using EdgeFilter = std::function<bool(StateIndex from, std::uint64_t edge)>;

/// Finds the components of parts of one space, which must outlive it. A part is some states,
/// ascending, and the edges between them that a filter admits.
class PartComponents {
 public:
  explicit PartComponents(const StateSpace& space) : space_(space) {}

  /// All components; their states are given by place in `states`.
  Components all(const std::vector<StateIndex>& states, const EdgeFilter& keep);

  /// Those that have an edge inside, each ascending, in the order of their first states.
  std::vector<std::vector<StateIndex>> cyclic(const std::vector<StateIndex>& states,
                                              const EdgeFilter& keep);

 private:
  using Pairs = std::vector<std::pair<StateIndex, StateIndex>>;
  Pairs inner_edges(const std::vector<StateIndex>& states, const EdgeFilter& keep);

  const StateSpace& space_;
  std::vector<StateIndex> place_;  ///< per state: its place in the part + 1, or 0
};

}  // namespace raceproof::explore

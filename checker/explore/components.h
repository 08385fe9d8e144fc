// The strongly connected components of a state space. The one door to Boost.Graph here.
#pragma once

#include <cstdint>
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

}  // namespace raceproof::explore

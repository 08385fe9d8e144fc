#include "checker/explore/cone.h"

#include <algorithm>

namespace raceproof::explore {

Cone::Cone(const StateSpace& space, const std::vector<Target>& targets) {
  for (const Target& target : targets) {
    Remaining& remaining = states[target.state];
    level = level_of(space, target.state);
    if (target.step) {
      ends.emplace_back(target.state, *target.step);
      remaining.offer(static_cast<std::uint16_t>(target.step->thread), 0);
    } else {
      remaining.is_target = true;
    }
  }
  std::sort(ends.begin(), ends.end());
}

bool Cone::is_end(StateIndex from, Choice step) const {
  return std::binary_search(ends.begin(), ends.end(), std::pair(from, step));
}

const Edge* Cone::best_root(const StateSpace& space, std::uint32_t& least) const {
  const Edge* root = nullptr;
  least = unreachable;
  for (const Edge& edge : space.roots) {
    if (edge.is_end) continue;
    const auto found = states.find(edge.target);
    if (found == states.end() || found->second.least() >= least) continue;
    root = &edge;
    least = found->second.least();
  }
  return root;
}

}  // namespace raceproof::explore

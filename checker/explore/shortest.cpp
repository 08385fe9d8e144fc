#include "checker/explore/shortest.h"

#include <algorithm>

#include "checker/explore/cone.h"

namespace raceproof::explore {
namespace {

class Walk {
 public:
  Walk(const StateSpace& space, const std::vector<Target>& targets, const Limits& limits)
      : space_(space), limits_(limits), cone_(space, targets) {
    for (std::uint64_t level = cone_.level; level > 0; --level) walk_back(level - 1);
  }

  result::Schedule walk() const {
    result::Schedule schedule;
    std::uint32_t least = unreachable;
    const Edge* const root = cone_.best_root(space_, least);
    if (root == nullptr) return schedule;
    schedule.init = root->alternative;
    StateIndex at = root->target;
    std::optional<std::uint16_t> previous;
    while (!cone_.states.at(at).is_target) {
      const Edge* next = first_edge_of_cost(at, previous, least);
      if (next == nullptr) break;
      if (previous && *previous != next->thread) --least;
      schedule.steps.push_back({next->thread, next->alternative});
      if (next->is_end) break;
      previous = next->thread;
      at = next->target;
    }
    return schedule;
  }

 private:
  std::uint32_t cost_behind(StateIndex from, std::uint64_t edge_index) const {
    const Edge& edge = space_.edges[edge_index];
    if (edge.is_end) {
      return cone_.is_end(from, {edge.thread, edge.alternative}) ? 0 : unreachable;
    }
    const auto found = cone_.states.find(edge.target);
    return found == cone_.states.end() ? unreachable : found->second.behind(edge.thread);
  }

  void walk_back(std::uint64_t level) {
    const StateIndex first_deeper = space_.first_of_level[level + 1];
    for (StateIndex s = space_.first_of_level[level]; s < first_deeper; ++s) {
      if (s % states_between_looks == 0) keep_within(limits_);
      for (std::uint64_t e = space_.first_edge[s]; e < space_.first_edge[s + 1]; ++e) {
        const Edge& edge = space_.edges[e];
        if (edge.is_end || edge.target < first_deeper) continue;
        const std::uint32_t cost = cost_behind(s, e);
        if (cost != unreachable) cone_.states[s].offer(edge.thread, cost);
      }
    }
  }

  const Edge* first_edge_of_cost(StateIndex at, std::optional<std::uint16_t> previous,
                                 std::uint32_t least) const {
    const std::uint64_t level = level_of(space_, at);
    const StateIndex first_deeper = space_.first_of_level[level + 1];
    for (std::uint64_t e = space_.first_edge[at]; e < space_.first_edge[at + 1]; ++e) {
      const Edge& edge = space_.edges[e];
      if (!edge.is_end && edge.target < first_deeper) continue;
      const std::uint32_t cost = cost_behind(at, e);
      if (cost == unreachable) continue;
      const std::uint32_t switched = previous && *previous != edge.thread ? 1 : 0;
      if (cost + switched == least) return &edge;
    }
    return nullptr;
  }

  const StateSpace& space_;
  const Limits& limits_;
  Cone cone_;
};

}  // namespace

std::uint64_t level_of(const StateSpace& space, StateIndex state) {
  const auto& first = space.first_of_level;
  return static_cast<std::uint64_t>(std::upper_bound(first.begin(), first.end(), state) -
                                    first.begin()) -
         1;
}

result::Schedule best_schedule(const StateSpace& space, const std::vector<Target>& targets,
                               const Limits& limits) {
  return Walk(space, targets, limits).walk();
}

}  // namespace raceproof::explore

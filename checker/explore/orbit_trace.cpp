#include "checker/explore/orbit_trace.h"

#include <algorithm>

#include "checker/explore/cone.h"

namespace raceproof::explore {
namespace {

class OrbitWalk {
 public:
  OrbitWalk(const Machine& machine, const CanonicalState& canonical, StateSpace& space,
            const std::vector<Target>& targets, const Limits& limits)
      : machine_(machine),
        canonical_(canonical),
        space_(space),
        limits_(limits),
        cone_(space, targets) {
    for (std::uint64_t level = cone_.level; level > 0; --level) walk_back(level - 1);
  }

  result::Schedule walk() {
    result::Schedule schedule;
    std::uint32_t least = unreachable;
    const Edge* const root = cone_.best_root(space_, least);
    if (root == nullptr) return schedule;
    schedule.init = root->alternative;
    State at;
    space_.states.decode(root->target, at);
    std::optional<std::uint32_t> previous;
    for (std::uint64_t level = 0; !cone_.states.at(index_of(at)).is_target; ++level) {
      std::optional<Step> next = first_step_of_cost(level, at, previous, least);
      if (!next) break;
      if (previous && *previous != next->choice.thread) --least;
      schedule.steps.push_back(next->choice);
      if (next->is_end) break;
      previous = next->choice.thread;
      at = std::move(next->successor);
    }
    return schedule;
  }

 private:
  struct Step {
    Choice choice;
    State successor;
    bool is_end = false;
  };

  // All states here were met before, so none is new. Leaves the places of the threads behind.
  StateIndex index_of(State state) {
    canonical_.make(state, places_);
    return space_.states.insert(state).first;
  }

  // `from`, of that level, is where the step leads out of.
  std::uint32_t cost_behind(std::uint64_t level, const State& from, const Step& step) {
    if (step.is_end) {
      const StateIndex index = index_of(from);
      const Choice choice{places_[step.choice.thread], step.choice.alternative};
      return cone_.is_end(index, choice) ? 0 : unreachable;
    }
    const StateIndex index = index_of(step.successor);
    const auto found = cone_.states.find(index);
    if (index < space_.first_of_level[level + 1] || found == cone_.states.end()) return unreachable;
    return found->second.behind(static_cast<std::uint16_t>(places_[step.choice.thread]));
  }

  template <typename Visit>
  void each(const State& from, Visit visit) {
    std::vector<std::uint32_t> enabled;
    machine_.enabled(from, enabled);
    for (const std::uint32_t thread : enabled) {
      machine_.expand(from, thread,
                      [&](std::uint32_t alternative, State&& next, const StepEnd& end) {
                        const bool is_end = end.kind != StepEnd::Kind::normal;
                        return visit(Step{{thread, alternative}, std::move(next), is_end});
                      });
    }
  }

  void walk_back(std::uint64_t level) {
    const StateIndex first_deeper = space_.first_of_level[level + 1];
    State from;
    for (StateIndex s = space_.first_of_level[level]; s < first_deeper; ++s) {
      if (s % states_between_looks == 0) keep_within(limits_);
      if (!leads_on(s, first_deeper)) continue;
      space_.states.decode(s, from);
      each(from, [&](const Step& step) {
        const std::uint32_t cost = cost_behind(level, from, step);
        if (cost != unreachable) {
          cone_.states[s].offer(static_cast<std::uint16_t>(step.choice.thread), cost);
        }
        return true;
      });
    }
  }

  bool leads_on(StateIndex s, StateIndex first_deeper) const {
    for (std::uint64_t e = space_.first_edge[s]; e < space_.first_edge[s + 1]; ++e) {
      const Edge& edge = space_.edges[e];
      if (!edge.is_end && edge.target >= first_deeper && cone_.states.count(edge.target) != 0) {
        return true;
      }
    }
    return false;
  }

  std::optional<Step> first_step_of_cost(std::uint64_t level, const State& at,
                                         std::optional<std::uint32_t> previous,
                                         std::uint32_t least) {
    std::optional<Step> found;
    each(at, [&](Step step) {
      if (found) return false;
      const std::uint32_t cost = cost_behind(level, at, step);
      const std::uint32_t switched = previous && *previous != step.choice.thread ? 1 : 0;
      if (cost != unreachable && cost + switched == least) found = std::move(step);
      return !found;
    });
    return found;
  }

  const Machine& machine_;
  const CanonicalState& canonical_;
  StateSpace& space_;
  const Limits& limits_;
  Cone cone_;
  std::vector<std::uint32_t> places_;
};

}  // namespace

result::Schedule best_schedule(const Machine& machine, const CanonicalState& canonical,
                               StateSpace& space, const std::vector<Target>& targets,
                               const Limits& limits) {
  return OrbitWalk(machine, canonical, space, targets, limits).walk();
}

}  // namespace raceproof::explore

#include "checker/explore/starvation.h"

#include <algorithm>
#include <memory>
#include <numeric>

#include "checker/explore/shortest.h"
#include "checker/property/waiting.h"

namespace raceproof::explore {

Starvation::Starvation(const Machine& machine, const StateSpace& space, Fairness& fairness)
    : machine_(machine),
      space_(space),
      fairness_(fairness),
      ends_(machine, space, fairness.limits()) {
  std::vector<StateIndex> all(space.expanded());
  std::iota(all.begin(), all.end(), StateIndex{0});
  PartComponents components(space);
  const auto everywhere = [](StateIndex, std::uint64_t) { return true; };
  for (const std::vector<StateIndex>& part : components.cyclic(all, everywhere)) {
    cyclic_.insert(cyclic_.end(), part.begin(), part.end());
  }
  std::sort(cyclic_.begin(), cyclic_.end());
  ends_.note(cyclic_);
}

std::vector<Starving> Starvation::nearest() {
  const std::uint32_t threads = fairness_.threads();
  for (std::uint32_t thread = 0; thread < threads; ++thread) at_steps(thread);
  for (std::uint32_t thread = 0; thread < threads; ++thread) in_loops(thread);
  return std::move(found_);
}

void Starvation::offer(const std::vector<StateIndex>& states, const EdgeFilter& keep) {
  for (std::vector<StateIndex>& part : fairness_.fair_parts(states, keep)) {
    const std::uint64_t level = level_of(space_, part.front());
    if (!found_.empty() && level > level_) continue;
    if (level < level_) found_.clear();
    level_ = level;
    found_.push_back({std::move(part), keep});
  }
}

// A thread that takes no step stays where it is, so its own edges are all that is left out.
void Starvation::at_steps(std::uint32_t thread) {
  std::vector<StateIndex> waiting;
  State state;
  for (const StateIndex s : cyclic_) {
    if (s % states_between_looks == 0) keep_within(fairness_.limits());
    space_.states.decode(s, state);
    if (property::waiting_of(machine_, state, thread)) waiting.push_back(s);
  }
  offer(waiting, [this, thread](StateIndex, std::uint64_t e) {
    return space_.edges[e].thread != thread;
  });
}

// Loops of the same depth are looked at together: no edge is kept between two of them.
void Starvation::in_loops(std::uint32_t thread) {
  const Program& program = machine_.program();
  std::vector<LoopIndex> loops;
  std::uint32_t deepest = 0;
  State state;
  for (const StateIndex s : cyclic_) {
    if (s % states_between_looks == 0) keep_within(fairness_.limits());
    space_.states.decode(s, state);
    loops.push_back(property::loop_of(machine_, state, thread));
    deepest = std::max(deepest, property::depth_of(program, loops.back()));
  }
  for (std::uint32_t depth = deepest; depth > 0; --depth) {
    auto loop_of = std::make_shared<std::vector<LoopIndex>>(space_.expanded(), 0);
    std::vector<StateIndex> inside;
    for (std::size_t i = 0; i < loops.size(); ++i) {
      if (property::depth_of(program, loops[i]) < depth) continue;
      inside.push_back(cyclic_[i]);
      (*loop_of)[cyclic_[i]] = property::loop_at_depth(program, loops[i], depth);
    }
    offer(inside, [this, thread, loop_of](StateIndex from, std::uint64_t e) {
      const Edge& edge = space_.edges[e];
      const LoopIndex loop = (*loop_of)[from];
      return loop == (*loop_of)[edge.target] &&
             (edge.thread != thread || !ends_.passes(e, loop));
    });
  }
}

}  // namespace raceproof::explore

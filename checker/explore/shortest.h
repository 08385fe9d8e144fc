// The best trace to a target: fewest steps, then fewest switches, then the least schedule.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/explore/limits.h"
#include "checker/explore/state_space.h"
#include "checker/result/schedule.h"

namespace raceproof::explore {

/// Where a trace may end: in a state, or by a step out of it that ends the execution.
struct Target {
  StateIndex state = 0;
  std::optional<Choice> step;
};

/// The best schedule to any of the targets. They must all be the same number of steps away (the
/// levels of their states agree), and be explored as far as the way to them goes. Among the
/// schedules of so many steps none has fewer switches, and of those with as few none is less, step
/// by step, by thread and then by alternative; the way through `init` is compared first.
/// Throws LimitReached.
result::Schedule best_schedule(const StateSpace& space, const std::vector<Target>& targets,
                               const Limits& limits = {});

/// The level of a state: the least number of steps that reach it.
std::uint64_t level_of(const StateSpace& space, StateIndex state);

}  // namespace raceproof::explore

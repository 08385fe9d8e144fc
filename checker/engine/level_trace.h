// The best trace to a target, rebuilt from the levels: no state keeps where it came from.
#pragma once

#include <vector>

#include "checker/engine/packed_space.h"
#include "checker/explore/shortest.h"
#include "checker/result/schedule.h"

namespace raceproof::engine {

/// As `explore::best_schedule`, of which it gives the same schedules.
///
/// On a shortest way to a target on level d the i-th state is one of level i, and what comes before
/// a state of level l is any state of level l - 1 that has it as a successor. So the levels are
/// expanded once more from the target back to the start, keeping the states from which a target can
/// be reached in time, each with the switches that remain; and from the start the cheapest steps
/// are taken. Throws LimitReached.
result::Schedule best_schedule(PackedSpace& space, const std::vector<explore::Target>& targets,
                               const explore::Limits& limits = {});

}  // namespace raceproof::engine

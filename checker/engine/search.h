// The search over every interleaving, breadth first, on packed states. It gives the same states in
// the same order as `explore::explore`, which it replaces where the graph itself is not asked for.
#pragma once

#include <vector>

#include "checker/engine/packed_space.h"
#include "checker/engine/watch.h"
#include "checker/explore/explore.h"

namespace raceproof::engine {

/// Explores all that is reachable, level by level, within the limits. The observers are shown the
/// states that `watch` finds of interest, and those from which nobody can go on.
///
/// Nothing is returned where the states do not fit into one word: then the space and what the
/// observers have seen is of no use.
std::optional<explore::Stop> search(const Machine& machine, const explore::Limits& limits,
                                    const std::vector<explore::Observer*>& observers, Watch& watch,
                                    PackedSpace& space);

}  // namespace raceproof::engine

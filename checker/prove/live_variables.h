// Which variables still matter where a thread stands: what is not read any more may be anything.
#pragma once

#include <vector>

#include "checker/prove/transition_system.h"

namespace raceproof::prove {

/// By location of the graph, by variable: whether an edge out of it may read the variable, or
/// computes from it one that is live behind it. `always` says which are live everywhere.
std::vector<std::vector<bool>> live_variables(const ThreadGraph& graph,
                                              const std::vector<bool>& always);

}  // namespace raceproof::prove

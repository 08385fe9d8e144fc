// What `eventually P` and `leads_to(P, Q)` still wait for along a run.
#pragma once

#include <vector>

#include "checker/explore/limits.h"
#include "checker/explore/state_space.h"
#include "checker/property/property.h"

namespace raceproof::explore {

/// States together with whether something is awaited in them: for `leads_to`, a Q, since there was
/// a P and no Q behind it or with it; for `eventually`, a P, since there was none so far: runs are
/// followed no further than to the first. Vertices are numbered level by level as states are, so
/// that traces to them are chosen alike; no states are stored in the graph.
struct Pending {
  StateSpace graph;
  std::vector<StateIndex> state_of;  ///< of each vertex, in the space
  std::vector<bool> is_pending;      ///< of each vertex
};

/// States that the space has not expanded have no edges here and are of the kind `inner`.
/// Throws LimitReached.
Pending pending_of(const StateSpace& space, const property::Property& property,
                   const Limits& limits = {});

}  // namespace raceproof::explore

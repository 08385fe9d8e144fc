// Exact counts of interleavings and exact probabilities, level by level: no step is stored.
#pragma once

#include "checker/engine/packed_space.h"
#include "checker/explore/count.h"

namespace raceproof::engine {

/// As `explore::count`, of which it gives the same shares, for a space that was explored completely
/// and in which all ways to a state are equally long. Each state of a level passes on to its
/// successors on the next one how many ways lead to it; only two levels are held.
/// Throws LimitReached.
void count(PackedSpace& space, explore::Counts& counts, const explore::Limits& limits);

}  // namespace raceproof::engine

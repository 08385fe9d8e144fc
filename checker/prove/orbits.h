// Candidates that differ in which of several identical threads is which: an orbit.
#pragma once

#include <cstddef>
#include <vector>

#include "checker/prove/invariant.h"

namespace raceproof::prove {

/// So many threads of one kind are alike enough to be worth it.
bool has_many_alike(const FlatSystem& system);

/// By candidate: the number of its orbit. Of a candidate about one thread, all others of a kind are
/// taken for the same one, so that now and then two orbits have one number.
std::vector<std::size_t> orbits(const FlatSystem& system, const std::vector<Formula>& candidates);

}  // namespace raceproof::prove

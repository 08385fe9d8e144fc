// Expected visits by Gaussian elimination with fractions.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/explore/expected_visits.h"

namespace raceproof::explore {

/// As `expected_visits`. The fractions grow as the elimination goes on, so this is for components
/// of very few states.
std::vector<result::Rational> visits_by_elimination(std::uint32_t states,
                                                    const std::vector<ChainEdge>& edges,
                                                    const std::vector<result::Rational>& inflow,
                                                    const Limits& limits = {});

}  // namespace raceproof::explore

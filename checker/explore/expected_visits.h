// How often a random execution comes to the states of a cycle.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/explore/limits.h"
#include "checker/result/number.h"

namespace raceproof::explore {

/// One transition inside a component: from and to are numbers in it; its probability is 1 / one_in,
/// and one_in is from 1 to 2^62. Parallel edges add up.
struct ChainEdge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::uint64_t one_in = 1;
};

/// The exact expected number of visits to each state of a component, entered with the given
/// probabilities: the solution v of v = inflow + v Q. The component must have a way out (some
/// state's probabilities inside sum to less than 1 and every state reaches it); otherwise
/// `std::invalid_argument` is thrown. No inflow is negative. Throws LimitReached too.
std::vector<result::Rational> expected_visits(std::uint32_t states,
                                              const std::vector<ChainEdge>& edges,
                                              const std::vector<result::Rational>& inflow,
                                              const Limits& limits = {});

}  // namespace raceproof::explore

// Candidates for an invariant that are read off the states of small instances.
#pragma once

#include <vector>

#include "checker/prove/small_instance.h"

namespace raceproof::prove {

/// Where a thread stands, two threads stand, or a variable has a value, a variable, or the sum or
/// difference of two, lies between two bounds. The bounds are those in the instances, which must
/// depend on the large constants in an affine way; so they are invented for the size that is asked
/// about. With `counters`, which say how far threads are in their loops, the same of sums of two
/// values and counters of one thread or two, and nothing else. None that follows from another one
/// by leaving out a condition. None where there are no instances; none about two variables where
/// there would be very many. Throws BudgetSpent where `stop` says so.
///
/// Source: M. D. Ernst et al., Dynamically discovering likely program invariants, 2001.
std::vector<Family> learnt_candidates(const TransitionSystem& system, const FlatSystem& flat,
                                      const SmallInstances& small,
                                      const std::vector<VariableIndex>& counters,
                                      const std::function<bool()>& stop);

}  // namespace raceproof::prove

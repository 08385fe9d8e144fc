// All reachable states as a formula, from the exact fixpoint: an invariant without candidates.
#pragma once

#include <functional>

#include "checker/prove/fixpoint.h"
#include "checker/prove/without_dead.h"

namespace raceproof::prove {

/// A disjunction over the vectors of places that are reached, of conjunctions of inequalities, at
/// most 1,000 of them. It says nothing of dead variables. Throws BudgetSpent where the fixpoint
/// does not end, or is larger or no union of such.
Formula reached_formula(const Presburger& in, const TransitionSystem& system,
                        const FlatSystem& flat, const Liveness& live,
                        const std::function<bool()>& stop);

}  // namespace raceproof::prove

// Of an invariant, what a claim needs: few parts, that imply each other step by step.
#pragma once

#include <functional>
#include <vector>

#include "checker/prove/invariant.h"

namespace raceproof::prove {

/// Numbers of parts that exclude `violation` and are inductive by themselves, ascending. All parts
/// together must be so. The violation may use `variables` variables, those behind the system's are
/// its own. Throws BudgetSpent.
std::vector<std::size_t> needed_part(const FlatSystem& system, const std::vector<Formula>& parts,
                                     const Formula& violation, std::size_t variables,
                                     const std::function<bool()>& stop);

/// Numbers of parts that exclude `violation`, none of which can be left out, ascending. All parts
/// together must exclude it. Throws BudgetSpent.
std::vector<std::size_t> excluding_part(const std::vector<Formula>& parts,
                                        const Formula& violation, std::size_t variables);

}  // namespace raceproof::prove

// An invariant that says nothing of variables where they do not matter: the transition system makes
// them zero there, another one need not.
#pragma once

#include <vector>

#include "checker/prove/invariant.h"

namespace raceproof::prove {

/// By thread, by location, by variable of the system: whether it is live there.
using Liveness = std::vector<std::vector<std::vector<bool>>>;

/// `kept` are the cells that properties read.
Liveness liveness_of(const TransitionSystem& system, const Program& program,
                     const std::vector<CellIndex>& kept);

/// The parts with zero for each local where it is dead, those left out that then say nothing.
std::vector<Formula> without_dead(const FlatSystem& flat, const Liveness& live,
                                  const std::vector<Formula>& parts);

}  // namespace raceproof::prove

// Makes a transition system small without changing what can be observed: what never changes is a
// constant, what is not read any more is zero, what is no variable any more is left out. Fewer
// different values are fewer sets.
#pragma once

#include "checker/prove/transition_system.h"

namespace raceproof::prove {

/// `kept` are the cells that properties may read. On entry there is one variable a cell.
void simplify(TransitionSystem& system, const std::vector<CellIndex>& kept, const Program& program);

}  // namespace raceproof::prove

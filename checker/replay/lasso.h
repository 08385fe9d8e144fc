// Whether a lasso (some steps once, then some steps for ever) violates a progress property. All of
// it is computed from the machine again: the search's word is taken for nothing.
#pragma once

#include <cstddef>

#include "checker/replay/judge.h"

namespace raceproof::replayer {

/// Runs the schedule once; the steps from `loop_start` on are those repeated for ever. It is a
/// violation if they lead back to where they began, are fair (see checker/explore/fairness.h for
/// what that asks), and what the property promises stays away all the time. `what` says who waits
/// or spins where, or why it is none.
Judged judge_lasso(const Machine& machine, const property::Property& property,
                   const result::Schedule& schedule, std::size_t loop_start);

}  // namespace raceproof::replayer

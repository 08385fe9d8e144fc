// Whether a lasso (some steps once, then some steps for ever) violates a progress property. All of
// it is computed from the machine again: the search's word is taken for nothing.
#pragma once

#include <cstddef>
#include <vector>

#include "checker/replay/judge.h"

namespace raceproof::replayer {

/// Runs the schedule once; the steps from `loop_start` on are those repeated for ever. It is a
/// violation if they lead back to where they began, are fair (see checker/explore/fairness.h for
/// what that asks), and what the property promises stays away all the time. `what` says who waits
/// or spins where, or why it is none.
Judged judge_lasso(const Machine& machine, const property::Property& property,
                   const result::Schedule& schedule, std::size_t loop_start);

/// The steps from which on the schedule leads back to the state that it ends in, ascending; of
/// very many only the first. Nothing where it is not allowed or ends the execution. A schedule does
/// not say where its loop begins, so any of them can be meant.
std::vector<std::size_t> loop_starts(const Machine& machine, const result::Schedule& schedule);

}  // namespace raceproof::replayer

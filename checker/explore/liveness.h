// Judges `eventually`, `leads_to` and `starvation_free` on what a search has explored.
#pragma once

#include <cstddef>
#include <optional>

#include "checker/explore/limits.h"
#include "checker/explore/state_space.h"
#include "checker/property/property.h"
#include "checker/result/schedule.h"

namespace raceproof::explore {

/// A violation: an execution that ends, or a lasso, whose steps from `loop_start` on are repeated
/// for ever.
struct Lasso {
  result::Schedule schedule;
  std::optional<std::size_t> loop_start;
};

/// Whether the kind is one of those three.
bool is_liveness(property::Kind kind);

/// The violation to be shown, if there is one. An execution that ends is preferred, since it is
/// easier to follow; stuck ones are looked for in `eventually` and `leads_to` only, as the search
/// itself finds them for `starvation_free`. Then the lasso with the best prefix: fewest steps,
/// fewest switches, least. Without the complete space no lasso is looked for, as what the states at
/// its border let go on is not known. Throws LimitReached.
std::optional<Lasso> find_violation(const Machine& machine, const StateSpace& space,
                                    const property::Property& property, bool is_complete,
                                    const Limits& limits = {});

}  // namespace raceproof::explore

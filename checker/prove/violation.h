// The states that a property excludes, as a formula over the invariant's variables.
#pragma once

#include <optional>

#include "checker/property/property.h"
#include "checker/prove/above.h"

namespace raceproof::prove {

/// How finely edges must be cut for the property to be seen at their ends.
Grain grain_of(const property::Property& property, const Program& program);

/// The states that must not be reached, of properties that say so of single states. Of `outcomes`:
/// the final states with values outside the set; that all in it come out is another matter. Throws
/// Unsupported.
Formula violation_of(const property::Property& property, const TransitionSystem& system,
                     const Program& program, Above& above);

}  // namespace raceproof::prove

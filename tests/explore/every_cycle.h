// Progress decided the dumb way: by looking at every set of edges that a run could take for ever.
#pragma once

#include <optional>

#include "checker/property/property.h"
#include "models/machine.h"

namespace raceproof::every_cycle {

/// Whether the property (`eventually`, `leads_to` or `starvation_free`) is violated; nothing where
/// there are too many sets of edges to look at. It shares with the checker the machine alone.
std::optional<bool> is_violated(const Machine& machine, const property::Property& property);

}  // namespace raceproof::every_cycle

// What is told of a search that a limit ended. Private to the checker.
#pragma once

#include "checker/exploration.h"
#include "checker/result/partial.h"

namespace raceproof {

/// The sizes of the whole levels, and the parts of the state that take the most values on them. Of
/// many states only some are looked at, always the same ones.
result::Partial partial_of(const Machine& machine, Exploration& exploration);

}  // namespace raceproof

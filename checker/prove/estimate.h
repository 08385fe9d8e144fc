// How many states a program may have, before any is visited.
#pragma once

#include <cstdint>
#include <optional>

#include "models/machine.h"

namespace raceproof::prove {

/// How many states the threads' positions and counters may have between them, roughly and capped;
/// nothing where the program has no long loop or is not supported: a proof is not worth trying.
std::optional<std::uint64_t> estimated_states(const Machine& machine);

}  // namespace raceproof::prove

// How many alternatives a step can have, as far as the code tells.
#pragma once

#include <cstdint>

#include "models/program.h"

namespace raceproof {

/// At least as many as any step of the threads, or `init`, ever has; capped at `limit`. A block
/// that is one step has at most as many as the product of all that it may choose from.
std::uint64_t most_alternatives(const Program& program, std::uint64_t limit);

}  // namespace raceproof

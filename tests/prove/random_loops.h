// Random scenarios with short loops: increments, copies, conditions, locks, flags. Small enough to
// be explored state by state, and of the same kind as those that are not.
#pragma once

#include <cstdint>
#include <string>

namespace raceproof::random_loops {

/// The scenario of that number, without properties. It has the shared variables x and y.
std::string scenario(std::uint64_t number);

}  // namespace raceproof::random_loops

// Random scenarios with short loops: increments, copies, conditions, locks, flags. Small enough to
// be explored state by state, and of the same kind as those that are not.
#pragma once

#include <cstdint>
#include <string>

namespace raceproof::random_loops {

struct Scenario {
  std::string text;   ///< without properties; with the shared variables x, y and a, and a lock m
  std::string local;  ///< the name of a local, as properties write it
};

/// The scenario of that number.
Scenario scenario(std::uint64_t number);

}  // namespace raceproof::random_loops

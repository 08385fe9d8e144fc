// What is known of a search that a limit ended, and of what makes its states many.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace raceproof::result {

/// A part of the state, and how many values it has had: a factor of the number of states.
struct Spread {
  std::string what;          ///< "x", "rounds of the loop in worker[0..1]", ...
  std::uint32_t line = 0;    ///< where it stands in the file
  std::uint64_t values = 0;  ///< at least
};

/// As of the last level that was expanded whole, so that it does not depend on the order of work.
struct Partial {
  std::vector<std::uint64_t> level_sizes;  ///< the states of each whole level
  std::vector<Spread> spreads;             ///< the greatest first
};

/// How the number of states grows with a constant: measured where it is small, estimated where not.
struct Forecast {
  std::string constant;
  std::int64_t value = 0;  ///< in force
  std::vector<std::pair<std::int64_t, std::uint64_t>> measured;  ///< states by value
  std::uint64_t states = 0;  ///< estimated for the value in force; saturates; 0: cannot be told
  std::int64_t smaller = 0;            ///< a value that is likely to stay within what was reached
  std::uint64_t states_of_smaller = 0; ///< measured or estimated
};

}  // namespace raceproof::result

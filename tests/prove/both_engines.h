// The same scenario by the symbolic engine and by a visit to every state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "models/execution_model.h"

namespace raceproof::both_engines {

/// Scenarios for both engines have no more states than this.
constexpr std::uint64_t states_max = 60'000;

struct Tally {
  std::size_t decided = 0;                       ///< properties that both decided
  std::map<std::string, std::size_t> undecided;  ///< why the symbolic engine did not, how often
  std::map<std::string, std::size_t> methods;    ///< by which method it did, without numbers
  std::size_t exact = 0;                         ///< sets of final values that are known exactly
  std::size_t bounded = 0;                       ///< those of which something is known
  std::size_t unknown = 0;                       ///< and the others
  std::map<std::string, std::size_t> not_exact;  ///< why final values are not known, how often
};

/// Checks all properties of the text with both engines; it is a failure of the test where one says
/// `holds` and the other `violated`, or a trace is not confirmed.
void compare(const std::string& text, const ExecutionModel& model, Tally& tally);

/// Compares the final values: exactly these where the symbolic engine says so; else what it has
/// from below is within what every state gives, and that is within what it has from above.
void compare_outcomes(const std::string& text, const ExecutionModel& model, Tally& tally);

}  // namespace raceproof::both_engines

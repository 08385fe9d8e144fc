// The engine against the brute-force oracle, on one scenario.
#pragma once

#include <cstdint>
#include <string>

namespace raceproof::differential {

/// What a comparison found.
struct Comparison {
  std::string difference;     ///< the first disagreement, or empty
  unsigned models = 0;        ///< how many models both answered in full
  unsigned gave_up = 0;       ///< how many the oracle gave up on
};

/// Compares outcomes, counts, probabilities, deadlocks, failures and the verdicts of every property
/// under every model, for the text of a valid scenario. `limit`: interleavings of the oracle.
Comparison compare(const std::string& source, std::uint64_t limit);

}  // namespace raceproof::differential

// The final values of a scenario in one line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "checker/result/result.h"

namespace raceproof::report {

/// "true", "-1"; "?" for what cannot be evaluated.
std::string observed_value(const property::Observed& observed, std::optional<std::int64_t> value);

/// "x in 2..20", "(x, y) in {(0, 1), (1, 1)}": the possible outcomes in one line.
std::string outcome_set(const result::OutcomeTable& table);
/// "x in 2..2000000", of a set that was proved.
std::string outcome_set(const result::SymbolicOutcomes& outcomes);

/// "x = 1, y = true".
std::string outcome_values(const result::OutcomeTable& table, const result::Outcome& outcome);

}  // namespace raceproof::report

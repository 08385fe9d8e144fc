// The answer of `outcomes` for people: every final value, how many interleavings end with it, and
// how likely it is.
#pragma once

#include <string>

#include "checker/report/trace_text.h"

namespace raceproof::report {

std::string outcomes_text(const Subject& subject, const result::Result& result,
                          const TextOptions& options);

/// "x in 2..20", "(x, y) in {(0, 1), (1, 1)}": the possible outcomes in one line.
std::string outcome_set(const result::OutcomeTable& table);
/// "x in 2..2000000", of a set that was proved.
std::string outcome_set(const result::SymbolicOutcomes& outcomes);

/// "x = 1, y = true".
std::string outcome_values(const result::OutcomeTable& table, const result::Outcome& outcome);

/// Rounded for people: "0.7500", "1.11e-13".
std::string rounded(const result::Rational& value);

}  // namespace raceproof::report

// The answer of `outcomes` for people: every final value, how many interleavings end with it, and
// how likely it is.
#pragma once

#include <string>

#include "checker/report/trace_text.h"

namespace raceproof::report {

std::string outcomes_text(const Subject& subject, const result::Result& result,
                          const TextOptions& options);

/// Rounded for people: "0.7500", "1.11e-13".
std::string rounded(const result::Rational& value);

}  // namespace raceproof::report

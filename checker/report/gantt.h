// Schedules in time as bars of letters: a row per thread, and who has the GIL on a row of its own.
#pragma once

#include <string>
#include <string_view>

#include "checker/result/makespan.h"
#include "models/program.h"

namespace raceproof::report {

/// The least and the greatest, or one chart where all schedules take the same time. ASCII, every
/// line behind `indent` and, that included, at most 100 columns wide; names are cut.
std::string gantt(const result::Makespan& makespan, const Program& program,
                  std::string_view indent = "");

}  // namespace raceproof::report

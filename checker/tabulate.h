// The table of final values that a search has led to. Private to the checker.
#pragma once

#include <functional>
#include <string>

#include "checker/exploration.h"
#include "checker/explore/limits.h"
#include "checker/result/result.h"

namespace raceproof {

/// Puts the table that was asked for into the answer. Where a limit ends the counting, the values
/// are known all the same; where a limit has ended the search, those that were met are, and of each
/// a shortest execution to it, as far as these are found again with little work. Returns what the
/// replayer does not confirm of them, or nothing. `why` puts a limit into words.
std::string tabulate(const Machine& machine, Exploration& exploration,
                     const explore::Limits& limits,
                     const std::function<std::string(explore::Stop)>& why,
                     result::ModelResult& answer);

}  // namespace raceproof

// Why the symbolic engine gives up: always with a reason that can be shown, never with a guess.
#pragma once

#include <string>

#include "models/source_span.h"

namespace raceproof::prove {

/// Thrown where a scenario needs what the engine cannot express; the place is in the file.
struct Unsupported {
  std::string what;
  SourceSpan span{0, 0, 0};
};

/// "the symbolic engine does not support `start` (line 3)".
std::string sentence(const Unsupported& reason);

/// Thrown where a counted budget is used up.
struct BudgetSpent {
  std::string what;
};

}  // namespace raceproof::prove

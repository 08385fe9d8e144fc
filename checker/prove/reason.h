// Why no execution ends with something: the parts of the invariant that exclude it, in words.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "models/expression.h"
#include "models/machine.h"

namespace raceproof::prove {

/// Lines, or none where the invariant of history variables does not exclude it or is not found.
std::vector<std::string> reason_against(const Machine& machine, const Expression& final_condition,
                                        const std::function<bool()>& stop);

}  // namespace raceproof::prove

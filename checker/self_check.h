// A reduced search and a plain one answer the same question the same way, or raceproof is wrong.
// Private to the checker.
#pragma once

#include <string>
#include <vector>

#include "checker/result/result.h"

namespace raceproof {

/// What differs first: "the number of states", ...; empty where nothing does. Where a limit has
/// ended one of the two, only what both have decided is compared, and which outcomes were seen.
std::string difference_between(const result::ModelResult& reduced, const result::ModelResult& plain,
                               const std::vector<property::Property>& properties);

}  // namespace raceproof

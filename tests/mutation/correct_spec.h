// Which scenarios a planted bug is looked for in.
#pragma once

#include <vector>

#include "checker/property/property.h"

namespace raceproof::mutation {

/// Whether a scenario documents no bug: it states something that holds, and nothing of it `fails`
/// but what needs a lock removed (the lock is necessary), what says what the program is rather than
/// what is wrong with it (a data race, results that no serial order gives, as litmus tests have),
/// and what is said to be impossible.
bool is_correct(const std::vector<property::Property>& properties);

}  // namespace raceproof::mutation

// How many states smaller sizes of a scenario have, and what that says of this one. Private to the
// checker.
#pragma once

#include <optional>

#include "checker/checker.h"

namespace raceproof {

/// Explores the scenario with its greatest constant at 1, 2, 3, ... as long as the states are few.
/// Nothing where no constant makes a difference. `states_max` is what a search can take, as it has
/// shown. It ends by itself within moments.
std::optional<result::Forecast> forecast(const lang::Lowered& scenario,
                                         const result::ModelResult& model,
                                         std::uint64_t states_max);

}  // namespace raceproof

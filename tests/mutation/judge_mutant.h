// Whether a planted bug is caught: what `raceproof check` says of a mutant.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checker/checker.h"

namespace raceproof::mutation {

enum class Fate : std::uint8_t {
  caught,     ///< some property is no longer as stated
  survived,   ///< all are
  undecided,  ///< a limit was reached first
  stillborn,  ///< not a scenario any more
  internal,   ///< the checker contradicted itself
};

/// "caught", "survived", ...
std::string_view name(Fate fate);

/// The models in which something is stated or judged by default, in their order.
std::vector<const ExecutionModel*> judged_models(const lang::Lowered& scenario);

/// Checks a text under one model after the other, until one shows that it is not as stated.
Fate judge(std::string_view source, const std::vector<const ExecutionModel*>& models);

}  // namespace raceproof::mutation

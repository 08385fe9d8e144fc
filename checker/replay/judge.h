// Whether one execution violates a property: the independent confirmation of a counterexample.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/replay/replay.h"

namespace raceproof::replayer {

/// A run, and whether it violates the property (for `possible`: whether it is a witness).
struct Judged {
  Run run;
  bool is_violation = false;
  std::string what;  ///< one line: what is violated, with the values
};

/// Final values of all shared variables under `serial`, for `serializable`.
using SerialFinals = std::set<std::vector<std::int64_t>>;

/// Runs the schedule and judges it; it must be allowed from its first to its last step.
Judged judge(const Machine& machine, const property::Property& property,
             const result::Schedule& schedule, const SerialFinals* serial);

}  // namespace raceproof::replayer

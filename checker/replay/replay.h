// Runs one schedule by the reference semantics, step by step. It shares nothing with a search: no
// packed states, no visited set. It judges every trace before the trace is shown.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "checker/result/trace.h"
#include "models/machine.h"

namespace raceproof::replayer {

struct Run {
  result::Trace trace;         ///< as far as the schedule was allowed
  std::size_t refused_at = 0;  ///< number of the step (from 1) that the model refuses; 0: none
  std::string refusal;         ///< why
};

/// Sees every state on the way, the first one included, and who can go on in it.
using Watch = std::function<void(const State&, const std::vector<std::uint32_t>& enabled)>;

/// Runs the schedule. Steps behind the end of the execution are refused.
Run run(const Machine& machine, const result::Schedule& schedule, const Watch& watch = {});

}  // namespace raceproof::replayer

// Plays the decisions of one schedule in time forward, by a clock of its own: no packed states, no
// next event of the search. It judges every makespan before it is shown, and writes down who does
// what when.
#pragma once

#include <string>
#include <vector>

#include "checker/result/makespan.h"
#include "models/machine.h"

namespace raceproof::timed {

struct Played {
  result::TimedSchedule schedule;  ///< as far as it was allowed
  std::string refusal;             ///< which decision is not allowed, and why; or empty
};

/// `init`: which way through `init`.
Played play(const Machine& machine, std::uint32_t init,
            const std::vector<result::Decision>& decisions);

}  // namespace raceproof::timed

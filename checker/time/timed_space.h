// All states of a program in time that are reachable, and what leads from one to the next.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "checker/explore/explore.h"
#include "checker/explore/state_space.h"
#include "checker/time/timed_machine.h"

namespace raceproof::timed {

/// What an edge stands for, beside its thread and its alternative.
struct Move {
  std::int64_t passed_us = 0;  ///< not 0 for the passage of time
  result::Decision::Kind kind = result::Decision::Kind::step;
  std::uint16_t other = 0;
};

struct TimedSpace {
  explore::StateSpace graph;  ///< `states` holds packed timed states
  std::vector<Move> moves;    ///< parallel to `graph.edges`

  std::uint64_t memory_bytes() const {
    return graph.memory_bytes() + explore::vector_bytes(moves);
  }
};

/// Told now and then how many states were seen and how many of them wait.
using Watch = std::function<void(std::uint64_t states, std::uint64_t frontier)>;

/// Explores breadth first, within the limits. Where it does not matter who computes when (see
/// ComputingTail), one schedule is followed.
explore::Stop explore_time(const TimedMachine& machine, const explore::Limits& limits,
                           const Watch& watch, TimedSpace& space);

}  // namespace raceproof::timed

// A state of a program in time: the machine's state, and what is under way.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/machine.h"

namespace raceproof::timed {

/// A thread in time.
struct ThreadTime {
  std::int64_t left_us = not_begun;  ///< of the `cpu`, `sleep` or `io` that it has begun
  std::int64_t ran_us = 0;           ///< see `TimedMachine`; 1..interval, or 0 if it has not run
  bool has_processor = false;

  static constexpr std::int64_t not_begun = -1;
  bool has_begun() const { return left_us != not_begun; }
  friend bool operator==(const ThreadTime&, const ThreadTime&) = default;
};

struct TimedState {
  State machine;
  std::vector<ThreadTime> threads;
  std::optional<std::uint32_t> owner;  ///< who has the GIL (under `serial`: whose turn it is)
  std::optional<std::uint32_t> heir;   ///< to whom a hand-over is under way
  std::int64_t heir_left_us = 0;       ///< what is still to be paid for it

  friend bool operator==(const TimedState&, const TimedState&) = default;
};

/// The state as plain cells, and back; for the store of states.
void pack(const TimedState& state, State& packed);
void unpack(const State& packed, std::size_t thread_count, TimedState& state);

}  // namespace raceproof::timed

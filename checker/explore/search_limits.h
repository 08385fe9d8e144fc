// The limits of a search, looked at while it runs.
#pragma once

#include <cstdint>

#include "checker/explore/limits.h"

namespace raceproof::explore {

class SearchLimits {
 public:
  explicit SearchLimits(const Limits& limits) : limits_(limits) {}

  /// To be asked after every step: what the search must stop for, `complete` if nothing. `cells`
  /// is the size of a state: a measure of how long a step takes, and more than there are threads.
  /// The limit on states is exact, so that its reports are the same on every machine, and so is the
  /// one on transitions, without which a step with alternatives beyond number, all to the same few
  /// states, would never end; the others are looked at now and then. `memory_bytes()` is what the
  /// search needs.
  template <typename MemoryBytes>
  Stop after_step(std::uint64_t states, std::uint64_t cells, MemoryBytes memory_bytes) {
    if (limits_.states_max != 0) {
      if (states > limits_.states_max) return Stop::states;
      if (++steps_ / (steps_per_state + cells) > limits_.states_max) return Stop::transitions;
    }
    work_ += step_work + cells;
    if (work_ < look_after_work) return Stop::complete;
    work_ = 0;
    if (limits_.memory_max_bytes != 0 && memory_bytes() > limits_.memory_max_bytes) {
      return Stop::memory;
    }
    return reached(limits_);
  }

 private:
  static constexpr std::uint64_t steps_per_state = 16;
  static constexpr std::uint64_t step_work = 64;
  static constexpr std::uint64_t look_after_work = 65536;

  const Limits& limits_;
  std::uint64_t steps_ = 0;
  std::uint64_t work_ = look_after_work;  ///< since the last look; the first step is looked at
};

}  // namespace raceproof::explore

#include "checker/explore/limits.h"

#include "checker/explore/process_memory.h"

namespace raceproof::explore {

Stop reached(const Limits& limits) {
  if (limits.stop != nullptr && limits.stop->load(std::memory_order_relaxed)) {
    return Stop::interrupted;
  }
  constexpr auto never = std::chrono::steady_clock::time_point::max();
  if (limits.deadline != never && std::chrono::steady_clock::now() > limits.deadline) {
    return Stop::time;
  }
  if (limits.process_memory_max_bytes != 0 &&
      resident_bytes() > limits.process_memory_max_bytes) {
    return Stop::memory;
  }
  return Stop::complete;
}

void keep_within(const Limits& limits) {
  const Stop stop = reached(limits);
  if (stop != Stop::complete) throw LimitReached{stop};
}

}  // namespace raceproof::explore

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
  return has_room(limits, 0) ? Stop::complete : Stop::memory;
}

bool has_room(const Limits& limits, std::uint64_t bytes) {
  const std::uint64_t most = limits.process_memory_max_bytes;
  return most == 0 || (bytes <= most && resident_bytes() <= most - bytes);
}

void keep_room(const Limits& limits, std::uint64_t bytes) {
  if (!has_room(limits, bytes)) throw LimitReached{Stop::memory};
}

void keep_within(const Limits& limits, std::uint64_t done, std::uint64_t of) {
  if (limits.look != nullptr) (*limits.look)(done, of);
  const Stop stop = reached(limits);
  if (stop != Stop::complete) throw LimitReached{stop};
}

}  // namespace raceproof::explore

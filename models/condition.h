// A condition variable on a lock, as Python's threading.Condition, without spurious wake-ups:
// `wait` releases the lock wholly and sleeps; once notified it takes the lock again.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/program.h"

namespace raceproof::condition {

/// One cell for each thread of the program: awake, asleep, or notified and not yet awake.
enum class Sleep : std::uint8_t { awake, asleep, notified };

inline Sleep sleep_of(const SyncObject& object, std::span<const std::int64_t> state,
                      std::uint32_t thread) {
  return static_cast<Sleep>(state[object.cell + thread]);
}
inline void set_sleep(const SyncObject& object, std::span<std::int64_t> state, std::uint32_t thread,
                      Sleep sleep) {
  state[object.cell + thread] = static_cast<std::int64_t>(sleep);
}

/// The threads asleep, ascending: whom `notify` may wake.
inline std::vector<std::uint32_t> sleepers(const SyncObject& object,
                                           std::span<const std::int64_t> state,
                                           std::uint32_t threads) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t thread = 0; thread < threads; ++thread) {
    if (sleep_of(object, state, thread) == Sleep::asleep) found.push_back(thread);
  }
  return found;
}

}  // namespace raceproof::condition

// A counting semaphore, as Python's threading.Semaphore: `acquire` waits for a permit and takes it,
// `release` gives one back, without bound.
#pragma once

#include <cstdint>
#include <span>

#include "models/program.h"

namespace raceproof::semaphore {

/// Cells of one semaphore: its permits.
inline constexpr std::uint32_t cells = 1;

inline bool has_permit(const SyncObject& object, std::span<const std::int64_t> state) {
  return state[object.cell] > 0;
}
inline void acquire(const SyncObject& object, std::span<std::int64_t> state) {
  --state[object.cell];
}
inline void release(const SyncObject& object, std::span<std::int64_t> state) {
  ++state[object.cell];
}

}  // namespace raceproof::semaphore

// A barrier for a fixed number of threads, as Python's threading.Barrier: `wait` arrives, and
// leaves when all have arrived. A thread of the next round cannot arrive while the last round is
// leaving.
#pragma once

#include <cstdint>
#include <span>

#include "models/program.h"

namespace raceproof::barrier {

/// Cells of one barrier: how many have arrived, and how many have still to leave.
inline constexpr std::uint32_t cells = 2;

inline bool can_arrive(const SyncObject& object, std::span<const std::int64_t> state) {
  return state[object.cell + 1] == 0;
}
inline bool can_leave(const SyncObject& object, std::span<const std::int64_t> state) {
  return state[object.cell + 1] > 0;
}
inline void arrive(const SyncObject& object, std::span<std::int64_t> state) {
  if (++state[object.cell] < object.parameter) return;
  state[object.cell + 1] = state[object.cell];
  state[object.cell] = 0;
}
inline void leave(const SyncObject& object, std::span<std::int64_t> state) {
  --state[object.cell + 1];
}

}  // namespace raceproof::barrier

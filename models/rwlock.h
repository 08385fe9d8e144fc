// A readers-writer lock without precedence: many readers, or one writer.
#pragma once

#include <cstdint>
#include <span>

#include "models/program.h"

namespace raceproof::rwlock {

/// Cells of one lock: how many read, and who writes (a thread + 1, or 0).
inline constexpr std::uint32_t cells = 2;

inline bool can_read(const SyncObject& object, std::span<const std::int64_t> state) {
  return state[object.cell + 1] == 0;
}
inline bool can_write(const SyncObject& object, std::span<const std::int64_t> state) {
  return state[object.cell] == 0 && state[object.cell + 1] == 0;
}
inline void begin_read(const SyncObject& object, std::span<std::int64_t> state) {
  ++state[object.cell];
}
inline void end_read(const SyncObject& object, std::span<std::int64_t> state) {
  --state[object.cell];
}
inline void begin_write(const SyncObject& object, std::span<std::int64_t> state,
                        std::uint32_t thread) {
  state[object.cell + 1] = std::int64_t{thread} + 1;
}
inline void end_write(const SyncObject& object, std::span<std::int64_t> state) {
  state[object.cell + 1] = 0;
}

}  // namespace raceproof::rwlock

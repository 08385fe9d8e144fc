// A flag that threads wait for, as Python's threading.Event.
#pragma once

#include <cstdint>
#include <span>

#include "models/program.h"

namespace raceproof::event {

/// Cells of one event: whether it is set.
inline constexpr std::uint32_t cells = 1;

inline bool is_set(const SyncObject& object, std::span<const std::int64_t> state) {
  return state[object.cell] != 0;
}
inline void set(const SyncObject& object, std::span<std::int64_t> state, bool value) {
  state[object.cell] = value ? 1 : 0;
}

}  // namespace raceproof::event

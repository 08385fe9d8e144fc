// A first-in first-out queue, as Python's queue.Queue: `put` waits while it is full, `get` while it
// is empty. The items of all queues stand behind the fixed cells of a state, queue by queue.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/program.h"

namespace raceproof::queue {

/// Fixed cells of one queue: its length.
inline constexpr std::uint32_t cells = 1;

inline bool is_full(const SyncObject& object, const std::vector<std::int64_t>& state) {
  return object.parameter > 0 && state[object.cell] >= object.parameter;
}
inline bool is_empty(const SyncObject& object, const std::vector<std::int64_t>& state) {
  return state[object.cell] == 0;
}

/// Appends an item; the queue must not be full.
void put(const Program& program, std::uint32_t object, std::vector<std::int64_t>& state,
         std::int64_t value);
/// Takes the oldest item; the queue must not be empty.
std::int64_t get(const Program& program, std::uint32_t object, std::vector<std::int64_t>& state);

/// What is in it, the oldest first.
std::span<const std::int64_t> items(const Program& program, std::uint32_t object,
                                    const std::vector<std::int64_t>& state);

}  // namespace raceproof::queue

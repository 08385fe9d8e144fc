// How parts of a state name threads: who holds the GIL or a lock, who sleeps on a condition.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "models/program.h"

namespace raceproof::explore {

/// nobody: the part names no thread. holder: cell 0 is a thread, or -1. owner, writer: cell 0 or
/// cell 1 is a thread + 1, or 0. sleepers: a cell for each thread.
enum class Names : std::uint8_t { nobody, holder, owner, writer, sleepers };

constexpr Names names_of(SyncObject::Kind kind) {
  switch (kind) {
    case SyncObject::Kind::lock:
    case SyncObject::Kind::rlock: return Names::owner;
    case SyncObject::Kind::rwlock: return Names::writer;
    case SyncObject::Kind::condition: return Names::sleepers;
    case SyncObject::Kind::semaphore:
    case SyncObject::Kind::event:
    case SyncObject::Kind::barrier:
    case SyncObject::Kind::queue: return Names::nobody;
  }
  return Names::nobody;
}

/// What a value says of the thread: 0 where it does not name it, at most 3.
inline std::uint8_t role_in(Names names, std::span<const std::int64_t> value,
                            std::uint32_t thread) {
  switch (names) {
    case Names::nobody: return 0;
    case Names::holder: return value[0] == std::int64_t{thread} ? 1 : 0;
    case Names::owner: return value[0] == std::int64_t{thread} + 1 ? 1 : 0;
    case Names::writer: return value[1] == std::int64_t{thread} + 1 ? 1 : 0;
    case Names::sleepers: return static_cast<std::uint8_t>(value[thread]);
  }
  return 0;
}

/// The value once the two threads have changed places.
inline void exchange_threads(Names names, std::span<std::int64_t> value, std::uint32_t a,
                             std::uint32_t b) {
  const auto exchange = [](std::int64_t& cell, std::int64_t one, std::int64_t other) {
    cell = cell == one ? other : cell == other ? one : cell;
  };
  switch (names) {
    case Names::nobody: return;
    case Names::holder: exchange(value[0], a, b); return;
    case Names::owner: exchange(value[0], std::int64_t{a} + 1, std::int64_t{b} + 1); return;
    case Names::writer: exchange(value[1], std::int64_t{a} + 1, std::int64_t{b} + 1); return;
    case Names::sleepers: std::swap(value[a], value[b]); return;
  }
}

/// The value once every thread has gone to its place.
inline void rename_threads(Names names, std::span<std::int64_t> value,
                           std::span<const std::uint32_t> places) {
  // A lock that `init` holds is held by no thread.
  const auto rename = [&](std::int64_t& cell, std::int64_t first) {
    const std::int64_t thread = cell - first;
    if (thread < 0 || thread >= static_cast<std::int64_t>(places.size())) return;
    cell = places[static_cast<std::size_t>(thread)] + first;
  };
  switch (names) {
    case Names::nobody: return;
    case Names::holder: rename(value[0], 0); return;
    case Names::owner: rename(value[0], 1); return;
    case Names::writer: rename(value[1], 1); return;
    case Names::sleepers: {
      const std::vector<std::int64_t> before(value.begin(), value.end());
      for (std::size_t thread = 0; thread < places.size(); ++thread) {
        value[places[thread]] = before[thread];
      }
    }
  }
}

}  // namespace raceproof::explore

// What a mutex and a re-entrant mutex do, as Python's threading.Lock and threading.RLock: a `lock`
// may be released by any thread, an `rlock` by its owner only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "models/fault.h"
#include "models/program.h"

namespace raceproof::lock {

/// Cells that one lock takes in a state.
constexpr std::uint32_t cells(SyncObject::Kind kind) {
  return kind == SyncObject::Kind::rlock ? 2 : 1;
}

/// Whether `thread` could acquire it now.
bool is_free_for(const SyncObject& object, std::span<const std::int64_t> cells,
                 std::uint32_t thread);
/// Takes it; it must be free for the thread.
void acquire(const SyncObject& object, std::span<std::int64_t> cells, std::uint32_t thread);
/// Releases it, or says what is wrong.
std::optional<Fault> release(const SyncObject& object, std::span<std::int64_t> cells,
                             std::uint32_t thread);
/// Releases it however deep it is held, and gives the depth for `restore`.
std::int64_t release_wholly(const SyncObject& object, std::span<std::int64_t> cells);
/// Takes it as deep as it was held before; it must be free.
void restore(const SyncObject& object, std::span<std::int64_t> cells, std::uint32_t thread,
             std::int64_t depth);
/// Who took it last and has not released it: a thread's number, or nothing.
std::optional<std::uint32_t> taker(const SyncObject& object, std::span<const std::int64_t> cells);

}  // namespace raceproof::lock

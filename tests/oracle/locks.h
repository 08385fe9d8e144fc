// What `lock` and `rlock` do: as `threading.Lock` and `threading.RLock` (section 3), and nothing at
// all where they are removed (section 9: an operation on a removed lock "stays a step with its
// switch points, but never blocks, changes nothing, cannot fail").
#pragma once

#include <cstddef>
#include <optional>

#include "tests/oracle/declarations.h"
#include "tests/oracle/world.h"

namespace raceproof::oracle {

/// A synchronisation object; no number where the index is out of bounds.
struct SyncPlace {
  const SyncGroup* group = nullptr;
  std::optional<std::size_t> number;
};

/// The number of the object; throws Failed where the index is out of bounds.
std::size_t number_of(SyncPlace place);

/// Whether `who` would get the lock at once.
bool can_take(const World& world, SyncPlace place, int who);
void take_lock(World& world, SyncPlace place, int who);
/// Throws Failed where the lock is not held, or, an `rlock`, not held by `who`.
void release_lock(World& world, SyncPlace place, int who);

/// Whether `who` holds the lock: it took it last.
bool holds(const World& world, SyncPlace place, int who);
/// Whether some lock is held that this thread took last: an error at its end (section 9).
bool holds_a_lock(const World& world, int who);

}  // namespace raceproof::oracle

// Steps on synchronisation objects: whether one is possible, and what it does.
#pragma once

#include <cstdint>
#include <optional>

#include "models/machine.h"

namespace raceproof::synchronise {

/// Cells that one object of this kind takes in a program of so many threads.
std::uint32_t cells(SyncObject::Kind kind, std::uint32_t threads);

/// Whether the step of that kind on the object would not block `thread` now. Operations of removed
/// locks never block.
bool is_ready(NodeKind step, const Machine& machine, std::uint32_t object, const State& state,
              std::uint32_t thread);

/// What a step did: a fault, or its result where it has one.
struct Done {
  std::optional<Fault> fault;
  std::int64_t result = 0;
};

/// Takes the step. `value` is what is put, the depth that a wake-up restores, or which of the
/// sleepers is notified.
Done take(NodeKind step, const Machine& machine, std::uint32_t object, State& state,
          std::uint32_t thread, std::int64_t value);

/// Whom a `notify` may wake, ascending.
std::vector<std::uint32_t> sleepers(const Machine& machine, std::uint32_t object,
                                    const State& state);

}  // namespace raceproof::synchronise

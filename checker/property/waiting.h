// What a thread waits for: the blocking step before which it stands, the loops in which it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/machine.h"

namespace raceproof::property {

/// A blocking step, whether it is blocked at the moment or not.
struct Waiting {
  NodeKind kind = NodeKind::acquire;
  SourceSpan span;
  std::optional<std::uint32_t> object;  ///< number of the synchronisation object, where it has one
};

/// The blocking step that a thread takes next, if it is one. A removed lock never blocks.
std::optional<Waiting> waiting_of(const Machine& machine, const State& state,
                                  std::uint32_t thread);

/// The innermost `while` with a test in which the thread is; 0 where there is none.
LoopIndex loop_of(const Machine& machine, const State& state, std::uint32_t thread);

/// How many loops stand around each other down to this one; 0 for none.
std::uint32_t depth_of(const Program& program, LoopIndex loop);

/// The one of so great a depth among `loop` and those around it; `depth` is 1 .. its own.
LoopIndex loop_at_depth(const Program& program, LoopIndex loop, std::uint32_t depth);

/// "T1 (worker[1])".
std::string thread_name(const Program& program, std::uint32_t thread);

/// "waits for ever at line 12 for m".
std::string wait_sentence(const Machine& machine, const State& state, std::uint32_t thread,
                          const Waiting& waiting);

}  // namespace raceproof::property

// Steps on heap objects: what each does to the fields of one object, and when it is an error.
#pragma once

#include <cstdint>
#include <optional>

#include "models/machine.h"

namespace raceproof::reference_count {

/// What a step on an object was given: the pointer, and the values of the node's operands.
struct Given {
  std::int64_t pointer = 0;
  std::int64_t b = 0;
  std::int64_t c = 0;
};

/// What it did: a fault, or its result where it has one; the field that it looked at, and what that
/// held before and holds now.
struct Done {
  std::optional<Fault> fault;
  std::int64_t result = 0;
  heap::Field field = heap::life;
  std::int64_t before = 0;
  std::int64_t after = 0;
};

/// The field that a step of `is_on_heap` looks at in an object that counts so.
heap::Field field_of(NodeKind step, Counting counting);

/// Takes a step of `is_on_heap`. `thread` is whose it is; the number of threads stands for `init`.
Done take(const Node& node, const Program& program, State& state, std::uint32_t thread,
          Given given);

/// Allocates the object; an error where it is allocated.
std::optional<Fault> allocate(const HeapObject& object, const Program& program, State& state,
                              std::uint32_t thread);

/// Who a thread is as an owner: `init` counts as the first thread.
std::uint32_t owner_of(const Program& program, std::uint32_t thread);

/// Whether no thread is in the middle of an instruction: only then counts can be compared with the
/// references out.
bool is_quiet(const Machine& machine, const State& state);

/// How often the object waits to be merged by its owner: each time one more reference is out, which
/// the queue has inherited.
std::int64_t times_queued(const Program& program, std::uint32_t object, const State& state);

}  // namespace raceproof::reference_count

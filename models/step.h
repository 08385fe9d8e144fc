// The closed set of what a thread's code is made of: steps, which other threads can come between,
// and control, which happens at once with the step before it.
#pragma once

#include <cstdint>
#include <string_view>

namespace raceproof {

enum class NodeKind : std::uint8_t {
  // steps on shared variables
  load, apply, store, update, fetch_add, exchange, compare_exchange,
  // steps on synchronisation objects
  acquire, release, try_acquire,
  // other steps
  start, join, choose, either, await, atomic, cpu, sleep, io, yield,
  // control
  move, fetch, jump, branch, count_down, for_test, advance, round, point, check_assert, check_assume, clear, fail,
  region_end, end,
};

/// One row a kind: how traces name it, and whether it is a step.
struct NodeKindRow {
  NodeKind kind;
  std::string_view name;
  bool is_step;
};

const NodeKindRow& row(NodeKind kind);

}  // namespace raceproof

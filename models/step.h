// The closed set of what a thread's code is made of: steps, which other threads can come between,
// and control, which happens at once with the step before it.
#pragma once

#include <cstdint>
#include <string_view>

namespace raceproof {

enum class NodeKind : std::uint8_t {
  // steps on shared variables
  load,
  apply,
  store,
  update,
  fetch_add,
  exchange,
  compare_exchange,
  // steps on synchronisation objects
  acquire,
  release,
  try_acquire,
  event_set,
  event_clear,
  event_wait,
  barrier_arrive,
  barrier_leave,
  condition_sleep,
  condition_wake,
  notify,
  notify_all,
  put,
  get,
  read_acquire,
  read_release,
  write_acquire,
  write_release,
  // other steps
  start,
  join,
  choose,
  either,
  await,
  atomic,
  cpu,
  sleep,
  io,
  yield,
  // control
  move,
  fetch,
  jump,
  branch,
  count_down,
  for_test,
  advance,
  round,
  loop_end,
  point,
  check_assert,
  check_assume,
  clear,
  fail,
  region_end,
  end,
};

/// One row a kind: how traces name it, whether it is a step, and whether it can block.
struct NodeKindRow {
  NodeKind kind;
  std::string_view name;
  bool is_step;
  bool can_block = false;  ///< in some states it cannot be taken
};

const NodeKindRow& row(NodeKind kind);

/// Whether it is a step on a synchronisation object.
constexpr bool is_on_object(NodeKind kind) {
  return kind >= NodeKind::acquire && kind <= NodeKind::write_release;
}

}  // namespace raceproof

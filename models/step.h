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
  // steps on references and on the objects that they hold
  reference_load,
  reference_store,
  allocate,
  take_queued,
  use,
  free_object,
  count_load,
  count_store,
  count_update,
  count_hold,
  try_load,
  try_incref,
  refcount,
  local_load,
  local_store,
  owner_load,
  owner_clear,
  shared_load,
  shared_add,
  shared_swap,
  enqueue,
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
  calculate,
  identify,
  point_at,
  by_counting,
  next_queued,
  queued_at_end,
  merge_return,
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

/// Whether a step reads or writes one cell that all threads see, or both at once.
enum class CellAccess : std::uint8_t { none, read, write, operation };

/// One row a kind: how traces name it, whether it is a step, and whether it can block.
struct NodeKindRow {
  NodeKind kind;
  std::string_view name;
  bool is_step;
  bool can_block = false;    ///< in some states it cannot be taken
  bool gives_value = false;  ///< of steps on heap objects: it writes its destination
  CellAccess access = CellAccess::none;
};

const NodeKindRow& row(NodeKind kind);

/// Whether it is a step on a synchronisation object.
constexpr bool is_on_object(NodeKind kind) {
  return kind >= NodeKind::acquire && kind <= NodeKind::write_release;
}

/// Whether it is a step on a reference, or one that needs no pointer to its object.
constexpr bool is_on_reference(NodeKind kind) {
  return kind >= NodeKind::reference_load && kind <= NodeKind::take_queued;
}

/// Whether it is a step on a heap object, which a pointer in `a` says.
constexpr bool is_on_heap(NodeKind kind) {
  return kind >= NodeKind::use && kind <= NodeKind::enqueue;
}

/// Whether it is control between such steps.
constexpr bool is_heap_control(NodeKind kind) {
  return kind >= NodeKind::calculate && kind <= NodeKind::merge_return;
}

}  // namespace raceproof

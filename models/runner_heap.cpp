// The part of Runner that works on references and on the objects they hold.
#include <utility>

#include "models/queue.h"
#include "models/reference_count.h"
#include "models/runner.h"

namespace raceproof {

NodeIndex Runner::execute_reference(const Node& node) {
  if (node.kind == NodeKind::take_queued) {
    take_queued();
    record(node, 0, 0);
    return node.next;
  }
  const std::int64_t stored = read(node.a);
  const std::optional<CellIndex> at = resolve(node.place, node);
  if (!at) return node.next;
  if (node.kind == NodeKind::allocate) {
    local(node.destination) = heap::pointer_to(*at);
    const HeapObject& object = program_.heap[*at];
    record(node, object.cell, 1);
    const auto fault = reference_count::allocate(object, program_, state_, thread_);
    if (fault) fail(*fault, node);
    return node.next;
  }
  std::int64_t& reference = state_.cells[*at];
  const std::int64_t before = reference;
  if (node.kind == NodeKind::reference_store) reference = stored;
  local(node.destination) = before;
  record(node, *at, reference, before);
  return node.next;
}

void Runner::take_queued() {
  const Merging& merging = *program_.threads[thread_].merging;
  while (!queue::is_empty(program_.objects[merging.queue], state_.cells)) {
    const std::int64_t pointer = queue::get(program_, merging.queue, state_.cells);
    queue::put(program_, merging.taken, state_.cells, pointer);
  }
}

NodeIndex Runner::execute_heap(const Node& node) {
  reference_count::Given given;
  given.pointer = read(node.a);
  given.b = read(node.b);
  given.c = read(node.c);
  const reference_count::Done done =
      reference_count::take(node, program_, state_, thread_, given);
  if (given.pointer <= 0) {
    // There is no field that it could have looked at: the trace says that nothing was there to use.
    record(node, program_.visible_cells(), 0);
    if (recorder_ != nullptr) recorder_->back().kind = NodeKind::use;
  } else {
    const HeapObject& object = program_.heap[heap::number(given.pointer)];
    record(node, object.cell + done.field, done.after, done.before);
    if (recorder_ != nullptr) recorder_->back().result = done.result;
  }
  if (done.fault) {
    fail(*done.fault, node);
  } else if (row(node.kind).gives_value) {
    local(node.destination) = done.result;
  }
  return node.next;
}

NodeIndex Runner::execute_heap_control(const Node& node) {
  switch (node.kind) {
    case NodeKind::calculate: {
      const std::int64_t left = read(node.a);
      local(node.destination) = apply(node.op, left, read(node.b)).value;
      return node.next;
    }
    case NodeKind::identify:
      local(node.destination) = heap::as_owner(reference_count::owner_of(program_, thread_));
      return node.next;
    case NodeKind::point_at: {
      const std::int64_t index = read(node.place.index);
      const bool exists = index >= 0 && index < std::int64_t{node.place.size};
      local(node.destination) =
          exists ? heap::pointer_to(node.place.cell + static_cast<std::uint32_t>(index))
                 : heap::out_of_bounds;
      return node.next;
    }
    case NodeKind::by_counting: {
      const std::int64_t pointer = read(node.a);
      const std::size_t which =
          pointer > 0 ? static_cast<std::size_t>(program_.heap[heap::number(pointer)].counting)
                      : countings;
      return program_.targets[node.list][which];
    }
    case NodeKind::next_queued: {
      const std::uint32_t taken = program_.threads[thread_].merging->taken;
      if (queue::is_empty(program_.objects[taken], state_.cells)) return node.otherwise;
      local(node.destination) = queue::get(program_, taken, state_.cells);
      return node.next;
    }
    case NodeKind::queued_at_end: {
      const std::uint32_t waiting = program_.threads[thread_].merging->queue;
      return queue::is_empty(program_.objects[waiting], state_.cells) ? node.otherwise : node.next;
    }
    default: {
      std::int64_t& stood = local(program_.threads[thread_].merging->return_cell);
      return static_cast<NodeIndex>(std::exchange(stood, 0));
    }
  }
}

}  // namespace raceproof

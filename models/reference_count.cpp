#include "models/reference_count.h"

#include <algorithm>
#include <utility>

#include "models/queue.h"

namespace raceproof::reference_count {
namespace {

using heap::Field;
using heap::Life;

/// One object in one state.
struct Fields {
  std::span<std::int64_t> state;
  CellIndex cell;

  std::int64_t& operator[](Field field) const { return state[cell + field]; }
  bool is_allocated() const {
    return (*this)[heap::life] == static_cast<std::int64_t>(Life::allocated);
  }
};

constexpr std::int64_t shared_one = 4;

Done load(const Fields& fields, Field field) {
  const std::int64_t value = fields[field];
  return {{}, value, field, value, value};
}

Done store(const Fields& fields, Field field, std::int64_t value) {
  const std::int64_t before = std::exchange(fields[field], value);
  return {{}, value, field, before, value};
}

// A count may not fall below zero, and then stays as it was.
Done store_count(const Fields& fields, std::int64_t value) {
  if (value >= 0) return store(fields, heap::count, value);
  return {Fault::negative_count, value, heap::count, fields[heap::count], value};
}

// A merged count below zero says that more references were given back than there ever were.
Done swap(const Fields& fields, std::int64_t expected, std::int64_t desired) {
  Done done = load(fields, heap::shared);
  if (done.before != expected) return done;
  fields[heap::shared] = done.after = desired;
  if ((desired & 3) == heap::merged && desired < 0) done.fault = Fault::negative_count;
  return done;
}

// What the whole count is, for a look that no protocol has to be kept for.
Done look(NodeKind step, const HeapObject& object, const Fields& fields, std::int64_t more) {
  Done done = load(fields, field_of(step, object.counting));
  done.result = heap::count_of(object, fields.state) + more;
  return done;
}

Done took_reference(const Fields& fields, Field field, std::int64_t more) {
  Done done = store(fields, field, fields[field] + more);
  ++fields[heap::references];
  done.result = 1;
  return done;
}

// Takes a reference where one is out; of a freed object it says no, and is no use after free.
Done try_incref(Counting counting, const Fields& fields, std::uint32_t owner) {
  const Field field = counting == Counting::biased ? heap::shared : heap::count;
  Done none = load(fields, field);
  none.result = 0;
  if (!fields.is_allocated()) return none;
  if (counting == Counting::immortal) return took_reference(fields, field, 0);
  if (counting != Counting::biased) {
    return fields[field] == 0 ? none : took_reference(fields, field, 1);
  }
  if (fields[heap::owner] == heap::as_owner(owner)) return took_reference(fields, heap::local, 1);
  const bool is_dead = fields[field] == 0 || fields[field] == heap::merged;
  return is_dead ? none : took_reference(fields, field, shared_one);
}

Done free_object(Counting counting, const Fields& fields) {
  if (!fields.is_allocated()) return {Fault::double_free};
  if (counting != Counting::immortal) {
    fields[heap::life] = static_cast<std::int64_t>(Life::freed);
  }
  return {};
}

// The owner's queue takes the object, unless the owner has ended: its list is locked meanwhile.
Done enqueue(const Program& program, State& state, std::int64_t pointer, std::int64_t owner) {
  const ThreadInfo& thread = program.threads[static_cast<std::size_t>(owner - 1)];
  if (state.cells[thread.pc_cell] == pc_ended) return {};
  queue::put(program, thread.merging->queue, state.cells, pointer);
  return {{}, 1};
}

Done access(const Node& node, const HeapObject& object, const Fields& fields, const Given& given) {
  switch (node.kind) {
    case NodeKind::use:
    case NodeKind::count_hold: return look(node.kind, object, fields, 0);
    case NodeKind::refcount: return look(node.kind, object, fields, 1);
    case NodeKind::count_load: return load(fields, heap::count);
    case NodeKind::count_store: return store_count(fields, given.b);
    case NodeKind::count_update:
      return store_count(fields, fields[heap::count] + (node.op == Operator::add ? 1 : -1));
    case NodeKind::local_load: return load(fields, heap::local);
    case NodeKind::local_store: return store(fields, heap::local, given.b);
    case NodeKind::owner_load: return load(fields, heap::owner);
    case NodeKind::owner_clear: return store(fields, heap::owner, 0);
    case NodeKind::shared_load: return load(fields, heap::shared);
    case NodeKind::shared_add:
      return store(fields, heap::shared, fields[heap::shared] + shared_one);
    case NodeKind::shared_swap: return swap(fields, given.b, given.c);
    default: return {};
  }
}

// The load of a plain try_incref: of a freed object there is nothing to count.
Done try_load(const Fields& fields) {
  Done done = load(fields, heap::count);
  if (!fields.is_allocated()) done.result = 0;
  return done;
}

}  // namespace

heap::Field field_of(NodeKind step, Counting counting) {
  switch (step) {
    case NodeKind::local_load:
    case NodeKind::local_store: return heap::local;
    case NodeKind::owner_load:
    case NodeKind::owner_clear: return heap::owner;
    case NodeKind::shared_load:
    case NodeKind::shared_add:
    case NodeKind::shared_swap: return heap::shared;
    default: return counting == Counting::biased ? heap::local : heap::count;
  }
}

std::uint32_t owner_of(const Program& program, std::uint32_t thread) {
  return thread < program.threads.size() ? thread : 0;
}

Done take(const Node& node, const Program& program, State& state, std::uint32_t thread,
          Given given) {
  if (given.pointer == heap::out_of_bounds) return {Fault::index};
  if (given.pointer == heap::none) return {Fault::empty_reference};
  const HeapObject& object = program.heap[heap::number(given.pointer)];
  const Fields fields{state.cells, object.cell};
  switch (node.kind) {
    case NodeKind::try_load: return try_load(fields);
    case NodeKind::try_incref:
      return try_incref(object.counting, fields, owner_of(program, thread));
    case NodeKind::free_object: return free_object(object.counting, fields);
    case NodeKind::enqueue: return enqueue(program, state, given.pointer, given.b);
    default: break;
  }
  if (!fields.is_allocated()) {
    Done done = load(fields, field_of(node.kind, object.counting));
    done.fault = Fault::use_after_free;
    return done;
  }
  const Done done = access(node, object, fields, given);
  if (!done.fault) fields[heap::references] += node.references;
  return done;
}

std::optional<Fault> allocate(const HeapObject& object, const Program& program, State& state,
                              std::uint32_t thread) {
  if (Fields{state.cells, object.cell}.is_allocated()) return Fault::new_of_allocated;
  heap::allocate(object, state.cells, 1, owner_of(program, thread));
  return std::nullopt;
}

bool is_quiet(const Machine& machine, const State& state) {
  const auto& threads = machine.program().threads;
  for (std::uint32_t thread = 0; thread < threads.size(); ++thread) {
    if (machine.is_running(state, thread) && !machine.at_boundary(state, thread)) return false;
  }
  return true;
}

std::int64_t times_queued(const Program& program, std::uint32_t object, const State& state) {
  std::int64_t times = 0;
  for (const ThreadInfo& thread : program.threads) {
    if (!thread.merging) continue;
    const auto items = queue::items(program, thread.merging->queue, state.cells);
    times += std::count(items.begin(), items.end(), heap::pointer_to(object));
  }
  return times;
}

}  // namespace raceproof::reference_count

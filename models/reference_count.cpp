#include "models/reference_count.h"

#include <algorithm>

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

constexpr std::int64_t merged_zero = heap::merged;
constexpr std::int64_t shared_one = 4;

Done load(std::int64_t value) { return {{}, value, value}; }

Done store(std::int64_t& field, std::int64_t value) {
  const std::int64_t before = field;
  field = value;
  return {{}, value, before};
}

// A count may not fall below zero, and then stays as it was.
Done store_count(std::int64_t& field, std::int64_t value) {
  if (value < 0) return {Fault::negative_count, value, field};
  return store(field, value);
}

// A merged count below zero says that more references were given back than there ever were.
Done swap(std::int64_t& shared, std::int64_t expected, std::int64_t desired) {
  const std::int64_t found = shared;
  if (found != expected) return {{}, found, found};
  shared = desired;
  const bool is_merged = (desired & 3) == heap::merged;
  if (is_merged && desired < 0) return {Fault::negative_count, found, found};
  return {{}, found, found};
}

// Takes a reference where one is out; on a freed object it says so, and is no use after free.
Done try_incref(Counting counting, const Fields& fields, std::uint32_t owner) {
  if (!fields.is_allocated()) return {};
  switch (counting) {
    case Counting::plain: break;  // it is a load, an addition and a store
    case Counting::atomic:
      if (fields[heap::count] == 0) return {};
      ++fields[heap::count];
      break;
    case Counting::biased:
      if (fields[heap::owner] == heap::as_owner(owner)) {
        ++fields[heap::local];
        break;
      }
      if (fields[heap::shared] == 0 || fields[heap::shared] == merged_zero) return {};
      fields[heap::shared] += shared_one;
      break;
    case Counting::immortal: break;
  }
  ++fields[heap::references];
  return {{}, 1, 0};
}

Done free_object(Counting counting, const Fields& fields) {
  if (!fields.is_allocated()) return {Fault::double_free, 0, 0};
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
  return {{}, 1, 0};
}

Done access(const Node& node, const HeapObject& object, const Fields& fields, const Given& given) {
  switch (node.kind) {
    case NodeKind::use:
    case NodeKind::count_hold: return load(heap::count_of(object, fields.state));
    case NodeKind::refcount: return load(heap::count_of(object, fields.state) + 1);
    case NodeKind::count_load: return load(fields[heap::count]);
    case NodeKind::count_store: return store_count(fields[heap::count], given.b);
    case NodeKind::count_update:
      return store_count(fields[heap::count],
                         fields[heap::count] + (node.op == Operator::add ? 1 : -1));
    case NodeKind::local_load: return load(fields[heap::local]);
    case NodeKind::local_store: return store(fields[heap::local], given.b);
    case NodeKind::owner_load: return load(fields[heap::owner]);
    case NodeKind::owner_clear: return store(fields[heap::owner], 0);
    case NodeKind::shared_load: return load(fields[heap::shared]);
    case NodeKind::shared_add:
      return store(fields[heap::shared], fields[heap::shared] + shared_one);
    case NodeKind::shared_swap: return swap(fields[heap::shared], given.b, given.c);
    default: return {};
  }
}

}  // namespace

std::uint32_t owner_of(const Program& program, std::uint32_t thread) {
  return thread < program.threads.size() ? thread : 0;
}

Done take(const Node& node, const Program& program, State& state, std::uint32_t thread,
          Given given) {
  if (given.pointer == heap::out_of_bounds) return {Fault::index, 0, 0};
  if (given.pointer == heap::none) return {Fault::empty_reference, 0, 0};
  const HeapObject& object = program.heap[heap::number(given.pointer)];
  const Fields fields{state.cells, object.cell};
  switch (node.kind) {
    case NodeKind::try_load: return load(fields.is_allocated() ? fields[heap::count] : 0);
    case NodeKind::try_incref:
      return try_incref(object.counting, fields, owner_of(program, thread));
    case NodeKind::free_object: return free_object(object.counting, fields);
    case NodeKind::enqueue: return enqueue(program, state, given.pointer, given.b);
    default: break;
  }
  if (!fields.is_allocated()) return {Fault::use_after_free, 0, 0};
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

// Biased reference counts (PEP 703): each read, write or compare-and-swap of a field is one step,
// arithmetic and tests are none (sections 11.6 and 11.7).
#include <utility>

#include "tests/oracle/interpreter.h"
#include "tests/oracle/objects.h"

namespace raceproof::oracle {
namespace {

// A count that is zero and merged: nobody holds the object any more.
const std::int64_t merged_zero = shared_field(0, SharedFlags::merged);

}  // namespace

// Who this thread is for biased counts: `init` counts as the first thread, which is the owner of
// what no thread has allocated.
int Interpreter::merging_thread() const { return me_ < 0 ? 0 : me_; }

Task<std::int64_t> Interpreter::read_local(Pointer pointer) {
  return access([pointer](World& world) { return alive(world, pointer).local; });
}

Task<std::int64_t> Interpreter::write_local(Pointer pointer, std::int64_t value) {
  return access([pointer, value](World& world) { return alive(world, pointer).local = value; });
}

Task<std::int64_t> Interpreter::read_tid(Pointer pointer) {
  return access([pointer](World& world) { return alive(world, pointer).tid; });
}

Task<std::int64_t> Interpreter::clear_tid(Pointer pointer) {
  return access([pointer](World& world) { return alive(world, pointer).tid = 0; });
}

Task<std::int64_t> Interpreter::read_shared(Pointer pointer) {
  return access([pointer](World& world) { return alive(world, pointer).shared; });
}

Task<std::int64_t> Interpreter::try_swap_shared(Pointer pointer, std::int64_t expected,
                                                std::int64_t desired) {
  return access([pointer, expected, desired](World& world) {
    return swap_shared(world, pointer, expected, desired);
  });
}

// INCREF: l := o.local; if o.tid = me: o.local := l + 1; else o.shared += 4.
Task<std::int64_t> Interpreter::biased_incref(Pointer pointer) {
  const std::int64_t local = co_await read_local(pointer);
  const std::int64_t tid = co_await read_tid(pointer);
  const bool is_mine = tid == merging_thread() + 1;
  co_await access([pointer, local, is_mine](World& world) {
    Object& object = alive(world, pointer);
    if (is_mine) {
      object.local = local + 1;
    } else {
      object.shared += 4;
    }
    return ++object.references_out;
  });
  co_return 0;
}

// DECREF: l := o.local; if o.tid = me: o.local := l - 1, and MERGE_ZERO where that is 0; else
// DEC_SHARED. A decref that passes an inherited reference on gives no further one back.
Task<std::int64_t> Interpreter::biased_decref(Pointer pointer, bool gives_back) {
  const std::int64_t local = co_await access([pointer, gives_back](World& world) {
    Object& object = alive(world, pointer);
    if (gives_back) --object.references_out;
    return object.local;
  });
  const std::int64_t tid = co_await read_tid(pointer);
  if (tid != merging_thread() + 1) {
    co_await decref_shared(pointer);
    co_return 0;
  }
  co_await write_local(pointer, local - 1);
  if (local - 1 == 0) co_await merge_zero(pointer);
  co_return 0;
}

// MERGE_ZERO: s := o.shared; if s = 0: DEALLOC; else o.tid := 0, and the flags set to merged.
Task<std::int64_t> Interpreter::merge_zero(Pointer pointer) {
  std::int64_t shared = co_await read_shared(pointer);
  if (shared == 0) {
    co_await deallocate(pointer);
    co_return 0;
  }
  co_await clear_tid(pointer);
  std::int64_t merged = 0;
  for (bool swapped = false; !swapped;) {
    merged = shared_field(shared_count(shared), SharedFlags::merged);
    const std::int64_t found = co_await try_swap_shared(pointer, shared, merged);
    swapped = found == shared;
    shared = found;
  }
  if (merged == merged_zero) co_await deallocate(pointer);
  co_return 0;
}

// DEC_SHARED: where nothing is there to subtract from, the object is queued for its owner, and the
// queue inherits the reference; else 4 is subtracted.
Task<std::int64_t> Interpreter::decref_shared(Pointer pointer) {
  std::int64_t shared = co_await read_shared(pointer);
  std::int64_t next = 0;
  bool queues = false;
  for (bool swapped = false; !swapped;) {
    queues = shared == 0 || shared == shared_field(0, SharedFlags::maybe_weakref);
    next = queues ? shared_field(0, SharedFlags::queued) : shared - 4;
    const std::int64_t found = co_await try_swap_shared(pointer, shared, next);
    swapped = found == shared;
    shared = found;
  }
  if (queues) {
    co_await queue_for_owner(pointer);
  } else if (next == merged_zero) {
    co_await deallocate(pointer);
  }
  co_return 0;
}

// QUEUE: t := o.tid; if t = 0 the owner has merged meanwhile: DECREF. Else, under the lock of the
// owner's list and therefore in one step, the object is put there; if the owner has ended, it is
// merged here.
Task<std::int64_t> Interpreter::queue_for_owner(Pointer pointer) {
  const std::int64_t tid = co_await read_tid(pointer);
  if (tid == 0) {
    co_await biased_decref(pointer, false);
    co_return 0;
  }
  const std::int64_t queued = co_await access([pointer, tid](World& world) {
    const auto owner = static_cast<std::size_t>(tid - 1);
    if (world.threads[owner] == Status::ended) return 0;
    world.to_merge[owner].push_back(object_number(pointer));
    return 1;
  });
  if (queued == 0) co_await explicit_merge(pointer);
  co_return 0;
}

// EXPLICIT_MERGE(o, -1): l := o.local; o.local := 0; o.tid := 0; then the shared count takes l over
// and gives the inherited reference back. DEALLOC where that makes 0.
Task<std::int64_t> Interpreter::explicit_merge(Pointer pointer) {
  const std::int64_t local = co_await read_local(pointer);
  co_await write_local(pointer, 0);
  co_await clear_tid(pointer);
  std::int64_t shared = co_await read_shared(pointer);
  std::int64_t merged = 0;
  for (bool swapped = false; !swapped;) {
    merged = shared_field(shared_count(shared) + local - 1, SharedFlags::merged);
    const std::int64_t found = co_await try_swap_shared(pointer, shared, merged);
    swapped = found == shared;
    shared = found;
  }
  if (merged == merged_zero) co_await deallocate(pointer);
  co_return 0;
}

// ---- merging what is queued --------------------------------------------------------------------

// Taking the list is the first step, and was just taken. Each of its objects is merged, all in one
// instruction, which comes before the one that the thread is about to begin.
Task<std::int64_t> Interpreter::merge_list() {
  const std::vector<std::size_t> list = *taken_.merged;
  const auto about_to_begin = std::exchange(instruction_depth_, 0);
  const auto native = std::exchange(native_depth_, 0);
  open_instruction();
  step_was_taken();
  for (const std::size_t number : list) {
    co_await explicit_merge(static_cast<Pointer>(number) + 1);
  }
  close_instruction();
  instruction_depth_ = about_to_begin;
  native_depth_ = native;
  instruction_begun_ = false;
  co_return 0;
}

}  // namespace raceproof::oracle

// How references are counted, step by step (sections 7 and 11.6). Each `incref` and `decref` is
// part of the one instruction of whoever asks for it.
#include "tests/oracle/interpreter.h"
#include "tests/oracle/objects.h"

namespace raceproof::oracle {

using Counting = lang::Object::Count;

// How the object counts. Through a name that holds nothing it does not matter: the first step
// fails.
Counting Interpreter::counting_of(Pointer pointer) const {
  return pointer > 0 ? declared_.counts[static_cast<std::size_t>(pointer - 1)] : Counting::plain;
}

// An immortal object is never freed.
Task<std::int64_t> Interpreter::deallocate(Pointer pointer) {
  const bool is_immortal = counting_of(pointer) == Counting::immortal;
  return access([pointer, is_immortal](World& world) {
    is_immortal ? static_cast<void>(alive(world, pointer)) : free_object(world, pointer);
    return 0;
  });
}

// ---- incref ------------------------------------------------------------------------------------

Task<std::int64_t> Interpreter::incref(Pointer pointer) {
  switch (counting_of(pointer)) {
    case Counting::plain: return plain_incref(pointer);
    case Counting::atomic:
      return access([pointer](World& world) {
        ++alive(world, pointer).references_out;
        return ++alive(world, pointer).count;
      });
    case Counting::immortal:
      return access([pointer](World& world) { return ++alive(world, pointer).references_out; });
    case Counting::biased: return biased_incref(pointer);
  }
  throw Unsupported{"a way of counting"};
}

// Load, add, store.
Task<std::int64_t> Interpreter::plain_incref(Pointer pointer) {
  const std::int64_t old =
      co_await access([pointer](World& world) { return alive(world, pointer).count; });
  const std::int64_t count = co_await operator_step(Operator::add, old, 1);
  co_await access([pointer, count](World& world) {
    write_count(world, pointer, count);
    ++alive(world, pointer).references_out;
    return 0;
  });
  co_return count;
}

// ---- decref ------------------------------------------------------------------------------------

// A decref whose result is zero frees the object, as a further step.
Task<std::int64_t> Interpreter::decref(Pointer pointer) {
  switch (counting_of(pointer)) {
    case Counting::plain: return plain_decref(pointer);
    case Counting::atomic: return atomic_decref(pointer);
    case Counting::immortal:
      return access([pointer](World& world) { return --alive(world, pointer).references_out; });
    case Counting::biased: return biased_decref(pointer, true);
  }
  throw Unsupported{"a way of counting"};
}

// Load, sub, store, then free where zero.
Task<std::int64_t> Interpreter::plain_decref(Pointer pointer) {
  const std::int64_t old =
      co_await access([pointer](World& world) { return alive(world, pointer).count; });
  const std::int64_t count = co_await operator_step(Operator::sub, old, 1);
  co_await access([pointer, count](World& world) {
    write_count(world, pointer, count);
    --alive(world, pointer).references_out;
    return 0;
  });
  if (count == 0) co_await deallocate(pointer);
  co_return count;
}

// One step, then free.
Task<std::int64_t> Interpreter::atomic_decref(Pointer pointer) {
  const std::int64_t count = co_await access([pointer](World& world) {
    Object& object = alive(world, pointer);
    write_count(world, pointer, object.count - 1);
    --object.references_out;
    return object.count;
  });
  if (count == 0) co_await deallocate(pointer);
  co_return count;
}

// ---- try_incref --------------------------------------------------------------------------------

// Plain: load, [add, store]; else one step. On a freed object it is false, and no use after free.
Task<std::int64_t> Interpreter::try_incref(Pointer pointer) {
  const Counting counting = counting_of(pointer);
  const int me = merging_thread();
  if (counting == Counting::plain) return plain_try_incref(pointer);
  return access([pointer, counting, me](World& world) {
    Object& object = world.objects[object_number(pointer)];
    if (!object.is_alive) return 0;
    if (counting == Counting::atomic) {
      if (object.count == 0) return 0;
      ++object.count;
    } else if (counting == Counting::biased && object.tid == me + 1) {
      ++object.local;
    } else if (counting == Counting::biased) {
      const bool was_never_shared = object.shared == 0;
      const bool is_dead = object.shared == shared_field(0, SharedFlags::merged);
      if (was_never_shared || is_dead) return 0;
      object.shared += 4;
    }
    ++object.references_out;
    return 1;
  });
}

Task<std::int64_t> Interpreter::plain_try_incref(Pointer pointer) {
  const std::int64_t old = co_await access([pointer](World& world) {
    const Object& object = world.objects[object_number(pointer)];
    return object.is_alive ? object.count : 0;
  });
  if (old == 0) co_return 0;
  const std::int64_t count = co_await operator_step(Operator::add, old, 1);
  co_await access([pointer, count](World& world) {
    write_count(world, pointer, count);
    ++alive(world, pointer).references_out;
    return 0;
  });
  co_return 1;
}

}  // namespace raceproof::oracle

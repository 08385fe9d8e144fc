#include "tests/oracle/objects.h"

namespace raceproof::oracle {

Object new_object(std::int64_t references, std::size_t owner) {
  Object object;
  object.is_alive = true;
  object.references_out = references;
  object.count = references;
  object.local = references;
  object.tid = static_cast<std::int64_t>(owner) + 1;
  return object;
}

std::size_t object_number(Pointer pointer) {
  if (pointer == out_of_bounds) throw Failed{"an index out of bounds"};
  if (pointer == 0) throw Failed{"an operation through a name that holds nothing"};
  return static_cast<std::size_t>(pointer - 1);
}

Object& alive(World& world, Pointer pointer) {
  Object& object = world.objects[object_number(pointer)];
  if (!object.is_alive) throw Failed{"a use after free", true};
  return object;
}

void free_object(World& world, Pointer pointer) {
  Object& object = world.objects[object_number(pointer)];
  if (!object.is_alive) throw Failed{"a double free", true};
  object.is_alive = false;
  object.was_freed = true;
}

void allocate(World& world, Pointer pointer, std::size_t owner) {
  Object& object = world.objects[object_number(pointer)];
  if (object.is_alive) throw Failed{"the allocation of an object that is allocated"};
  object = new_object(1, owner);
}

void write_count(World& world, Pointer pointer, std::int64_t count) {
  Object& object = alive(world, pointer);
  if (count < 0) throw Failed{"a negative count", true};
  object.count = count;
}

std::int64_t shared_field(std::int64_t count, SharedFlags flags) {
  return count * 4 + static_cast<std::int64_t>(flags);
}

std::int64_t shared_count(std::int64_t field) { return field >> 2; }

SharedFlags shared_flags(std::int64_t field) { return static_cast<SharedFlags>(field & 3); }

std::int64_t swap_shared(World& world, Pointer pointer, std::int64_t expected,
                         std::int64_t desired) {
  Object& object = alive(world, pointer);
  const std::int64_t found = object.shared;
  if (found != expected) return found;
  object.shared = desired;
  if (shared_flags(desired) == SharedFlags::merged && shared_count(desired) < 0) {
    throw Failed{"a negative count", true};
  }
  return found;
}

}  // namespace raceproof::oracle

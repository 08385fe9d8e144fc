#include "models/lock.h"

namespace raceproof::lock {

std::optional<std::uint32_t> taker(const SyncObject& object, std::span<const std::int64_t> cells) {
  const std::int64_t value = cells[object.cell];
  if (value == 0) return std::nullopt;
  return static_cast<std::uint32_t>(value - 1);
}

bool is_free_for(const SyncObject& object, std::span<const std::int64_t> cells,
                 std::uint32_t thread) {
  const std::optional<std::uint32_t> owner = taker(object, cells);
  return !owner || (object.kind == SyncObject::Kind::rlock && *owner == thread);
}

void acquire(const SyncObject& object, std::span<std::int64_t> cells, std::uint32_t thread) {
  cells[object.cell] = std::int64_t{thread} + 1;
  if (object.kind == SyncObject::Kind::rlock) ++cells[object.cell + 1];
}

std::optional<Fault> release(const SyncObject& object, std::span<std::int64_t> cells,
                             std::uint32_t thread) {
  const std::optional<std::uint32_t> owner = taker(object, cells);
  if (object.kind == SyncObject::Kind::rlock) {
    if (owner != thread) return owner ? Fault::not_owner : Fault::not_held;
    if (--cells[object.cell + 1] > 0) return std::nullopt;
  } else if (!owner) {
    return Fault::not_held;
  }
  cells[object.cell] = 0;
  return std::nullopt;
}

std::int64_t release_wholly(const SyncObject& object, std::span<std::int64_t> cells) {
  cells[object.cell] = 0;
  if (object.kind != SyncObject::Kind::rlock) return 0;
  const std::int64_t depth = cells[object.cell + 1];
  cells[object.cell + 1] = 0;
  return depth;
}

void restore(const SyncObject& object, std::span<std::int64_t> cells, std::uint32_t thread,
             std::int64_t depth) {
  cells[object.cell] = std::int64_t{thread} + 1;
  if (object.kind == SyncObject::Kind::rlock) cells[object.cell + 1] = depth;
}

}  // namespace raceproof::lock

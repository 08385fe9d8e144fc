#include "tests/oracle/locks.h"

#include <algorithm>

namespace raceproof::oracle {
namespace {

bool is_reentrant(SyncPlace place) { return place.group->kind == lang::SyncObject::Kind::rlock; }

bool holds(const Lock& lock, int who) { return lock.depth > 0 && lock.taker == who; }

}  // namespace

std::size_t number_of(SyncPlace place) {
  if (!place.number) throw Failed{"an index out of bounds"};
  return *place.number;
}

bool can_take(const World& world, SyncPlace place, int who) {
  if (place.group->removed) return true;
  const Lock& lock = world.locks[number_of(place)];
  return lock.depth == 0 || (is_reentrant(place) && lock.taker == who);
}

void take_lock(World& world, SyncPlace place, int who) {
  if (place.group->removed) return;
  Lock& lock = world.locks[number_of(place)];
  ++lock.depth;
  lock.taker = who;
}

void release_lock(World& world, SyncPlace place, int who) {
  if (place.group->removed) return;
  Lock& lock = world.locks[number_of(place)];
  const bool may_release = is_reentrant(place) ? holds(lock, who) : lock.depth > 0;
  if (!may_release) throw Failed{"the release of a lock that is not held"};
  --lock.depth;
}

bool holds(const World& world, SyncPlace place, int who) {
  return place.group->removed || holds(world.locks[number_of(place)], who);
}

bool holds_a_lock(const World& world, int who) {
  return std::any_of(world.locks.begin(), world.locks.end(),
                     [who](const Lock& lock) { return holds(lock, who); });
}

}  // namespace raceproof::oracle

#include "tests/oracle/sync_steps.h"

#include <algorithm>
#include <utility>

namespace raceproof::oracle {
namespace {

using Kind = lang::SyncObject::Kind;

/// A step that is possible where `possible` says so, and where the index is out of bounds: it then
/// fails, rather than to block for ever (section 11.3).
template <typename Possible, typename Effect>
Step blocking_step(SyncPlace place, const Possible& possible, const Effect& effect) {
  Step step;
  step.ways = [place, possible](const World& world) -> std::size_t {
    return !place.number || possible(world, *place.number) ? 1 : 0;
  };
  step.take = [place, effect](World& world, std::size_t) -> std::int64_t {
    return effect(world, number_of(place));
  };
  return step;
}

template <typename Effect>
Step plain_step(SyncPlace place, const Effect& effect) {
  return blocking_step(place, [](const World&, std::size_t) { return true; }, effect);
}

SyncPlace lock_of(SyncPlace condition) {
  return {condition.group->lock, condition.group->lock_number};
}

// A condition is acquired and released by its lock.
SyncPlace what_is_locked(SyncPlace place) {
  return place.group->kind == Kind::condition && place.number ? lock_of(place) : place;
}

// Section 11.5: where the lock of a condition is removed, nothing held is asked for.
void need_the_lock(const World& world, SyncPlace condition, int me) {
  if (!holds(world, lock_of(condition), me)) {
    throw Failed{"an operation of a condition whose lock is not held"};
  }
}

std::int64_t take_semaphore(World& world, std::size_t number) {
  --world.semaphores[number];
  return 1;
}

Sleeper& sleeper(World& world, std::size_t number, int who) {
  auto& sleepers = world.conditions[number];
  return *std::find_if(sleepers.begin(), sleepers.end(),
                       [who](const Sleeper& one) { return one.thread == who; });
}

std::size_t count_asleep(const World& world, std::size_t number) {
  const auto& sleepers = world.conditions[number];
  return static_cast<std::size_t>(std::count_if(
      sleepers.begin(), sleepers.end(), [](const Sleeper& one) { return !one.notified; }));
}

}  // namespace

Step empty_step() {
  Step step;
  step.take = [](World&, std::size_t) { return std::int64_t{0}; };
  return step;
}

// ---- locks and semaphores ----------------------------------------------------------------------

Step acquire_step(SyncPlace place, int me) {
  if (place.group->kind == Kind::semaphore) {
    return blocking_step(
        place, [](const World& world, std::size_t number) { return world.semaphores[number] > 0; },
        take_semaphore);
  }
  const SyncPlace lock = what_is_locked(place);
  Step step;
  step.ways = [lock, me](const World& world) -> std::size_t {
    return !lock.number || can_take(world, lock, me) ? 1 : 0;
  };
  step.take = [lock, me](World& world, std::size_t) {
    take_lock(world, lock, me);
    return std::int64_t{1};
  };
  return step;
}

Step try_acquire_step(SyncPlace place, int me) {
  Step step;
  step.take = [place, me](World& world, std::size_t) -> std::int64_t {
    if (place.group->kind == Kind::semaphore) {
      const std::size_t number = number_of(place);
      return world.semaphores[number] > 0 ? take_semaphore(world, number) : 0;
    }
    const bool is_free = can_take(world, place, me);
    if (is_free) take_lock(world, place, me);
    return is_free ? 1 : 0;
  };
  return step;
}

Step release_step(SyncPlace place, int me) {
  Step step;
  step.take = [place, me](World& world, std::size_t) {
    if (place.group->kind == Kind::semaphore) {
      ++world.semaphores[number_of(place)];  // it has no bound (section 4)
    } else {
      release_lock(world, what_is_locked(place), me);
    }
    return std::int64_t{0};
  };
  return step;
}

// ---- rwlock ------------------------------------------------------------------------------------

Step begin_read_step(SyncPlace place) {
  return blocking_step(
      place,
      [](const World& world, std::size_t number) {
        return !world.read_write_locks[number].written;
      },
      [](World& world, std::size_t number) { return ++world.read_write_locks[number].readers; });
}

Step end_read_step(SyncPlace place) {
  return plain_step(place, [](World& world, std::size_t number) {
    return --world.read_write_locks[number].readers;
  });
}

Step begin_write_step(SyncPlace place) {
  return blocking_step(
      place,
      [](const World& world, std::size_t number) {
        const ReadWriteLock& lock = world.read_write_locks[number];
        return !lock.written && lock.readers == 0;
      },
      [](World& world, std::size_t number) {
        world.read_write_locks[number].written = true;
        return 0;
      });
}

Step end_write_step(SyncPlace place) {
  return plain_step(place, [](World& world, std::size_t number) {
    world.read_write_locks[number].written = false;
    return 0;
  });
}

// ---- event -------------------------------------------------------------------------------------

Step set_event_step(SyncPlace place, bool value) {
  return plain_step(place, [value](World& world, std::size_t number) {
    world.events[number] = value;
    return 0;
  });
}

Step wait_event_step(SyncPlace place) {
  return blocking_step(
      place,
      [](const World& world, std::size_t number) -> bool { return world.events[number]; },
      [](World&, std::size_t) { return 0; });
}

// ---- barrier -----------------------------------------------------------------------------------

Step arrive_step(SyncPlace place) {
  return blocking_step(
      place,
      [](const World& world, std::size_t number) { return world.barriers[number].leaving == 0; },
      [](World& world, std::size_t number) {
        Barrier& barrier = world.barriers[number];
        if (++barrier.arrived == barrier.parties) {
          barrier.leaving = barrier.parties;
          barrier.arrived = 0;
        }
        return 0;
      });
}

Step leave_step(SyncPlace place) {
  return blocking_step(
      place,
      [](const World& world, std::size_t number) { return world.barriers[number].leaving > 0; },
      [](World& world, std::size_t number) {
        --world.barriers[number].leaving;
        return 0;
      });
}

// ---- condition ---------------------------------------------------------------------------------

Step sleep_step(SyncPlace place, int me) {
  return plain_step(place, [place, me](World& world, std::size_t number) {
    need_the_lock(world, place, me);
    Sleeper one;
    one.thread = me;
    const SyncPlace lock = lock_of(place);
    if (!lock.group->removed) {
      Lock& held = world.locks[*lock.number];
      one.depth = held.depth;
      held.depth = 0;
    }
    world.conditions[number].push_back(one);
    return 0;
  });
}

Step wake_step(SyncPlace place, int me) {
  return blocking_step(
      place,
      [place, me](const World& world, std::size_t number) {
        const auto& sleepers = world.conditions[number];
        const bool is_notified =
            std::any_of(sleepers.begin(), sleepers.end(), [me](const Sleeper& one) {
              return one.thread == me && one.notified;
            });
        return is_notified && can_take(world, lock_of(place), me);
      },
      [place, me](World& world, std::size_t number) {
        const SyncPlace lock = lock_of(place);
        take_lock(world, lock, me);
        const int depth = sleeper(world, number, me).depth;
        if (!lock.group->removed) world.locks[*lock.number].depth = depth;
        std::erase_if(world.conditions[number],
                      [me](const Sleeper& one) { return one.thread == me; });
        return 0;
      });
}

// Where the lock is not held nobody would be woken, so that there is one way, which fails.
Step notify_step(SyncPlace place, int me) {
  Step step;
  step.ways = [place, me](const World& world) -> std::size_t {
    if (!place.number || !holds(world, lock_of(place), me)) return 1;
    return std::max(count_asleep(world, *place.number), std::size_t{1});
  };
  step.take = [place, me](World& world, std::size_t way) {
    const std::size_t number = number_of(place);
    need_the_lock(world, place, me);
    std::size_t asleep = 0;
    for (Sleeper& one : world.conditions[number]) {
      if (!one.notified && asleep++ == way) {
        one.notified = true;
        break;
      }
    }
    return std::int64_t{0};
  };
  return step;
}

Step notify_all_step(SyncPlace place, int me) {
  return plain_step(place, [place, me](World& world, std::size_t number) {
    need_the_lock(world, place, me);
    for (Sleeper& one : world.conditions[number]) one.notified = true;
    return 0;
  });
}

// ---- queue -------------------------------------------------------------------------------------

Step put_step(SyncPlace place, std::int64_t value) {
  return blocking_step(
      place,
      [](const World& world, std::size_t number) {
        const Queue& queue = world.queues[number];
        return !queue.capacity || static_cast<std::int64_t>(queue.items.size()) < *queue.capacity;
      },
      [value](World& world, std::size_t number) {
        world.queues[number].items.push_back(value);
        return 0;
      });
}

Step get_step(SyncPlace place) {
  return blocking_step(
      place,
      [](const World& world, std::size_t number) { return !world.queues[number].items.empty(); },
      [](World& world, std::size_t number) {
        const std::int64_t value = world.queues[number].items.front();
        world.queues[number].items.pop_front();
        return value;
      });
}

}  // namespace raceproof::oracle

#include "models/synchronise.h"

#include "models/barrier.h"
#include "models/condition.h"
#include "models/event.h"
#include "models/lock.h"
#include "models/queue.h"
#include "models/rwlock.h"
#include "models/semaphore.h"

namespace raceproof::synchronise {
namespace {

using condition::Sleep;

// A condition is used by who holds its lock; where the lock is removed, by anybody.
bool may_use(const Machine& machine, const SyncObject& condition, const State& state,
             std::uint32_t thread) {
  if (machine.is_removed(condition.lock)) return true;
  return lock::taker(machine.program().objects[condition.lock], state.cells) == thread;
}

Done sleep(const Machine& machine, const SyncObject& object, State& state, std::uint32_t thread) {
  if (!may_use(machine, object, state, thread)) return {Fault::condition_not_held, 0};
  condition::set_sleep(object, state.cells, thread, Sleep::asleep);
  if (machine.is_removed(object.lock)) return {};
  return {{}, lock::release_wholly(machine.program().objects[object.lock], state.cells)};
}

Done wake(const Machine& machine, const SyncObject& object, State& state, std::uint32_t thread,
          std::int64_t depth) {
  condition::set_sleep(object, state.cells, thread, Sleep::awake);
  if (machine.is_removed(object.lock)) return {};
  lock::restore(machine.program().objects[object.lock], state.cells, thread, depth);
  return {};
}

Done notify(const Machine& machine, const SyncObject& object, State& state, std::uint32_t thread,
            std::optional<std::int64_t> which) {
  if (!may_use(machine, object, state, thread)) return {Fault::condition_not_held, 0};
  const auto threads = static_cast<std::uint32_t>(machine.program().threads.size());
  const std::vector<std::uint32_t> asleep = condition::sleepers(object, state.cells, threads);
  for (std::size_t i = 0; i < asleep.size(); ++i) {
    if (which && *which != static_cast<std::int64_t>(i)) continue;
    condition::set_sleep(object, state.cells, asleep[i], Sleep::notified);
  }
  return {};
}

Done take_lock(NodeKind step, const Machine& machine, std::uint32_t number, State& state,
               std::uint32_t thread) {
  const SyncObject& object = machine.program().objects[number];
  if (object.kind == SyncObject::Kind::semaphore) {
    const bool has_permit = semaphore::has_permit(object, state.cells);
    if (step == NodeKind::release) {
      semaphore::release(object, state.cells);
    } else if (has_permit) {
      semaphore::acquire(object, state.cells);
    }
    return {{}, has_permit};
  }
  if (machine.is_removed(number)) return {{}, 1};
  if (step == NodeKind::release) return {lock::release(object, state.cells, thread), 0};
  const bool is_free = lock::is_free_for(object, state.cells, thread);
  if (is_free) lock::acquire(object, state.cells, thread);
  return {{}, is_free};
}

}  // namespace

std::uint32_t cells(SyncObject::Kind kind, std::uint32_t threads) {
  switch (kind) {
    case SyncObject::Kind::lock:
    case SyncObject::Kind::rlock: return lock::cells(kind);
    case SyncObject::Kind::semaphore: return semaphore::cells;
    case SyncObject::Kind::event: return event::cells;
    case SyncObject::Kind::barrier: return barrier::cells;
    case SyncObject::Kind::condition: return threads;
    case SyncObject::Kind::queue: return queue::cells;
    case SyncObject::Kind::rwlock: return rwlock::cells;
  }
  return 0;
}

bool is_ready(NodeKind step, const Machine& machine, std::uint32_t number, const State& state,
              std::uint32_t thread) {
  const SyncObject& object = machine.program().objects[number];
  switch (step) {
    case NodeKind::acquire:
      if (object.kind == SyncObject::Kind::semaphore) {
        return semaphore::has_permit(object, state.cells);
      }
      return machine.is_removed(number) || lock::is_free_for(object, state.cells, thread);
    case NodeKind::event_wait: return event::is_set(object, state.cells);
    case NodeKind::barrier_arrive: return barrier::can_arrive(object, state.cells);
    case NodeKind::barrier_leave: return barrier::can_leave(object, state.cells);
    case NodeKind::condition_wake:
      return condition::sleep_of(object, state.cells, thread) == Sleep::notified &&
             (machine.is_removed(object.lock) ||
              !lock::taker(machine.program().objects[object.lock], state.cells));
    case NodeKind::put: return !queue::is_full(object, state.cells);
    case NodeKind::get: return !queue::is_empty(object, state.cells);
    case NodeKind::read_acquire: return rwlock::can_read(object, state.cells);
    case NodeKind::write_acquire: return rwlock::can_write(object, state.cells);
    default: return true;
  }
}

Done take(NodeKind step, const Machine& machine, std::uint32_t number, State& state,
          std::uint32_t thread, std::int64_t value) {
  const SyncObject& object = machine.program().objects[number];
  switch (step) {
    case NodeKind::acquire:
    case NodeKind::release:
    case NodeKind::try_acquire: return take_lock(step, machine, number, state, thread);
    case NodeKind::event_set: event::set(object, state.cells, true); return {};
    case NodeKind::event_clear: event::set(object, state.cells, false); return {};
    case NodeKind::barrier_arrive: barrier::arrive(object, state.cells); return {};
    case NodeKind::barrier_leave: barrier::leave(object, state.cells); return {};
    case NodeKind::condition_sleep: return sleep(machine, object, state, thread);
    case NodeKind::condition_wake: return wake(machine, object, state, thread, value);
    case NodeKind::notify: return notify(machine, object, state, thread, value);
    case NodeKind::notify_all: return notify(machine, object, state, thread, std::nullopt);
    case NodeKind::put:
      queue::put(machine.program(), number, state.cells, value);
      return {{}, value};
    case NodeKind::get: return {{}, queue::get(machine.program(), number, state.cells)};
    case NodeKind::read_acquire: rwlock::begin_read(object, state.cells); return {};
    case NodeKind::read_release: rwlock::end_read(object, state.cells); return {};
    case NodeKind::write_acquire: rwlock::begin_write(object, state.cells, thread); return {};
    case NodeKind::write_release: rwlock::end_write(object, state.cells); return {};
    default: return {};
  }
}

std::vector<std::uint32_t> sleepers(const Machine& machine, std::uint32_t object,
                                    const State& state) {
  return condition::sleepers(machine.program().objects[object], state.cells,
                             static_cast<std::uint32_t>(machine.program().threads.size()));
}

}  // namespace raceproof::synchronise

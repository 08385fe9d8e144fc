// The shared state of a scenario: what every thread sees. A plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace raceproof::oracle {

/// An error of the program under check: it ends the execution, which has failed (section 9).
struct Failed {
  std::string why;
  bool of_refcount_safe = false;  ///< judged by `refcount_safe`, not by `error_free`
};

/// A false `assume`: the execution is counted nowhere (section 9).
struct Discarded {};

/// The oracle does not know what to do; it gives up rather than to answer wrongly.
struct Unsupported {
  std::string what;
};

/// The number of a thread, or one of these for who is no thread.
inline constexpr int nobody = -1;
inline constexpr int the_init_block = -2;

// ---- synchronisation objects (sections 3 and 4) ------------------------------------------------

/// A `lock` or an `rlock`.
struct Lock {
  int depth = 0;       ///< how often it is held: 0 is free, above 1 for an `rlock` only
  int taker = nobody;  ///< who took it last
};

struct Barrier {
  std::int64_t parties = 1;
  std::int64_t arrived = 0;  ///< in the round that gathers
  std::int64_t leaving = 0;  ///< of the round that is complete, those still to leave
};

/// A thread in `c.wait()`.
struct Sleeper {
  int thread = nobody;
  bool notified = false;
  int depth = 1;  ///< how often it held the lock
};

struct Queue {
  std::optional<std::int64_t> capacity;  ///< none: it has no bound
  std::deque<std::int64_t> items;
};

struct ReadWriteLock {
  int readers = 0;
  bool written = false;
};

// ---- objects (section 7) -----------------------------------------------------------------------

/// A reference: 0 holds nothing, n + 1 holds the object number n.
using Pointer = std::int64_t;

/// A heap object. Plain, atomic and immortal ones have `count`; biased ones have the three fields
/// of PEP 703.
struct Object {
  bool is_alive = false;           ///< allocated and not freed
  bool was_freed = false;          ///< and not allocated again
  std::int64_t references_out = 0;  ///< what the count ought to be at a quiet state
  std::int64_t count = 0;
  std::int64_t local = 0;   ///< biased: the owner's count
  std::int64_t tid = 0;     ///< biased: the owner's number and one, 0 for none
  std::int64_t shared = 0;  ///< biased: the others' count, four times, and the flags
};

// ------------------------------------------------------------------------------------------------

enum class Status : std::uint8_t { not_started, running, ended };

/// A read or write of a `var`, for `race_free`.
struct Access {
  std::size_t cell = 0;
  bool is_store = false;
};

struct World {
  std::vector<std::int64_t> cells;  ///< `var` and `atomic`, in order, arrays by element
  std::vector<Status> threads;
  std::vector<Lock> locks;
  std::vector<std::int64_t> semaphores;
  std::vector<bool> events;
  std::vector<Barrier> barriers;
  std::vector<std::vector<Sleeper>> conditions;
  std::vector<Queue> queues;
  std::vector<ReadWriteLock> read_write_locks;
  std::vector<Pointer> references;  ///< the shared ones
  std::vector<Object> objects;
  std::vector<std::vector<std::size_t>> to_merge;  ///< by thread: the objects queued for it
  std::vector<Access> accesses;  ///< of the step that is being taken
};

}  // namespace raceproof::oracle

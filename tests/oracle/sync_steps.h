// The steps of synchronisation objects (sections 3 and 4): when they block, and what they do.
#pragma once

#include <cstdint>

#include "tests/oracle/locks.h"
#include "tests/oracle/pending_step.h"

namespace raceproof::oracle {

/// A step with no effect and no result.
Step empty_step();

// ---- locks, and what else can be acquired: semaphores, and the lock of a condition -------------

Step acquire_step(SyncPlace place, int me);
Step try_acquire_step(SyncPlace place, int me);
Step release_step(SyncPlace place, int me);

// ---- rwlock: many readers or one writer, nobody has precedence ---------------------------------

Step begin_read_step(SyncPlace place);
Step end_read_step(SyncPlace place);
Step begin_write_step(SyncPlace place);
Step end_write_step(SyncPlace place);

// ---- event -------------------------------------------------------------------------------------

Step set_event_step(SyncPlace place, bool value);
/// Possible while the event is set (section 11.9).
Step wait_event_step(SyncPlace place);

// ---- barrier: `wait` is two steps, arrive and leave --------------------------------------------

/// Blocks while an earlier round leaves.
Step arrive_step(SyncPlace place);
/// Blocks until all parties have arrived.
Step leave_step(SyncPlace place);

// ---- condition: `wait` is two steps, sleep and wake up; all need its lock held (section 4) ------

/// Releases the lock wholly and sleeps.
Step sleep_step(SyncPlace place, int me);
/// Once notified, takes the lock again, as often as it was held.
Step wake_step(SyncPlace place, int me);
/// Wakes any one sleeper, an alternative each, if there is any.
Step notify_step(SyncPlace place, int me);
Step notify_all_step(SyncPlace place, int me);

// ---- queue -------------------------------------------------------------------------------------

Step put_step(SyncPlace place, std::int64_t value);
Step get_step(SyncPlace place);

}  // namespace raceproof::oracle

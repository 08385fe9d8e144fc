// How far a thread is in its loops, by its counters: what it may have done so often.
#pragma once

#include <functional>
#include <vector>

#include "checker/prove/value_groups.h"

namespace raceproof::prove {

/// A local that counts the rounds of a loop, down to 0 or from 0 up to a limit; or those of several
/// loops, one behind the other.
struct Counter {
  VariableIndex variable = 0;
  std::vector<Affine> rounds;      ///< that were begun, in each of the loops, and with those before
  Affine all;                      ///< rounds of the loops, where all are made
  std::vector<Constraint> bounds;  ///< what may hold of it anywhere
  bool is_plain = false;  ///< it begins with the thread, counts down, and is nothing else ever
};

/// The counters of a thread, in the order of its code. Where a local is a copy of a shared variable
/// it counts nothing; elsewhere it may.
std::vector<Counter> counters_of(const TransitionSystem& system, const ValueGroups& groups,
                                 std::uint32_t thread);

/// Whether all that is to be known of the thread's loops is how far its one counter is.
bool has_one_plain_loop(const std::vector<Counter>& counters);

/// What may bound how often the thread has done something: the rounds of one loop, of one behind
/// others, of one in another; by the counters that `counts` finds to count where the thread is.
/// At least one.
std::vector<Affine> progress_of(const std::vector<Counter>& counters,
                                const std::function<bool(const Counter&)>& counts);

}  // namespace raceproof::prove

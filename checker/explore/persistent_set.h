// Which threads need to be looked at in a state, where the steps of all others can wait.
//
// A set of threads is persistent in a state if nothing that the others may do, however long, ever
// conflicts with the next steps of the threads in it. Then whatever can come about at all also
// comes about by way of one of these steps: final values, deadlocks, failing steps, data races. It
// is enough to explore these, if on every way round a loop all are explored somewhere, so that no
// thread is left waiting for ever.
//
// Godefroid, "Partial-Order Methods for the Verification of Concurrent Systems" (LNCS 1032, 1996),
// for persistent sets; Peled, "All from one, one for all" (CAV 1993), for what must not be left out
// where states on the way are asked about.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/explore/footprint.h"
#include "models/execution_model.h"

namespace raceproof::explore {

/// Threads as bits.
using ThreadSet = std::uint64_t;

class PersistentSets {
 public:
  static constexpr std::size_t threads_max = 64;

  /// What is left out: only what waits for a step that touches nothing others see (fusion), or all
  /// that can wait.
  enum class Extent : std::uint8_t { local_steps, all };

  /// `visible`: what is asked about in every state, over absolute cells, so that no step that
  /// writes any of it may be put before others.
  PersistentSets(const Program& program, Extent extent, std::span<const Expression> visible);

  /// Whether anything can be left out: every step must be a switch point, or other threads could
  /// not go on while a thread is at its step.
  static bool are_possible(const Program& program, const ExecutionModel& model);

  const Footprints& footprints() const { return footprints_; }

  /// Of the `enabled` threads, those to go on with: all, or fewer where that is enough. None of
  /// their steps may end the execution. `places` has one for each thread.
  ThreadSet choose(std::span<const Footprints::Place* const> places, ThreadSet enabled) const;

 private:
  bool can_go_first(const Footprints::Place& place) const;

  Footprints footprints_;
  std::uint64_t visible_ = 0;  ///< as a footprint's
  Extent extent_ = Extent::all;
};

}  // namespace raceproof::explore

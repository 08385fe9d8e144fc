// The least and the greatest time that the schedules of a program take, over all of them.
//
// The states in time form a graph whose edges take no time or the time to the next event. A
// schedule that ends is a path from a start to a state in which all threads have ended; those that
// get stuck, fail or are discarded lead to no such state and do not count. The least makespan is a
// shortest path; the greatest a longest one, component by component from the ends: a cycle without
// time adds nothing to it, one that takes time can be gone round for ever, so that there is no
// greatest.
//
// A cycle without time beside a thread that takes time, or that waits for the GIL, is spinning:
// time would stand still for as long as it is gone round, which no execution does. The makespan is
// then undecided.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/time/timed_space.h"

namespace raceproof::timed {

/// One schedule, as the search found it.
struct Course {
  std::uint32_t init = 0;
  std::int64_t makespan_us = 0;
  std::vector<result::Decision> decisions;
};

struct Extremes {
  std::string undecided;        ///< why nothing can be said, or empty
  std::optional<Course> least;  ///< neither of the two: no schedule ends
  std::optional<Course> greatest;
  bool is_unbounded = false;  ///< `greatest` is then one of more than `claimed_us`, if it can be
                              ///< written down
  std::uint64_t states = 0;
};

/// The extremes over a space that was explored to the end. `claimed_us`: what is claimed to be the
/// greatest. Throws explore::LimitReached.
Extremes find_extremes(const TimedMachine& machine, const TimedSpace& space,
                       std::int64_t claimed_us, const explore::Limits& limits);

/// A few schedules tried out where the space is too large: the least and the greatest of those that
/// end. One that is not as claimed decides a property all the same.
Extremes probe(const TimedMachine& machine);

}  // namespace raceproof::timed

// How long the schedules of a program take: the least and the greatest, each with its schedule as
// decisions in time, and what every thread does in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/result/schedule.h"

namespace raceproof::result {

/// One decision of a schedule in time. What follows from the rules by itself, as the passage of
/// time or the end of a `cpu`, is none.
struct Decision {
  enum class Kind : std::uint8_t {
    step,       ///< `thread` takes a step without time, in this alternative
    begin,      ///< `thread` begins its `cpu`, `sleep` or `io`
    resume,     ///< `thread`, set aside within a `cpu`, takes the GIL again
    processor,  ///< `thread`, which waits within a `cpu`, gets a processor
    hand_over,  ///< `thread` is made to hand the GIL over to `other`
    set_aside,  ///< `thread`, which runs without the GIL, leaves its processor to `other`
  };
  std::int64_t at_us = 0;
  Kind kind = Kind::step;
  std::uint32_t thread = 0;
  std::uint32_t other = 0;
  std::uint32_t alternative = 0;

  friend bool operator==(const Decision&, const Decision&) = default;
};

/// What a thread does for some time. Before its start and behind its end it does nothing.
enum class Activity : std::uint8_t {
  runs,           ///< on a processor, without the GIL
  runs_with_gil,  ///< on a processor, with the GIL
  waits_for_processor,
  waits_for_gil,
  receives_gil,  ///< a hand-over to it is under way
  sleeps,
  does_io,
  blocked,  ///< before a step that is not possible now
};

struct Segment {
  std::int64_t from_us = 0;
  std::int64_t to_us = 0;
  Activity activity = Activity::runs;

  friend bool operator==(const Segment&, const Segment&) = default;
};

/// Who has the GIL for some time; nobody while a hand-over is under way. Gaps: nobody wants it.
struct GilSegment {
  std::int64_t from_us = 0;
  std::int64_t to_us = 0;
  std::optional<std::uint32_t> holder;

  friend bool operator==(const GilSegment&, const GilSegment&) = default;
};

/// One complete schedule.
struct TimedSchedule {
  std::int64_t makespan_us = 0;
  std::vector<Decision> decisions;
  Schedule steps;                             ///< the same without time; a `cpu`, `sleep` or `io`
                                              ///< stands where it begins
  std::vector<std::vector<Segment>> threads;  ///< by thread, ascending, without gaps of its own
  std::vector<GilSegment> gil;                ///< ascending; empty where the model has no GIL
  std::uint32_t forced = 0;                   ///< hand-overs of the GIL that were forced
};

struct Makespan {
  TimedSchedule least;
  TimedSchedule greatest;
  bool is_unbounded = false;  ///< there is no greatest; `greatest` is one beyond what is claimed
  std::uint64_t states = 0;   ///< of the timed search
};

/// "2s", "2.4s", "15ms", "1.5ms", "7us", "0us": exact, in the largest unit that leaves no zero in
/// front.
std::string duration_text(std::int64_t us);

/// "2s", "between 2s and 2.4s", "from 2s without an upper bound".
std::string range_text(const Makespan& makespan);

}  // namespace raceproof::result

// One execution, re-executed and written down: what every step did.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/result/schedule.h"
#include "models/machine.h"

namespace raceproof::result {

/// How the execution of a trace stands behind its last step.
enum class TraceEnd : std::uint8_t {
  running,    ///< somebody could go on
  final_,     ///< all threads have ended
  stuck,      ///< a thread has not ended and nobody can go on
  failed,     ///< `end.fault` at `end.span`
  discarded,  ///< a false `assume` at `end.span`
};

/// One step: who took it, and its events in order (one, or those inside an atomic block; the events
/// of other threads that a `start` set going are among them).
struct TraceStep {
  Choice choice;
  std::uint32_t alternatives = 1;  ///< how many the step had
  std::vector<Event> events;
  NodeKind kind = NodeKind::end;   ///< the kind of the step; `end` stands for "not recorded"
  SourceSpan span;                 ///< where the step stands
};

/// Consecutive steps of one thread, in an execution too long to keep every step of it.
struct TraceLeg {
  std::uint32_t thread = 0;
  std::uint64_t steps = 0;
  std::vector<std::int64_t> shared;  ///< the shared cells behind the last of them
};

/// Longer executions are kept as legs.
inline constexpr std::size_t recorded_steps_max = 200'000;

struct Trace {
  Schedule schedule;
  std::uint32_t init_alternatives = 1;
  std::vector<Event> init_events;             ///< what `init` did
  std::vector<std::int64_t> initial_shared;   ///< the cells that all threads see, behind `init`
  std::vector<TraceStep> steps;               ///< empty where there are legs
  std::vector<TraceLeg> legs;                 ///< in place of more than `recorded_steps_max` steps
  State last;                                 ///< the state behind the last step
  /// The number (from 0) of the step from which on all steps are repeated for ever, if they are.
  std::optional<std::size_t> loop_start;
  TraceEnd ending = TraceEnd::running;
  StepEnd end;                                ///< meaningful where it failed or was discarded
};

}  // namespace raceproof::result

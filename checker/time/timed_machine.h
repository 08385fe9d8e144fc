// A program in time: what can happen in a state at once, and when the next thing happens.
//
// The semantics, from the language reference, sections "Execution models" and "Time":
//
//  1. Steps without time happen as soon as they can, in any order the model allows. Time passes
//  only
//     in a state in which none is possible, and only as far as the next event: the end of a `cpu`,
//     `sleep`, `io` or hand-over, or a multiple of the interval at which somebody could take over.
//  2. `cpu D` runs on a processor for D in all, whatever comes between; `sleep D` and `io D` end D
//     after they began and need nothing meanwhile. What is no step and stands behind one of them
//     happens at its end: a thread that ends with a `sleep` ends when it wakes, without the GIL.
//     One of no duration is a step like any other.
//  3. A thread that waits for a processor or the GIL gets it before time passes, if it is free; if
//     several wait, any of them. A thread keeps its processor over the steps between two `cpu`; it
//     leaves it where it ends, blocks, begins a `sleep` or `io`, or needs the GIL and has not got
//     it.
//  4. Under a GIL a step outside `allow_threads` needs it, the beginning of a `sleep` or `io` and
//  the
//     whole of a `cpu` included. A thread that can go on takes the GIL if it is free, and has it
//     until it ends, blocks, begins a `sleep` or `io`, comes to `allow_threads`, or is made to hand
//     over. Waiting for a processor does not cost it the GIL.
//  5. Having run for the interval since it took the GIL, and at each further multiple, a thread may
//  be
//     made to hand over to any that waits for the GIL, within a `cpu` or at a switch point of the
//     model, as long as it still needs the GIL. Only time on a processor counts. Inside `native`
//     nothing is a switch point, so a `cpu` there is never interrupted. While the cost is paid
//     nobody has the GIL, everything that needs none goes on, and no processor is needed for it;
//     the heir's interval begins behind it.
//  6. A thread that runs without the GIL (under `no_gil`, or inside `allow_threads`) may be set
//  aside
//     for any that waits for a processor, at the multiples of the same interval since it got the
//     processor, at no cost. One that has the GIL is not: the GIL is what it hands over.
//  7. Under `serial` whoever is at work goes on until it ends or blocks; `sleep` and `io` change
//     nothing about that.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "checker/result/makespan.h"
#include "checker/time/timed_state.h"
#include "models/machine.h"

namespace raceproof::timed {

/// One transition: a decision, or the passage of time.
struct Action {
  using Kind = result::Decision::Kind;
  bool is_time = false;
  std::int64_t passed_us = 0;  ///< not 0 only for the passage of time
  Kind kind = Kind::step;
  std::uint32_t thread = 0;
  std::uint32_t other = 0;
  std::uint32_t alternative = 0;
};

class TimedMachine {
 public:
  /// The machine must outlive this.
  explicit TimedMachine(const Machine& machine);

  using VisitInitial =
      std::function<bool(std::uint32_t alternative, TimedState&& state, const StepEnd& end)>;
  /// The states in which the threads start; returns whether to go on.
  void initial(const VisitInitial& visit) const;

  using Visit = std::function<bool(const Action& action, TimedState&& next, const StepEnd& end)>;
  /// Every transition, in a fixed order: by thread what happens at once, then what may be forced,
  /// and last the passage of time. None: all have ended, or it is stuck.
  void expand(const TimedState& state, const Visit& visit) const;
  /// Only those where nothing is forced; time passes over the multiples of the interval.
  void expand_unforced(const TimedState& state, const Visit& visit) const;

  bool is_final(const TimedState& state) const { return machine_.is_final(state.machine); }
  const Machine& machine() const { return machine_; }

  /// Whether the thread is on its way through time, or wants to be: it is within a `cpu`, `sleep`
  /// or `io`, it receives the GIL, waits for it, or stands before something that takes time.
  bool takes_time(const TimedState& state, std::uint32_t thread) const;

 private:
  enum class Discipline : std::uint8_t { free, gil, serial };

  const Node& node(const TimedState& state, std::uint32_t thread) const;
  bool needs_gil(const TimedState& state, std::uint32_t thread) const;
  bool has_what_it_needs(const TimedState& state, std::uint32_t thread) const;
  bool is_computing(const TimedState& state, std::uint32_t thread) const;
  bool is_resting(const TimedState& state, std::uint32_t thread) const;
  bool is_processing(const TimedState& state, std::uint32_t thread) const;
  bool can_go_on(const TimedState& state, std::uint32_t thread) const;
  bool wants_gil(const TimedState& state, std::uint32_t thread) const;
  bool wants_processor(const TimedState& state, std::uint32_t thread) const;
  bool is_at_multiple(const TimedState& state, std::uint32_t thread) const;
  bool is_interruptible(const TimedState& state, std::uint32_t owner) const;
  bool is_processor_free(const TimedState& state) const;
  bool anybody(const TimedState& state,
               bool (TimedMachine::*wants)(const TimedState&, std::uint32_t) const) const;

  bool expand_thread(const TimedState& state, std::uint32_t thread, bool& is_urgent,
                     const Visit& visit) const;
  bool expand_step(const TimedState& state, std::uint32_t thread, const Visit& visit) const;
  bool expand_forced(const TimedState& state, const Visit& visit) const;
  void expand_time(const TimedState& state, bool stops_at_multiples, const Visit& visit) const;
  std::int64_t next_event(const TimedState& state, bool stops_at_multiples) const;

  void take_gil(TimedState& state, std::uint32_t thread) const;
  void take_processor(TimedState& state, std::uint32_t thread) const;
  void take_processor_alone(TimedState& state, std::uint32_t thread) const;
  void release_gil(TimedState& state) const;
  void begin(TimedState& state, std::uint32_t thread) const;
  StepEnd complete(TimedState& state, std::uint32_t thread) const;
  void settle(TimedState& state) const;

  const Machine& machine_;
  const Program& program_;
  TimeSettings settings_;
  Discipline discipline_;
  std::uint32_t thread_count_;
};

}  // namespace raceproof::timed

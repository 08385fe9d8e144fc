#include "checker/time/timed_machine.h"

#include <algorithm>
#include <utility>

namespace raceproof::timed {
namespace {

constexpr std::int64_t nobody = -1;

bool is_rest(NodeKind kind) {
  return kind == NodeKind::sleep || kind == NodeKind::io;
}

bool is_of_time(const Node& node) {
  return (node.kind == NodeKind::cpu || is_rest(node.kind)) && node.duration_us > 0;
}

}  // namespace

TimedMachine::TimedMachine(const Machine& machine)
    : machine_(machine),
      program_(machine.program()),
      settings_(machine.program().time),
      discipline_(machine.model().has_gil                                  ? Discipline::gil
                  : (machine.model().points & bit(SwitchPoint::step)) != 0 ? Discipline::free
                                                                           : Discipline::serial),
      thread_count_(static_cast<std::uint32_t>(machine.program().threads.size())) {}

// ---- what a thread is, and wants ---------------------------------------------------------------

const Node& TimedMachine::node(const TimedState& state, std::uint32_t thread) const {
  return machine_.next_step(state.machine, thread);
}

bool TimedMachine::needs_gil(const TimedState& state, std::uint32_t thread) const {
  if (discipline_ == Discipline::free) return false;
  return discipline_ == Discipline::serial || !node(state, thread).gil_free;
}

bool TimedMachine::has_what_it_needs(const TimedState& state, std::uint32_t thread) const {
  return state.owner == thread || !needs_gil(state, thread);
}

bool TimedMachine::is_computing(const TimedState& state, std::uint32_t thread) const {
  return state.threads[thread].has_begun() && node(state, thread).kind == NodeKind::cpu;
}

bool TimedMachine::is_resting(const TimedState& state, std::uint32_t thread) const {
  return state.threads[thread].has_begun() && is_rest(node(state, thread).kind);
}

bool TimedMachine::is_processing(const TimedState& state, std::uint32_t thread) const {
  return state.threads[thread].has_processor && is_computing(state, thread);
}

bool TimedMachine::can_go_on(const TimedState& state, std::uint32_t thread) const {
  if (!machine_.is_running(state.machine, thread)) return false;
  if (state.threads[thread].has_begun()) return is_computing(state, thread);
  return machine_.is_ready(state.machine, thread);
}

bool TimedMachine::wants_gil(const TimedState& state, std::uint32_t thread) const {
  return state.owner != thread && can_go_on(state, thread) && needs_gil(state, thread);
}

bool TimedMachine::wants_processor(const TimedState& state, std::uint32_t thread) const {
  return machine_.is_running(state.machine, thread) && is_computing(state, thread) &&
         !state.threads[thread].has_processor && has_what_it_needs(state, thread);
}

bool TimedMachine::is_at_multiple(const TimedState& state, std::uint32_t thread) const {
  return state.threads[thread].ran_us == settings_.switch_interval_us;
}

// The machine's own holder is nobody at a switch point of the model, and within a `cpu` outside
// `native`: see `begin`.
bool TimedMachine::is_interruptible(const TimedState& state, std::uint32_t owner) const {
  return discipline_ == Discipline::gil && state.owner == owner &&
         state.machine.cells[program_.holder_cell] == nobody;
}

bool TimedMachine::is_processor_free(const TimedState& state) const {
  const auto used = std::count_if(state.threads.begin(), state.threads.end(),
                                  [](const ThreadTime& thread) { return thread.has_processor; });
  return used < settings_.cores;
}

bool TimedMachine::anybody(const TimedState& state,
                           bool (TimedMachine::*wants)(const TimedState&, std::uint32_t)
                               const) const {
  for (std::uint32_t thread = 0; thread < thread_count_; ++thread) {
    if ((this->*wants)(state, thread)) return true;
  }
  return false;
}

bool TimedMachine::takes_time(const TimedState& state, std::uint32_t thread) const {
  if (!machine_.is_running(state.machine, thread)) return false;
  if (state.threads[thread].has_begun() || state.heir == thread) return true;
  return can_go_on(state, thread) && (is_of_time(node(state, thread)) || wants_gil(state, thread));
}

// ---- changes that decisions have in common -----------------------------------------------------

void TimedMachine::take_gil(TimedState& state, std::uint32_t thread) const {
  if (state.owner == thread) return;
  state.owner = thread;
  state.threads[thread].ran_us = 0;
}

void TimedMachine::take_processor(TimedState& state, std::uint32_t thread) const {
  state.threads[thread].has_processor = true;
  if (!needs_gil(state, thread)) state.threads[thread].ran_us = 0;
}

// Where several want a processor it is a decision of its own who gets it.
void TimedMachine::take_processor_alone(TimedState& state, std::uint32_t thread) const {
  if (!wants_processor(state, thread) || !is_processor_free(state)) return;
  for (std::uint32_t other = 0; other < thread_count_; ++other) {
    if (other != thread && wants_processor(state, other)) return;
  }
  take_processor(state, thread);
}

void TimedMachine::release_gil(TimedState& state) const {
  std::int64_t& holder = state.machine.cells[program_.holder_cell];
  if (holder == std::int64_t{*state.owner}) holder = nobody;
  state.owner.reset();
}

// Begins the `cpu`, `sleep` or `io` that the thread stands before. Within a `cpu` the machine's
// holder says whether the model has a switch point here: not inside `native`.
void TimedMachine::begin(TimedState& state, std::uint32_t thread) const {
  const Node& step = node(state, thread);
  ThreadTime& time = state.threads[thread];
  const bool needs = needs_gil(state, thread);
  if (needs) take_gil(state, thread);
  time.left_us = step.duration_us;
  if (is_rest(step.kind)) {
    time.has_processor = false;
    if (needs && discipline_ == Discipline::gil) release_gil(state);
    return;
  }
  if (needs && discipline_ == Discipline::gil) {
    const bool has_point = (step.points & machine_.model().points) != 0;
    state.machine.cells[program_.holder_cell] = has_point ? nobody : std::int64_t{thread};
  }
  take_processor_alone(state, thread);
}

// The step itself, with the control behind it, when its time is over. A thread that wakes has not
// got the GIL, so whoever holds it in the machine goes on holding it.
StepEnd TimedMachine::complete(TimedState& state, std::uint32_t thread) const {
  const std::int64_t holder = state.machine.cells[program_.holder_cell];
  const bool keeps_holder = needs_gil(state, thread) && state.owner != thread;
  state.threads[thread].left_us = ThreadTime::not_begun;
  StepEnd end;
  machine_.expand(state.machine, thread, [&](std::uint32_t, State&& next, const StepEnd& step_end) {
    end = step_end;
    state.machine = std::move(next);
    return false;
  });
  if (keeps_holder) state.machine.cells[program_.holder_cell] = holder;
  return end;
}

// What ends by itself: the owner's right to the GIL, a thread's to its processor, and counts that
// no longer mean anything.
void TimedMachine::settle(TimedState& state) const {
  if (state.owner) {
    const std::uint32_t owner = *state.owner;
    const bool keeps = machine_.is_running(state.machine, owner) && needs_gil(state, owner) &&
                       (state.threads[owner].has_begun() || can_go_on(state, owner));
    if (!keeps) release_gil(state);
  }
  for (std::uint32_t thread = 0; thread < thread_count_; ++thread) {
    ThreadTime& time = state.threads[thread];
    const bool runs = can_go_on(state, thread) && has_what_it_needs(state, thread);
    if (!runs) time.has_processor = false;
    const bool counts = time.has_processor || (state.owner == thread && needs_gil(state, thread));
    if (!counts || discipline_ == Discipline::serial) time.ran_us = 0;
  }
}

// ---- transitions -------------------------------------------------------------------------------

void TimedMachine::initial(const VisitInitial& visit) const {
  machine_.initial([&](std::uint32_t alternative, State&& machine, const StepEnd& end) {
    TimedState state;
    state.machine = std::move(machine);
    state.threads.resize(thread_count_);
    return visit(alternative, std::move(state), end);
  });
}

void TimedMachine::expand(const TimedState& state, const Visit& visit) const {
  bool is_urgent = false;
  for (std::uint32_t thread = 0; thread < thread_count_; ++thread) {
    if (!expand_thread(state, thread, is_urgent, visit)) return;
  }
  if (!expand_forced(state, visit)) return;
  if (!is_urgent) expand_time(state, true, visit);
}

void TimedMachine::expand_unforced(const TimedState& state, const Visit& visit) const {
  bool is_urgent = false;
  for (std::uint32_t thread = 0; thread < thread_count_; ++thread) {
    if (!expand_thread(state, thread, is_urgent, visit)) return;
  }
  if (!is_urgent) expand_time(state, false, visit);
}

// What the thread can do without time passing. Returns whether to go on.
bool TimedMachine::expand_thread(const TimedState& state, std::uint32_t thread, bool& is_urgent,
                                 const Visit& visit) const {
  if (!can_go_on(state, thread)) return true;
  const bool has = has_what_it_needs(state, thread);
  if (!has && (state.owner || state.heir)) return true;
  Action action;
  action.thread = thread;
  if (!is_computing(state, thread)) {
    const std::int64_t holder = state.machine.cells[program_.holder_cell];
    if (holder != nobody && holder != std::int64_t{thread} && needs_gil(state, thread)) return true;
    is_urgent = true;
    return expand_step(state, thread, visit);
  }
  if (has && (state.threads[thread].has_processor || !is_processor_free(state))) return true;
  TimedState next = state;
  action.kind = has ? Action::Kind::processor : Action::Kind::resume;
  if (has) {
    take_processor(next, thread);
  } else {
    take_gil(next, thread);
    take_processor_alone(next, thread);
  }
  is_urgent = true;
  settle(next);
  return visit(action, std::move(next), {});
}

// The step before which the thread stands. Where it takes time, its first alternative is begun and
// no more; further ones, if the machine offers any, are steps in its place.
bool TimedMachine::expand_step(const TimedState& state, std::uint32_t thread,
                               const Visit& visit) const {
  const Node& step = node(state, thread);
  const bool takes_time = is_of_time(step);
  Action action;
  action.thread = thread;
  if (takes_time) {
    TimedState next = state;
    begin(next, thread);
    settle(next);
    action.kind = Action::Kind::begin;
    if (!visit(action, std::move(next), {})) return false;
    if (machine_.alternatives(state.machine, thread, 2) < 2) return true;
  }
  action.kind = Action::Kind::step;
  TimedState taken = state;
  if (needs_gil(state, thread)) take_gil(taken, thread);
  const bool gives_gil_up = is_rest(step.kind) && discipline_ == Discipline::gil;
  bool goes_on = true;
  machine_.expand(state.machine, thread,
                  [&](std::uint32_t alternative, State&& machine, const StepEnd& end) {
                    if (takes_time && alternative == 0) return true;
                    TimedState next = taken;
                    next.machine = std::move(machine);
                    if (gives_gil_up && next.owner == thread) release_gil(next);
                    if (end.kind == StepEnd::Kind::normal) settle(next);
                    action.alternative = alternative;
                    goes_on = visit(action, std::move(next), end);
                    return goes_on;
                  });
  return goes_on;
}

// What may be forced at a multiple of the interval: the GIL handed over, a thread set aside.
bool TimedMachine::expand_forced(const TimedState& state, const Visit& visit) const {
  for (std::uint32_t thread = 0; thread < thread_count_; ++thread) {
    if (!is_at_multiple(state, thread)) continue;
    const bool hands_over = is_interruptible(state, thread);
    if (!hands_over && (!state.threads[thread].has_processor || needs_gil(state, thread))) continue;
    for (std::uint32_t other = 0; other < thread_count_; ++other) {
      const bool wants = hands_over ? wants_gil(state, other) : wants_processor(state, other);
      if (other == thread || !wants) continue;
      Action action;
      action.kind = hands_over ? Action::Kind::hand_over : Action::Kind::set_aside;
      action.thread = thread;
      action.other = other;
      TimedState next = state;
      next.threads[thread].has_processor = false;
      next.threads[thread].ran_us = 0;
      if (!hands_over) {
        take_processor(next, other);
      } else if (settings_.switch_cost_us > 0) {
        next.owner.reset();
        next.heir = other;
        next.heir_left_us = settings_.switch_cost_us;
      } else {
        take_gil(next, other);
        take_processor_alone(next, other);
      }
      settle(next);
      if (!visit(action, std::move(next), {})) return false;
    }
  }
  return true;
}

std::int64_t TimedMachine::next_event(const TimedState& state, bool stops_at_multiples) const {
  std::int64_t soonest = 0;
  const auto consider = [&](std::int64_t in_us) {
    if (soonest == 0 || in_us < soonest) soonest = in_us;
  };
  if (state.heir) consider(state.heir_left_us);
  const bool gil_is_wanted = anybody(state, &TimedMachine::wants_gil);
  const bool processor_is_wanted = anybody(state, &TimedMachine::wants_processor);
  for (std::uint32_t thread = 0; thread < thread_count_; ++thread) {
    const ThreadTime& time = state.threads[thread];
    if (!time.has_begun()) continue;
    if (is_resting(state, thread)) consider(time.left_us);
    if (!is_processing(state, thread)) continue;
    consider(time.left_us);
    const bool may_be_forced = needs_gil(state, thread)
                                   ? gil_is_wanted && is_interruptible(state, thread)
                                   : processor_is_wanted;
    if (!may_be_forced || !stops_at_multiples) continue;
    const std::int64_t interval = settings_.switch_interval_us;
    consider(is_at_multiple(state, thread) ? interval : interval - time.ran_us);
  }
  return soonest;
}

void TimedMachine::expand_time(const TimedState& state, bool stops_at_multiples,
                               const Visit& visit) const {
  Action action;
  action.is_time = true;
  action.passed_us = next_event(state, stops_at_multiples);
  if (action.passed_us == 0) return;
  TimedState next = state;
  std::vector<std::uint32_t> completed;
  for (std::uint32_t thread = 0; thread < thread_count_; ++thread) {
    ThreadTime& time = next.threads[thread];
    if (!time.has_begun()) continue;
    const bool is_processed = is_processing(state, thread);
    if (!is_processed && !is_resting(state, thread)) continue;
    time.left_us -= action.passed_us;
    if (is_processed) {
      // A multiple of the interval counts as the whole interval, so that 0 means "just begun".
      const std::int64_t interval = settings_.switch_interval_us;
      time.ran_us = (time.ran_us % interval + (action.passed_us - 1) % interval) % interval + 1;
    }
    if (time.left_us == 0) completed.push_back(thread);
  }
  const std::optional<std::uint32_t> heir = next.heir;
  if (heir && (next.heir_left_us -= action.passed_us) == 0) {
    take_gil(next, *heir);
    next.heir.reset();
  }
  for (const std::uint32_t thread : completed) {
    const StepEnd end = complete(next, thread);
    if (end.kind != StepEnd::Kind::normal) {
      visit(action, std::move(next), end);
      return;
    }
  }
  settle(next);
  if (heir && !next.heir) take_processor_alone(next, *heir);
  visit(action, std::move(next), {});
}

}  // namespace raceproof::timed

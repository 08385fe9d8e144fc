#include "checker/replay/replay.h"

#include <algorithm>

namespace raceproof::replayer {
namespace {

using result::TraceEnd;

std::string thread_name(const Machine& machine, std::uint32_t thread) {
  return "T" + std::to_string(thread) + " (" + machine.program().threads[thread].name + ")";
}

std::string why_refused(const Machine& machine, const State& state, std::uint32_t thread) {
  if (thread >= machine.program().threads.size()) {
    return "there is no thread T" + std::to_string(thread);
  }
  const std::string name = thread_name(machine, thread);
  const std::int64_t pc = state.cells[machine.program().threads[thread].pc_cell];
  if (pc == pc_not_started) return name + " has not been started";
  if (pc == pc_ended) return name + " has ended";
  if (!machine.is_ready(state, thread)) return name + " is blocked";
  const std::int64_t holder = state.cells[machine.program().holder_cell];
  return "there is no switch point here: " +
         thread_name(machine, static_cast<std::uint32_t>(holder)) + " must go on";
}

void finish(const Machine& machine, const std::vector<std::uint32_t>& enabled, Run& run) {
  result::Trace& trace = run.trace;
  if (trace.end.kind == StepEnd::Kind::failed) {
    trace.ending = TraceEnd::failed;
  } else if (trace.end.kind == StepEnd::Kind::discarded) {
    trace.ending = TraceEnd::discarded;
  } else if (!enabled.empty()) {
    trace.ending = TraceEnd::running;
  } else {
    trace.ending = machine.is_final(trace.last) ? TraceEnd::final_ : TraceEnd::stuck;
  }
}

std::vector<std::int64_t> visible_cells(const Machine& machine, const State& state) {
  return {state.cells.begin(), state.cells.begin() + machine.program().visible_cells()};
}

// One execution under way.
class Running {
 public:
  Running(const Machine& machine, const result::Schedule& schedule, const Watch& watch)
      : machine_(machine),
        schedule_(schedule),
        watch_(watch),
        is_recorded_(schedule.steps.size() <= result::recorded_steps_max) {}

  Run run() {
    if (!begin()) return std::move(run_);
    for (std::size_t i = 0; i < schedule_.steps.size(); ++i) {
      const Choice choice = schedule_.steps[i];
      const std::string refusal = refused(choice);
      if (refusal.empty() && take(choice)) continue;
      run_.refused_at = i + 1;
      if (!refusal.empty()) run_.refusal = refusal;
      break;
    }
    finish(machine_, enabled_, run_);
    return std::move(run_);
  }

 private:
  result::Trace& trace() { return run_.trace; }

  bool begin() {
    std::uint32_t ways = 0;
    machine_.initial([&](std::uint32_t, State&&, const StepEnd&) { return ++ways < 1'000'000; });
    trace().init_alternatives = ways;
    const std::optional<StepEnd> begun =
        machine_.initial_choice(trace().last, schedule_.init, &trace().init_events);
    trace().schedule.init = schedule_.init;
    if (!begun) {
      run_.refused_at = 1;
      run_.refusal = "`init` has only " + std::to_string(ways) + " ways through it";
      return false;
    }
    trace().end = *begun;
    trace().initial_shared = visible_cells(machine_, trace().last);
    look();
    return true;
  }

  // Who can go on, where the execution has not ended.
  void look() {
    enabled_.clear();
    if (trace().end.kind != StepEnd::Kind::normal) return;
    machine_.enabled(trace().last, enabled_);
    if (watch_) watch_(trace().last, enabled_);
  }

  std::string refused(const Choice& choice) {
    if (trace().end.kind != StepEnd::Kind::normal) return "the execution has ended before";
    if (std::find(enabled_.begin(), enabled_.end(), choice.thread) != enabled_.end()) return "";
    return why_refused(machine_, trace().last, choice.thread);
  }

  // Takes a step of a thread that can go on; false if it has no such alternative.
  bool take(const Choice& choice) {
    result::TraceStep step;
    step.choice = choice;
    if (is_recorded_) {
      step.alternatives =
          machine_.alternatives(trace().last, choice.thread, choice.alternative + 2);
    }
    const std::optional<StepEnd> end =
        machine_.apply(trace().last, choice, is_recorded_ ? &step.events : nullptr);
    if (!end) {
      const std::uint32_t count =
          machine_.alternatives(trace().last, choice.thread, choice.alternative + 2);
      run_.refusal = "the step of " + thread_name(machine_, choice.thread) + " has only " +
                     std::to_string(count) + " alternative" + (count == 1 ? "" : "s");
      return false;
    }
    trace().end = *end;
    trace().schedule.steps.push_back(choice);
    is_recorded_ ? record(std::move(step)) : add_to_leg(choice.thread);
    look();
    return true;
  }

  void record(result::TraceStep&& step) {
    std::erase_if(step.events,
                  [](const Event& event) { return event.kind == NodeKind::loop_end; });
    trace().steps.push_back(std::move(step));
  }

  void add_to_leg(std::uint32_t thread) {
    std::vector<result::TraceLeg>& legs = trace().legs;
    if (legs.empty() || legs.back().thread != thread) legs.push_back({thread, 0, {}});
    ++legs.back().steps;
    const State& state = trace().last;
    legs.back().shared.assign(state.cells.begin(),
                              state.cells.begin() + machine_.program().shared_cells);
  }

  const Machine& machine_;
  const result::Schedule& schedule_;
  const Watch& watch_;
  bool is_recorded_;
  Run run_;
  std::vector<std::uint32_t> enabled_;
};

}  // namespace

Run run(const Machine& machine, const result::Schedule& schedule, const Watch& watch) {
  return Running(machine, schedule, watch).run();
}

}  // namespace raceproof::replayer

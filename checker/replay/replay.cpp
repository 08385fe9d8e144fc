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

}  // namespace

Run run(const Machine& machine, const result::Schedule& schedule, const Watch& watch) {
  Run run;
  result::Trace& trace = run.trace;
  std::uint32_t ways = 0;
  machine.initial([&](std::uint32_t, State&&, const StepEnd&) { return ++ways < 1'000'000; });
  trace.init_alternatives = ways;
  const std::optional<StepEnd> begun =
      machine.initial_choice(trace.last, schedule.init, &trace.init_events);
  trace.schedule.init = schedule.init;
  if (!begun) {
    run.refused_at = 1;
    run.refusal = "`init` has only " + std::to_string(ways) + " ways through it";
    return run;
  }
  trace.end = *begun;
  trace.initial_shared = visible_cells(machine, trace.last);
  std::vector<std::uint32_t> enabled;
  if (begun->kind == StepEnd::Kind::normal) {
    machine.enabled(trace.last, enabled);
    if (watch) watch(trace.last, enabled);
  }
  for (std::size_t i = 0; i < schedule.steps.size(); ++i) {
    const Choice choice = schedule.steps[i];
    const bool has_ended = trace.end.kind != StepEnd::Kind::normal;
    if (has_ended || std::find(enabled.begin(), enabled.end(), choice.thread) == enabled.end()) {
      run.refused_at = i + 1;
      run.refusal = has_ended ? "the execution has ended before"
                              : why_refused(machine, trace.last, choice.thread);
      break;
    }
    result::TraceStep step;
    step.choice = choice;
    step.alternatives = machine.alternatives(trace.last, choice.thread, choice.alternative + 2);
    const std::optional<StepEnd> end = machine.apply(trace.last, choice, &step.events);
    if (!end) {
      run.refused_at = i + 1;
      run.refusal = "the step of " + thread_name(machine, choice.thread) + " has only " +
                    std::to_string(step.alternatives) + " alternative" +
                    (step.alternatives == 1 ? "" : "s");
      break;
    }
    std::erase_if(step.events,
                  [](const Event& event) { return event.kind == NodeKind::loop_end; });
    trace.end = *end;
    trace.steps.push_back(std::move(step));
    trace.schedule.steps.push_back(choice);
    enabled.clear();
    if (end->kind != StepEnd::Kind::normal) continue;
    machine.enabled(trace.last, enabled);
    if (watch) watch(trace.last, enabled);
  }
  finish(machine, enabled, run);
  return run;
}

}  // namespace raceproof::replayer

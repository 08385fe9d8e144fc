#include "checker/replay/judge.h"

#include "checker/property/data_race.h"
#include "checker/property/miscount.h"
#include "checker/replay/promise.h"

namespace raceproof::replayer {
namespace {

using property::Kind;
using property::Property;
using result::TraceEnd;

std::string shared_values(const Machine& machine, const State& state) {
  std::string text;
  const Program& program = machine.program();
  for (CellIndex cell = 0; cell < program.shared_cells; ++cell) {
    if (cell == 8) return text + ", ...";
    if (!text.empty()) text += ", ";
    const bool is_boolean = program.variable_of(cell).is_boolean;
    const std::int64_t value = state.cells[cell];
    text += program.cell_name(cell) + " = " +
            (is_boolean ? (value != 0 ? "true" : "false") : std::to_string(value));
  }
  return text;
}

std::string observed_values(const Property& property, const State& state) {
  std::string text;
  for (const property::Observed& observed : property.observed) {
    const Evaluated result = evaluate(observed.expression, state.cells);
    if (!text.empty()) text += ", ";
    text += observed.name + " = " + (result.fault ? "?" : std::to_string(result.value));
  }
  return text;
}

bool is_in_set(const Property& property, const State& state) {
  std::vector<std::int64_t> tuple;
  for (const property::Observed& observed : property.observed) {
    const Evaluated result = evaluate(observed.expression, state.cells);
    if (result.fault) return false;
    tuple.push_back(result.value);
  }
  return property.set && property.set->contains(tuple);
}

std::string describe_fault(const Machine& machine, const StepEnd& end) {
  const auto& threads = machine.program().threads;
  const std::string who = end.thread < threads.size() ? "T" + std::to_string(end.thread) + " (" +
                                                            threads[end.thread].name + ")"
                                                      : "init";
  return std::string(row(end.fault).sentence) + ": " + who + ", line " +
         std::to_string(end.span.line);
}

std::string describe_race(const Machine& machine, const property::DataRace& race) {
  const auto access = [](std::uint32_t thread, bool writes) {
    return "T" + std::to_string(thread) + (writes ? " writes" : " reads");
  };
  return "data race on " + machine.program().cell_name(race.cell) + ": " +
         access(race.first, race.first_writes) + " and " + access(race.second, race.second_writes) +
         " at once";
}

// Whose step is to blame the trace tells; here stands what does not fit together.
std::string describe_miscount(const Machine& machine, const property::Miscount& found) {
  const std::string& name = machine.program().heap[found.object].name;
  const auto references = [](std::int64_t number) {
    if (number == 1) return std::string("one reference is out");
    return (number == 0 ? "no" : std::to_string(number)) + " references are out";
  };
  const std::string prefix = std::string(property::row(found.kind).name) + ": ";
  switch (found.kind) {
    case property::Miscount::Kind::wrong_count:
      return prefix + references(found.references) + ", but the count of " + name + " is " +
             std::to_string(found.count);
    case property::Miscount::Kind::leak:
      return prefix + references(found.references) + ", but " + name + " is never freed";
    case property::Miscount::Kind::freed_while_held:
      return prefix + references(found.references) + ", but " + name + " has been freed";
  }
  return prefix;
}

struct Watcher {
  const Machine& machine;
  const Property& property;
  Promise promise;
  std::size_t last = 0;  // number of the state, from 0, behind the last step
  std::size_t seen = 0;
  bool is_violated = false;
  std::string what;

  // Only the last state counts, but a promise is given on the way.
  void operator()(const State& state, const std::vector<std::uint32_t>& enabled) {
    promise.see(state);
    if (seen++ != last) return;
    if (property.kind == Kind::always && !is_true(property.expressions[0], state.cells)) {
      is_violated = true;
      what = "false where " + shared_values(machine, state);
    }
    if (property.kind == Kind::refcount_safe) {
      const bool is_final = machine.is_final(state);
      if (const auto found = property::find_miscount(machine, state, is_final)) {
        is_violated = true;
        what = describe_miscount(machine, *found);
      }
    }
    if (property.kind == Kind::race_free) {
      if (const auto race = property::find_data_race(machine, state, enabled)) {
        is_violated = true;
        what = describe_race(machine, *race);
      }
    }
  }
};

void judge_end(const Machine& machine, const Property& property, const Promise& promise,
               const SerialFinals* serial, Judged& judged) {
  const result::Trace& trace = judged.run.trace;
  const bool is_final = trace.ending == TraceEnd::final_;
  const bool is_stuck = trace.ending == TraceEnd::stuck;
  const auto violated = [&](std::string what) {
    judged.is_violation = true;
    judged.what = std::move(what);
  };
  if (property.kind == Kind::finally_ && is_final &&
      !is_true(property.expressions[0], trace.last.cells)) {
    violated("at the end " + shared_values(machine, trace.last));
  } else if (property.kind == Kind::possible && is_final &&
             is_true(property.expressions[0], trace.last.cells)) {
    violated("at the end " + shared_values(machine, trace.last));
  } else if (property.kind == Kind::outcomes && is_final && !is_in_set(property, trace.last)) {
    violated("at the end " + observed_values(property, trace.last));
  } else if (promise.is_pending() && (is_final || is_stuck)) {
    violated(promise.sentence() + (is_final ? ": at the end " : ": nobody can go on, with ") +
             shared_values(machine, trace.last));
  } else if (is_stuck &&
             (property.kind == Kind::deadlock_free || property.kind == Kind::starvation_free)) {
    violated("nobody can go on");
  } else if (trace.ending == TraceEnd::failed &&
             property.kind == (row(trace.end.fault).of_reference_counts ? Kind::refcount_safe
                                                                        : Kind::error_free)) {
    violated(describe_fault(machine, trace.end));
  } else if (property.kind == Kind::serializable && is_final && serial != nullptr) {
    const std::vector<std::int64_t> finals(
        trace.last.cells.begin(), trace.last.cells.begin() + machine.program().shared_cells);
    if (serial->count(finals) == 0) {
      violated("at the end " + shared_values(machine, trace.last) +
               ", which no order of whole threads gives");
    }
  }
}

}  // namespace

Judged judge(const Machine& machine, const Property& property, const result::Schedule& schedule,
             const SerialFinals* serial) {
  Judged judged;
  Watcher watcher{machine, property, Promise(property), schedule.steps.size(), 0, false, {}};
  judged.run =
      run(machine, schedule, [&](const State& state, const std::vector<std::uint32_t>& enabled) {
        watcher(state, enabled);
      });
  if (judged.run.refused_at != 0) return judged;
  judged.is_violation = watcher.is_violated;
  judged.what = watcher.what;
  if (!judged.is_violation) judge_end(machine, property, watcher.promise, serial, judged);
  return judged;
}

}  // namespace raceproof::replayer

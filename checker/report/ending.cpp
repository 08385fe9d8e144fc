#include "checker/report/ending.h"

#include <optional>

#include "checker/property/data_race.h"
#include "checker/report/step_text.h"
#include "checker/report/waits.h"
#include "checker/result/number.h"

namespace raceproof::report {
namespace {

constexpr std::size_t blocked_max = 16;  // of a thousand blocked threads a few are enough

std::string fault_sentence(const Subject& subject, const result::Trace& trace) {
  const Program& program = subject.scenario->program;
  const bool is_discarded = trace.ending == result::TraceEnd::discarded;
  return thread_text(program, trace.end.thread) + (is_discarded ? " is discarded" : " fails") +
         " at line " + std::to_string(trace.end.span.line) + ", `" +
         statement_text(subject, trace.end.span) + "`: " +
         (is_discarded ? "the assumption is false" : std::string(row(trace.end.fault).sentence));
}

std::optional<property::DataRace> race_at_end(const Machine& machine, const result::Trace& trace) {
  std::vector<std::uint32_t> threads;
  machine.enabled(trace.last, threads);
  return property::find_data_race(machine, trace.last, threads);
}

std::string loop_sentence(const result::Trace& trace) {
  const auto number = [](std::size_t step) { return result::grouped(std::to_string(step)); };
  const std::size_t first = *trace.loop_start + 1;
  const std::size_t last = trace.steps.size();
  if (first == last) return "step " + number(first) + " is repeated for ever";
  return "steps " + number(first) + " to " + number(last) + " are repeated for ever";
}

bool ends_with_race(const property::Property* property, const result::Trace& trace) {
  return property != nullptr && property->kind == property::Kind::race_free &&
         (trace.ending == result::TraceEnd::running || trace.ending == result::TraceEnd::final_);
}

}  // namespace

std::vector<std::string> end_sentences(const Subject& subject, const result::ModelResult& model,
                                       const property::Property* property,
                                       const result::Trace& trace) {
  switch (trace.ending) {
    case result::TraceEnd::failed:
    case result::TraceEnd::discarded: return {fault_sentence(subject, trace)};
    case result::TraceEnd::stuck: return wait_sentences(subject, model, trace);
    case result::TraceEnd::running:
    case result::TraceEnd::final_: break;
  }
  if (trace.loop_start) return {loop_sentence(trace)};
  if (!ends_with_race(property, trace)) return {};
  const Machine machine(subject.scenario->program, *model.model, removed_objects(subject, model));
  const auto race = race_at_end(machine, trace);
  if (!race) return {};
  const auto access = [&](std::uint32_t thread, bool writes) {
    return thread_text(thread) + (writes ? " stores " : " loads ") +
           machine.program().cell_name(race->cell);
  };
  return {"data race: " + access(race->first, race->first_writes) + " and " +
          access(race->second, race->second_writes) + ", in either order, with nothing between"};
}

std::vector<NextStep> next_steps(const Subject& subject, const result::ModelResult& model,
                                 const property::Property* property, const result::Trace& trace) {
  const bool is_stuck = trace.ending == result::TraceEnd::stuck;
  if (!is_stuck && !ends_with_race(property, trace)) return {};
  const Program& program = subject.scenario->program;
  const Machine machine(program, *model.model, removed_objects(subject, model));
  std::vector<NextStep> steps;
  const auto add = [&](std::uint32_t thread, std::string note) {
    const Node& node = machine.next_step(trace.last, thread);
    steps.push_back({thread, node.span.line, next_text(machine, trace.last, thread),
                     std::move(note)});
  };
  if (is_stuck) {
    for (std::uint32_t thread = 0; thread < program.threads.size(); ++thread) {
      if (machine.is_running(trace.last, thread) && steps.size() < blocked_max) {
        add(thread, "blocked");
      }
    }
  } else if (const auto race = race_at_end(machine, trace)) {
    add(race->first, "");
    add(race->second, "");
  }
  return steps;
}

}  // namespace raceproof::report

#include "checker/report/ending.h"

#include <algorithm>

#include "checker/property/data_race.h"
#include "checker/report/step_text.h"
#include "checker/report/waits.h"

namespace raceproof::report {
namespace {

// Constants are shown in the heading; locals by the thread that they belong to.
std::string state_value(const Program& program, CellIndex cell, const State& state) {
  const std::int64_t value = state.cells[cell];
  if (cell < program.shared_cells) {
    return program.cell_name(cell) + " = " + cell_value(program, cell, value);
  }
  for (const ThreadInfo& thread : program.threads) {
    for (const NamedLocal& local : thread.locals) {
      if (cell < local.cell || cell >= local.cell + local.size) continue;
      std::string name = thread.name + "." + local.name;
      if (local.is_array) name += "[" + std::to_string(cell - local.cell) + "]";
      return name + " = " + value_text(value, local.is_boolean);
    }
  }
  return "";
}

std::string fault_sentence(const Subject& subject, const result::Trace& trace) {
  const Program& program = subject.scenario->program;
  std::string_view line = source_line(subject, trace.end.span.line);
  const std::size_t first = line.find_first_not_of(" \t");
  if (first != std::string_view::npos) line.remove_prefix(first);
  const bool discarded = trace.ending == result::TraceEnd::discarded;
  return thread_text(program, trace.end.thread) + (discarded ? " is discarded" : " fails") +
         " at line " + std::to_string(trace.end.span.line) + ", `" + std::string(line) + "`: " +
         (discarded ? "the assumption is false" : std::string(row(trace.end.fault).sentence));
}

std::string observed_sentence(const property::Property& property, const result::Trace& trace) {
  std::string text;
  for (const property::Observed& observed : property.observed) {
    const Evaluated value = evaluate(observed.expression, trace.last.cells);
    if (!text.empty()) text += ", ";
    text += observed.name + " = ";
    text += value.fault ? "?" : value_text(value.value, observed.is_boolean);
  }
  return "ends with " + text;
}

std::string expression_sentence(const Program& program, const property::Property& property,
                                const result::Trace& trace) {
  std::vector<CellIndex> reads;
  const Evaluated value = evaluate(property.expressions.front(), trace.last.cells, 0, &reads);
  const std::string values = values_read(program, reads, trace.last);
  const bool is_true = !value.fault && value.value != 0;
  std::string text = property.kind == property::Kind::always
                         ? "behind step " + std::to_string(trace.steps.size())
                         : "in the end";
  text += std::string(", `") + property.text + "` ";
  if (property.kind == property::Kind::possible) {
    text += "is witnessed";
  } else if (value.fault) {
    text += "cannot be evaluated: " + std::string(row(*value.fault).sentence);
  } else {
    text += is_true ? "is true" : "is false";
  }
  return values.empty() ? text : text + ": " + values;
}

std::string access_text(const Machine& machine, const State& state, std::uint32_t thread,
                        CellIndex cell, bool write) {
  const SourceSpan span = machine.next_step(state, thread).span;
  return thread_text(thread) + (write ? " may store " : " may load ") +
         machine.program().cell_name(cell) + " (line " + std::to_string(span.line) + ")";
}

}  // namespace

std::string values_read(const Program& program, const std::vector<CellIndex>& cells,
                        const State& state) {
  std::string text;
  std::vector<CellIndex> told;
  for (const CellIndex cell : cells) {
    if (std::find(told.begin(), told.end(), cell) != told.end()) continue;
    told.push_back(cell);
    const std::string value = state_value(program, cell, state);
    if (value.empty()) continue;
    text += (text.empty() ? "" : ", ") + value;
  }
  return text;
}

std::string data_race(const Machine& machine, const State& state) {
  std::vector<std::uint32_t> threads;
  machine.enabled(state, threads);
  const auto race = property::find_data_race(machine, state, threads);
  if (!race) return "";
  return "data race: next " +
         access_text(machine, state, race->first, race->cell, race->first_writes) + ", and " +
         access_text(machine, state, race->second, race->cell, race->second_writes) +
         ", in either order";
}

std::vector<std::string> end_sentences(const Subject& subject, const result::ModelResult& model,
                                       const property::Property* property,
                                       const result::Trace& trace) {
  const Program& program = subject.scenario->program;
  switch (trace.ending) {
    case result::TraceEnd::failed:
    case result::TraceEnd::discarded: return {fault_sentence(subject, trace)};
    case result::TraceEnd::stuck: return wait_sentences(subject, model, trace);
    case result::TraceEnd::running:
    case result::TraceEnd::final_: break;
  }
  if (property == nullptr) return {};
  if (property->kind == property::Kind::race_free) {
    const std::string race =
        data_race(Machine(program, *model.model, removed_objects(subject, model)), trace.last);
    if (!race.empty()) return {race};
  }
  if (property->kind == property::Kind::outcomes) return {observed_sentence(*property, trace)};
  if (!property->expressions.empty()) return {expression_sentence(program, *property, trace)};
  return {};
}

}  // namespace raceproof::report

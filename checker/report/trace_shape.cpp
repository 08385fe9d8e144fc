#include "checker/report/trace_shape.h"

#include <map>

#include "checker/report/step_text.h"

namespace raceproof::report {
namespace {

std::span<const Event> behind_condition(const std::vector<Event>& events) {
  std::size_t first = 1;
  while (first < events.size() && events[first].kind == NodeKind::load &&
         events[first].span == events.front().span) {
    ++first;
  }
  return std::span(events).subspan(first);
}

}  // namespace

NodeKind step_kind(const result::TraceStep& step) {
  if (step.kind != NodeKind::end || step.events.empty()) return step.kind;
  return step.events.front().in_region ? NodeKind::atomic : step.events.front().kind;
}

SourceSpan step_span(const result::TraceStep& step) {
  if (step.span.line != 0 || step.events.empty()) return step.span;
  return step.events.front().span;
}

bool is_region(const result::TraceStep& step) {
  const NodeKind kind = step_kind(step);
  return kind == NodeKind::atomic || (kind == NodeKind::await && !region_events(step).empty());
}

std::span<const Event> region_events(const result::TraceStep& step) {
  const NodeKind kind = step_kind(step);
  if (kind == NodeKind::await && !step.events.empty()) return behind_condition(step.events);
  return kind == NodeKind::atomic ? std::span<const Event>(step.events) : std::span<const Event>();
}

std::vector<std::uint32_t> shapes(const result::Trace& trace, const Program& program,
                                  const std::vector<Note>& notes) {
  std::map<std::vector<std::uint32_t>, std::uint32_t> numbers;
  std::vector<std::uint32_t> shapes;
  shapes.reserve(trace.steps.size());
  std::vector<std::uint32_t> key;
  std::size_t note = 0;
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const result::TraceStep& step = trace.steps[i];
    const SourceSpan span = step_span(step);
    key = {step.choice.thread, static_cast<std::uint32_t>(step_kind(step)), span.line, span.column};
    for (const Event& event : step.events) {
      const bool is_variable = is_access(event) && event.cell < program.shared_cells;
      const CellIndex cell = is_variable ? program.variable_of(event.cell).cell : event.cell;
      key.insert(key.end(), {static_cast<std::uint32_t>(event.kind),
                             static_cast<std::uint32_t>(event.op), cell, event.span.line,
                             event.span.column});
    }
    while (note < notes.size() && notes[note].step <= i) ++note;
    if (note < notes.size() && notes[note].step == i + 1) {
      key.push_back(static_cast<std::uint32_t>(notes[note].pattern));
    }
    const auto next = static_cast<std::uint32_t>(numbers.size());
    shapes.push_back(numbers.try_emplace(key, next).first->second);
  }
  return shapes;
}

}  // namespace raceproof::report

#include "checker/report/json_parts.h"

#include <nlohmann/json.hpp>

#include "checker/report/ending.h"
#include "checker/report/pattern.h"
#include "checker/report/step_text.h"
#include "checker/report/trace_shape.h"
#include "checker/report/trace_text.h"
#include "checker/report/version.h"

namespace raceproof::report {
namespace {

constexpr int format_version = 1;
constexpr std::size_t steps_max = 10'000;  // beyond, the schedule alone stands for the steps

// A reference is the name of what it holds, or null; the fields of an object are numbers.
Json cell_json(const Program& program, CellIndex cell, std::int64_t value) {
  if (cell >= program.shared_cells) {
    if (program.heap_object_of(cell)) return value;
    return value > 0 ? Json(program.heap[heap::number(value)].name) : Json(nullptr);
  }
  if (program.variable_of(cell).is_boolean && (value == 0 || value == 1)) return value != 0;
  return value;
}

std::string_view ending_name(result::TraceEnd ending) {
  switch (ending) {
    case result::TraceEnd::running: return "running";
    case result::TraceEnd::final_: return "final";
    case result::TraceEnd::stuck: return "stuck";
    case result::TraceEnd::failed: return "failed";
    case result::TraceEnd::discarded: return "discarded";
  }
  return "";
}

Json event_json(const Program& program, const Event& event) {
  Json json{{"text", event_text(program, event)},
            {"kind", row(event.kind).name},
            {"line", event.span.line}};
  if (is_access(event)) {
    json["variable"] = program.cell_name(event.cell);
    json["value"] = cell_json(program, event.cell, event.value);
    if (is_write(event)) json["before"] = cell_json(program, event.cell, event.before);
  }
  return json;
}

Json shared_json(const Program& program, const std::vector<std::int64_t>& values) {
  Json json = Json::object();
  for (CellIndex cell = 0; cell < program.shared_cells; ++cell) {
    json[program.cell_name(cell)] = cell_json(program, cell, values[cell]);
  }
  return json;
}

Json step_json(const Program& program, const result::TraceStep& step, std::size_t number) {
  Json json{{"step", number},
            {"thread", step.choice.thread},
            {"line", step_span(step).line},
            {"kind", row(step_kind(step)).name}};
  if (step.alternatives > 1) json["alternative"] = step.choice.alternative;
  json["events"] = Json::array();
  for (const Event& event : step.events) json["events"].push_back(event_json(program, event));
  return json;
}

}  // namespace

Json document(std::string_view command) {
  return {{"raceproof", {{"format", format_version}, {"version", version()}}},
          {"command", command}};
}

std::string to_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void add_subject(Json& json, const Subject& subject) {
  json["file"] = subject.file;
  json["threads"] = Json::array();
  for (const ThreadInfo& thread : subject.scenario->program.threads) {
    json["threads"].push_back(thread.name);
  }
  json["constants"] = Json::object();
  for (const auto& [name, value] : subject.scenario->constants) json["constants"][name] = value;
}

Json errors_part(const std::vector<InputError>& errors) {
  Json json = Json::array();
  for (const InputError& error : errors) {
    Json one{{"file", error.file}, {"message", error.message}};
    if (error.span.line != 0) {
      one["line"] = error.span.line;
      one["column"] = error.span.column;
      one["length"] = error.span.length;
    }
    if (!error.help.empty()) one["help"] = error.help;
    json.push_back(std::move(one));
  }
  return json;
}

Json natural_part(const result::Integer& number) {
  constexpr std::uint64_t number_max = std::uint64_t{1} << 53;
  if (number > number_max) return number.str();
  return static_cast<std::uint64_t>(number);
}

Json partial_part(const result::Statistics& statistics) {
  Json json{{"frontier", natural_part(statistics.frontier)},
            {"level_sizes", statistics.partial->level_sizes},
            {"most_values", Json::array()}};
  for (const result::Spread& spread : statistics.partial->spreads) {
    json["most_values"].push_back(
        {{"what", spread.what}, {"line", spread.line}, {"values", spread.values}});
  }
  return json;
}

Json forecast_part(const result::Forecast& forecast) {
  Json json{{"constant", forecast.constant},
            {"value", forecast.value},
            {"states", forecast.states},
            {"measured", Json::array()},
            {"smaller", {{"value", forecast.smaller}, {"states", forecast.states_of_smaller}}}};
  for (const auto& [value, states] : forecast.measured) {
    json["measured"].push_back({{"value", value}, {"states", states}});
  }
  return json;
}

Json statistics_part(const result::Statistics& statistics) {
  Json json{{"states", natural_part(statistics.states)},
            {"transitions", natural_part(statistics.transitions)},
            {"depth", statistics.depth},
            {"complete", statistics.complete}};
  if (statistics.leaves_out) json["leaves_out"] = true;
  if (!statistics.complete) json["reason"] = statistics.why_incomplete;
  if (statistics.partial) json["partial"] = partial_part(statistics);
  return json;
}

Json property_part(const property::Property& property, std::size_t number) {
  Json json{{"number", number},
            {"kind", property::row(property.kind).name},
            {"text", property.text},
            {"stated", property.fails ? "fails" : "holds"},
            {"default", property.span.line == 0}};
  if (property.span.line != 0) {
    json["line"] = property.span.line;
    json["column"] = property.span.column;
  }
  json["without"] = property.removed_names;
  return json;
}

Json trace_part(const Subject& subject, const result::ModelResult& model,
                const property::Property* property, const result::Trace& trace) {
  const Program& program = subject.scenario->program;
  Json json{{"model", model.model->name},
            {"without", model.removed},
            {"schedule", result::to_text(trace.schedule)},
            {"steps", trace.schedule.steps.size()},
            {"switches", result::switches(trace.schedule)},
            {"ending", ending_name(trace.ending)}};
  if (trace.ending == result::TraceEnd::failed) {
    json["fault"] = {{"name", row(trace.end.fault).name}, {"line", trace.end.span.line}};
  }
  if (trace.loop_start) json["loops_from"] = *trace.loop_start + 1;
  json["sentences"] = end_sentences(subject, model, property, trace);
  json["notes"] = Json::array();
  for (const Note& note : find_notes(trace)) {
    if (json["notes"].size() == steps_max) break;
    json["notes"].push_back(
        {{"step", note.step}, {"pattern", row(note.pattern).name}, {"text", note_text(note)}});
  }
  json["replay"] = replay_command(subject, model, trace);
  if (trace.schedule.steps.size() > steps_max) return json;
  json["initial"] = shared_json(program, trace.initial_shared);
  json["path"] = Json::array();
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    json["path"].push_back(step_json(program, trace.steps[i], i + 1));
  }
  return json;
}

}  // namespace raceproof::report

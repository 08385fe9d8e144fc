#include "checker/report/json.h"

#include <nlohmann/json.hpp>

#include "checker/report/json_parts.h"
#include "checker/report/standing.h"

namespace raceproof::report {
namespace {

Json value_json(const property::Observed& observed, std::optional<std::int64_t> value) {
  if (!value) return nullptr;
  if (observed.is_boolean && (*value == 0 || *value == 1)) return *value != 0;
  return *value;
}

Json probability_json(const std::optional<result::Rational>& probability) {
  if (!probability) return nullptr;
  return result::fraction(*probability);
}

Json outcome_json(const result::OutcomeTable& table, const result::Outcome& outcome) {
  Json json{{"values", Json::object()}};
  for (std::size_t i = 0; i < table.observed.size(); ++i) {
    json["values"][table.observed[i].name] = value_json(table.observed[i], outcome.values[i]);
  }
  json["interleavings"] = result::to_text(outcome.share.interleavings);
  json["probability"] = probability_json(outcome.share.probability);
  if (outcome.witness) {
    json["schedule"] = result::to_text(*outcome.witness);
    json["steps"] = outcome.witness->steps.size();
    json["switches"] = result::switches(*outcome.witness);
  }
  return json;
}

// The constant that a set is a formula in, from which value on, what comes out for smaller ones.
Json family_json(const result::Family& family) {
  Json json{{"constant", family.constant}, {"least", family.least}, {"most", family.most}};
  json["smaller"] = Json::array();
  json["compared"] = Json::array();
  for (const result::FamilyInstance& instance : family.instances) {
    if (instance.is_explored) json["compared"].push_back(instance.value);
    if (instance.value >= family.least) continue;
    json["smaller"].push_back({{"value", instance.value}, {"set", instance.set}});
  }
  return json;
}

// The object of a model that was proved: a set in place of a table.
Json proved_outcomes(const result::ModelResult& model) {
  const result::SymbolicOutcomes& outcomes = *model.symbolic_outcomes;
  Json json{{"model", model.model->name}, {"without", model.removed}};
  json["observed"] = Json::array();
  for (const property::Observed& one : outcomes.observed) json["observed"].push_back(one.name);
  json["exact"] = outcomes.exact;
  if (outcomes.exact) {
    json["set"] = outcomes.set;
    if (outcomes.family) json["for_all"] = family_json(*outcomes.family);
  } else {
    json["at_least"] = outcomes.at_least;
    json["at_most"] = outcomes.at_most;
    json["reason"] = model.statistics.why_incomplete;
  }
  json["verdict"] = outcomes.exact ? "exact" : "undecided";
  json["how"] = outcomes.how;
  if (!model.attempts.empty()) json["attempts"] = model.attempts;
  return json;
}

// Nothing is known, but why.
Json unknown_outcomes(const result::ModelResult& model) {
  return {{"model", model.model->name},
          {"without", model.removed},
          {"observed", Json::array()},
          {"exact", false},
          {"at_least", ""},
          {"at_most", ""},
          {"reason", model.statistics.why_incomplete},
          {"verdict", "undecided"},
          {"how", ""},
          {"attempts", model.attempts}};
}

Json outcomes_of_model(const result::ModelResult& model) {
  if (model.symbolic_outcomes) return proved_outcomes(model);
  if (!model.outcomes) return unknown_outcomes(model);
  const result::OutcomeTable& table = *model.outcomes;
  Json json{{"model", model.model->name}, {"without", model.removed}, {"outcomes", Json::array()}};
  for (const result::Outcome& outcome : table.outcomes) {
    json["outcomes"].push_back(outcome_json(table, outcome));
  }
  json["interleavings"] = result::to_text(table.total);
  json["deadlocks"] = result::to_text(table.deadlocks.interleavings);
  json["failed"] = result::to_text(table.failed.interleavings);
  json["discarded"] = result::to_text(table.discarded.interleavings);
  json["verdict"] = model.statistics.complete ? "exact" : "undecided";
  if (!model.statistics.complete) json["reason"] = model.statistics.why_incomplete;
  json["states"] = natural_part(model.statistics.states);
  if (model.statistics.partial) json["partial"] = partial_part(model.statistics);
  json["probabilities"] = {{"deadlocks", probability_json(table.deadlocks.probability)},
                           {"failed", probability_json(table.failed.probability)},
                           {"discarded", probability_json(table.discarded.probability)},
                           {"endless", probability_json(table.endless)}};
  if (!table.probabilities_left_out.empty()) {
    json["probabilities_left_out"] = table.probabilities_left_out;
  }
  return json;
}

Json property_result(const FileReport& report, const result::ModelResult& model,
                     const result::PropertyResult& property) {
  Json json{{"property", property.property + 1},
            {"verdict", result::name(property.verdict)},
            {"standing", name(standing(property))}};
  if (!property.detail.empty()) json["detail"] = property.detail;
  if (!property.how.empty()) json["how"] = property.how;
  if (!property.attempts.empty()) json["attempts"] = property.attempts;
  if (!property.warnings.empty()) json["warnings"] = property.warnings;
  if (property.makespan) {
    json["makespan"] = {{"least_us", property.makespan->least.makespan_us},
                        {"greatest_us", property.makespan->greatest.makespan_us},
                        {"unbounded", property.makespan->is_unbounded}};
  }
  if (property.trace) {
    json["trace"] = trace_part(report.subject, model, &report.result.properties[property.property],
                               *property.trace);
  }
  return json;
}

Json file_json(const FileReport& report) {
  Json json = Json::object();
  add_subject(json, report.subject);
  json["standing"] = name(totals(report.result).standing());
  json["properties"] = Json::array();
  for (std::size_t i = 0; i < report.result.properties.size(); ++i) {
    json["properties"].push_back(property_part(report.result.properties[i], i + 1));
  }
  json["results"] = Json::array();
  for (const result::ModelResult& model : report.result.models) {
    Json one{{"model", model.model->name},
             {"without", model.removed},
             {"engine", model.is_symbolic ? "symbolic" : "explicit"},
             {"statistics", statistics_part(model.statistics)},
             {"properties", Json::array()}};
    if (!model.warnings.empty()) one["warnings"] = model.warnings;
    for (const result::PropertyResult& property : model.properties) {
      one["properties"].push_back(property_result(report, model, property));
    }
    json["results"].push_back(std::move(one));
  }
  if (report.result.forecast) json["forecast"] = forecast_part(*report.result.forecast);
  if (!report.result.disagreement.empty()) json["disagreement"] = report.result.disagreement;
  return json;
}

std::string_view answer_name(Answer answer) {
  switch (answer) {
    case Answer::shown: return "shown";
    case Answer::impossible: return "impossible";
    case Answer::undecided: return "undecided";
  }
  return "";
}

}  // namespace

std::string check_json(const BatchReport& report, int exit_code) {
  Json json = document("check");
  json["files"] = Json::array();
  for (const FileReport& file : report.files) json["files"].push_back(file_json(file));
  if (!report.errors.empty()) json["errors"] = errors_part(report.errors);
  if (!report.not_checked.empty()) json["not_checked"] = report.not_checked;
  json["exit_code"] = exit_code;
  return to_text(json);
}

std::string outcomes_json(const FileReport& report) {
  Json json = document("outcomes");
  add_subject(json, report.subject);
  json["results"] = Json::array();
  for (const result::ModelResult& model : report.result.models) {
    json["results"].push_back(outcomes_of_model(model));
  }
  if (report.result.forecast) json["forecast"] = forecast_part(*report.result.forecast);
  return to_text(json);
}

std::string explain_json(const Subject& subject, const Explanation& explanation) {
  Json json = document("explain");
  add_subject(json, subject);
  json["question"] = explanation.question;
  json["answer"] = answer_name(explanation.answer);
  json["headline"] = explanation.headline;
  json["details"] = explanation.details;
  if (explanation.property != nullptr) {
    json["property"] = property_part(*explanation.property, explanation.property_number);
  }
  if (explanation.trace != nullptr) {
    json["trace"] =
        trace_part(subject, *explanation.model, explanation.property, *explanation.trace);
  }
  return to_text(json);
}

std::string replay_json(const Subject& subject, const ReplayReport& report) {
  Json json = document("replay");
  add_subject(json, subject);
  json["answer"] = report.refused_at != 0              ? "refused"
                   : report.judged->properties.empty() ? "nothing violated"
                                                       : "violated";
  if (report.refused_at != 0) {
    json["refused_at"] = report.refused_at;
    json["reason"] = report.refusal;
  }
  json["violated"] = Json::array();
  for (const result::PropertyResult& property : report.judged->properties) {
    const property::Property& what = (*report.properties)[property.property];
    Json one = property_part(what, property.property + 1);
    one["detail"] = property.detail;
    json["violated"].push_back(std::move(one));
  }
  json["trace"] = trace_part(subject, *report.judged, nullptr, *report.trace);
  return to_text(json);
}

std::string errors_json(std::string_view command, const std::vector<InputError>& errors) {
  Json json = document(command);
  json["errors"] = errors_part(errors);
  return to_text(json);
}

std::variant<SavedTrace, std::string> read_saved_trace(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return "it is not JSON";
  const auto trace = json.find("trace");
  if (!json.is_object() || trace == json.end() || !trace->is_object()) {
    return "it has no trace (expected what `explain --json` writes)";
  }
  SavedTrace saved;
  const auto schedule = trace->find("schedule");
  if (schedule == trace->end() || !schedule->is_string()) return "its trace has no schedule";
  saved.schedule = schedule->get<std::string>();
  if (const auto model = trace->find("model"); model != trace->end() && model->is_string()) {
    saved.model = model->get<std::string>();
  }
  if (const auto removed = trace->find("without"); removed != trace->end()) {
    for (const Json& name : *removed) {
      if (name.is_string()) saved.removed.push_back(name.get<std::string>());
    }
  }
  return saved;
}

}  // namespace raceproof::report

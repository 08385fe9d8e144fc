#include "checker/report/github.h"

#include "checker/report/check_text.h"
#include "checker/report/escape.h"
#include "checker/report/standing.h"
#include "checker/report/trace_text.h"

namespace raceproof::report {
namespace {

std::string annotation(const std::string& file, const SourceSpan& span, const std::string& title,
                       const std::string& message) {
  std::string text = "::error file=" + escape_github_property(file);
  if (span.line != 0) {
    text += ",line=" + std::to_string(span.line) + ",col=" + std::to_string(span.column);
  }
  return text + ",title=" + escape_github_property(title) + "::" + escape_github_message(message) +
         "\n";
}

// A default property stands nowhere in the file: what it found does.
SourceSpan place(const property::Property& property, const result::PropertyResult& judged) {
  if (property.span.line != 0) return property.span;
  if (judged.trace && judged.trace->ending == result::TraceEnd::failed) {
    return judged.trace->end.span;
  }
  return {1, 1, 1};
}

std::string property_annotation(const FileReport& report, const result::ModelResult& model,
                                const result::PropertyResult& judged) {
  const property::Property& property = report.result.properties[judged.property];
  const std::string title = std::string(name(standing(judged))) + ": " +
                            claim_text(property, model.removed) + " under " +
                            std::string(model.model->name);
  std::string message(result::name(judged.verdict));
  if (!judged.detail.empty()) message += ": " + judged.detail;
  if (judged.trace) {
    message += "\n" + replay_command(report.subject, model, *judged.trace);
  }
  return annotation(report.subject.file, place(property, judged), title, message);
}

}  // namespace

std::string github_annotations(const BatchReport& report) {
  std::string text;
  for (const FileReport& file : report.files) {
    for (const result::ModelResult& model : file.result.models) {
      for (const result::PropertyResult& judged : model.properties) {
        if (standing(judged) == Standing::as_stated) continue;
        text += property_annotation(file, model, judged);
      }
    }
    if (!file.result.disagreement.empty()) {
      text += annotation(file.subject.file, {}, "internal disagreement", file.result.disagreement);
    }
  }
  for (const InputError& error : report.errors) {
    const std::string help = error.help.empty() ? "" : "\nhelp: " + error.help;
    text += annotation(error.file, error.span, "not a scenario", error.message + help);
  }
  return text;
}

}  // namespace raceproof::report

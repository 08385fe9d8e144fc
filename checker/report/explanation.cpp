#include "checker/report/explanation.h"

#include "checker/report/check_text.h"
#include "checker/report/ending.h"
#include "checker/report/gantt.h"

namespace raceproof::report {
namespace {

std::string heading(const Subject& subject, const TextOptions& options) {
  return options.palette.paint(Tone::strong, subject.file) + "   " + setting(subject) + "\n\n";
}

Tone tone(Answer answer) {
  switch (answer) {
    case Answer::shown: return Tone::strong;
    case Answer::impossible: return Tone::good;
    case Answer::undecided: return Tone::unsure;
  }
  return Tone::plain;
}

}  // namespace

std::string explain_text(const Subject& subject, const Explanation& explanation,
                         const TextOptions& options) {
  std::string text = heading(subject, options) +
                     options.palette.paint(tone(explanation.answer), explanation.headline);
  if (explanation.trace != nullptr) text += "   " + trace_size(*explanation.trace);
  text += '\n';
  for (const std::string& line : explanation.details) text += "  " + line + '\n';
  if (explanation.makespan != nullptr) {
    text += '\n' + gantt(*explanation.makespan, subject.scenario->program, "  ");
  }
  if (explanation.trace == nullptr) return text;
  return text + '\n' +
         trace_text(subject, *explanation.model, explanation.property, *explanation.trace, options,
                    "  ");
}

std::string replay_text(const Subject& subject, const ReplayReport& report,
                        const TextOptions& options) {
  const result::Trace& trace = *report.trace;
  std::string text = heading(subject, options);
  text += options.palette.paint(Tone::strong,
                                "replayed under " + std::string(report.judged->model->name)) +
          "   " + trace_size(trace) + "\n\n";
  text += trace_table(subject, *report.judged, nullptr, trace, options, "  ");
  const std::vector<std::string> sentences = end_sentences(subject, *report.judged, nullptr, trace);
  if (!sentences.empty()) text += '\n';
  for (const std::string& sentence : sentences) text += "  " + sentence + '\n';
  if (report.refused_at != 0) return text;
  text += '\n';
  if (trace.ending == result::TraceEnd::running && !trace.loop_start) {
    text += "  the schedule ends here; threads could go on\n";
  }
  for (const result::PropertyResult& judged : report.judged->properties) {
    const property::Property& property = (*report.properties)[judged.property];
    text += "  " + options.palette.paint(Tone::bad, "violates ") + "#" +
            std::to_string(judged.property + 1) + " " +
            claim_text(property, report.judged->removed) + ": " + judged.detail + '\n';
  }
  if (report.judged->properties.empty()) text += "  no property is violated\n";
  return text;
}

}  // namespace raceproof::report

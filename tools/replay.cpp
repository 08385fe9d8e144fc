// raceproof replay FILE --schedule '...': exactly that execution, step by step.
#include <CLI/CLI.hpp>
#include <memory>

#include "checker/report/json.h"
#include "tools/ask.h"
#include "tools/commands.h"
#include "tools/output.h"
#include "tools/scenario_file.h"
#include "tools/usage_error.h"

namespace raceproof::tools {
namespace {

struct ReplayArguments : AskArguments {
  std::string schedule;
  std::string trace;
};

result::Schedule read_schedule(const std::string& text) {
  auto parsed = result::parse_schedule(text);
  if (const auto* error = std::get_if<result::ScheduleError>(&parsed)) {
    constexpr std::size_t shown = 60;
    const std::size_t from = error->position > shown / 2 ? error->position - shown / 2 : 0;
    std::string piece = text.substr(from, shown);
    for (char& c : piece) {
      if (static_cast<unsigned char>(c) < ' ') c = ' ';
    }
    throw UsageError("the schedule, at character " + std::to_string(error->position + 1) + ": " +
                     error->message + "\n  " + piece + "\n  " +
                     std::string(error->position - from, ' ') + "^");
  }
  return std::get<result::Schedule>(std::move(parsed));
}

// A file with a trace is a document of `explain --json`, or just a schedule. What the document says
// of model and locks holds where the command line says nothing.
void read_trace(ReplayArguments& arguments) {
  auto read = read_source(arguments.trace);
  if (const auto* failure = std::get_if<InputFailure>(&read)) {
    throw UsageError(failure->errors.front().file + ": " + failure->errors.front().message);
  }
  const std::string& text = std::get<std::string>(read);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || text[first] != '{') {
    arguments.schedule = text;
    return;
  }
  auto saved = report::read_saved_trace(text);
  if (const auto* problem = std::get_if<std::string>(&saved)) {
    throw UsageError(arguments.trace + ": " + *problem);
  }
  auto& trace = std::get<report::SavedTrace>(saved);
  arguments.schedule = trace.schedule;
  if (arguments.ask.models.empty() && !trace.model.empty()) arguments.ask.models = {trace.model};
  if (arguments.ask.without.empty()) arguments.ask.without = trace.removed;
}

ExitCode run(ReplayArguments arguments) {
  if (!arguments.trace.empty()) read_trace(arguments);
  const result::Schedule schedule = read_schedule(arguments.schedule);
  Asking asking(arguments, "replay");
  if (asking.failure()) return *asking.failure();
  const report::Subject& subject = asking.subject();
  const std::vector<const ExecutionModel*>& models = asking.options().models;
  if (models.size() > 1) throw UsageError("a schedule is replayed under one model");
  const ExecutionModel& model = models.empty() ? execution_models().front() : *models.front();
  Replayed replayed = replay(*subject.scenario, model, schedule, asking.options());
  asking.done();
  if (replayed.judged.models.empty()) {
    replayed.judged.models.emplace_back();
    replayed.judged.models.front().model = &model;
    replayed.judged.models.front().removed = asking.options().without;
  }
  report::ReplayReport report;
  report.judged = &replayed.judged.models.front();
  report.properties = &replayed.judged.properties;
  report.trace = &replayed.trace;
  report.refused_at = replayed.refused_at;
  report.refusal = replayed.refusal;
  write_stdout(arguments.show.json
                   ? report::replay_json(subject, report)
                   : report::replay_text(subject, report, arguments.show.text()));
  if (replayed.refused_at != 0) {
    write_stderr("raceproof: error: " + std::string(model.name) + " does not allow step " +
                 std::to_string(replayed.refused_at) + ": " + replayed.refusal + "\n");
    return ExitCode::usage;
  }
  return report.judged->properties.empty() ? ExitCode::as_stated : ExitCode::not_as_stated;
}

}  // namespace

Command add_replay(CLI::App& app) {
  const auto arguments = std::make_shared<ReplayArguments>();
  CLI::App* const command = app.add_subcommand("replay", "Exactly one execution, step by step");
  add_file(*command, *arguments);
  CLI::App* const how = command->add_option_group("schedule");
  how->add_option("--schedule", arguments->schedule, "Who goes on, such as 'T0*3 T1:2 T0'")
      ->type_name("SCHEDULE");
  how->add_option("--trace", arguments->trace, "A file with a schedule, or of explain --json")
      ->type_name("FILE");
  how->require_option(1);
  add_model(*command, arguments->ask, "Under this model [no_gil]");
  add_without(*command, arguments->ask);
  add_set(*command, arguments->ask);
  add_json(*command, arguments->show);
  add_color(*command, arguments->show);
  add_verbose(*command, arguments->show);
  command->footer(
      "Example:\n  raceproof replay counter.race --set N=1 --schedule 'T0*2 T1*3 T0'\n");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace raceproof::tools

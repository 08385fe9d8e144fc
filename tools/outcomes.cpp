// raceproof outcomes FILE: every final value, with how many interleavings and how likely.
#include <CLI/CLI.hpp>
#include <memory>

#include "checker/report/json.h"
#include "checker/report/outcomes_text.h"
#include "tools/ask.h"
#include "tools/commands.h"
#include "tools/output.h"

namespace raceproof::tools {
namespace {

struct OutcomesArguments : AskArguments {
  CheckpointOptions checkpoint;
};

ExitCode run(const OutcomesArguments& arguments) {
  Asking asking(arguments, "outcomes");
  if (asking.failure()) return *asking.failure();
  report::FileReport report{asking.subject(), {}};
  Options options = asking.options();
  options.checkpoint = arguments.checkpoint.open("outcomes", arguments.ask, report.subject.source);
  report.result = outcomes(*report.subject.scenario, options);
  asking.done();
  warn_of_problem(options.checkpoint);
  write_stdout(arguments.show.json
                   ? report::outcomes_json(report)
                   : report::outcomes_text(report.subject, report.result, arguments.show.text()));
  if (!report.result.disagreement.empty()) {
    return internal_disagreement(report.result.disagreement);
  }
  ExitCode code = ExitCode::as_stated;
  for (const result::ModelResult& model : report.result.models) {
    if (!model.statistics.complete) code = ExitCode::undecided;
  }
  return code;
}

}  // namespace

Command add_outcomes(CLI::App& app) {
  const auto arguments = std::make_shared<OutcomesArguments>();
  CLI::App* const command = app.add_subcommand(
      "outcomes", "The table of final values: which are possible, how often, how likely");
  add_file(*command, *arguments);
  add_question(*command, *arguments, "Under these models");
  add_checkpoint(*command, arguments->checkpoint);
  command->footer("Example:\n  raceproof outcomes counter.race --set N=2 --model no_gil\n");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace raceproof::tools

// raceproof outcomes FILE: every final value, with how many interleavings and how likely.
#include <CLI/CLI.hpp>
#include <memory>

#include "checker/report/json.h"
#include "checker/report/outcomes_text.h"
#include "tools/ask.h"
#include "tools/commands.h"
#include "tools/output.h"
#include "tools/scenario_file.h"
#include "tools/usage_error.h"

namespace raceproof::tools {
namespace {

struct OutcomesArguments : AskArguments {
  std::string for_all;
  CheckpointOptions checkpoint;
};

// Leaves the constant open in what is shown, too; its value in the file does not matter.
std::optional<InputFailure> for_all(report::FileReport& report, const std::string& constant,
                                    const Options& options) {
  report::Subject& subject = report.subject;
  require_known("constant", {constant}, constants_of(subject.source));
  if (subject.set.count(constant) != 0) {
    throw UsageError(
        "--for-all " + constant + " leaves the constant open, and --set gives it a value",
        "leave one of the two out");
  }
  auto proved = outcomes_for_all(*subject.scenario, subject.set, constant, options);
  if (const auto* wrong = std::get_if<std::vector<lang::Diagnostic>>(&proved)) {
    return wrong_scenario(subject.file, subject.source, *wrong);
  }
  report.result = std::move(std::get<result::Result>(proved));
  auto shown = std::make_shared<lang::Lowered>(*subject.scenario);
  shown->constants.erase(constant);
  subject.scenario = std::move(shown);
  return std::nullopt;
}

// A formula is proved, not searched for.
void require_proof(const OutcomesArguments& arguments) {
  if (arguments.for_all.empty()) return;
  const CheckpointOptions& checkpoint = arguments.checkpoint;
  if (arguments.ask.chosen_engine() == Engine::explicit_) {
    throw UsageError("--for-all proves a formula, and --engine explicit visits states",
                     "leave one of the two out");
  }
  if (!checkpoint.save_to.empty() || !checkpoint.resume_from.empty()) {
    throw UsageError("--for-all proves a formula, and --checkpoint and --resume are about searches",
                     "leave one of the two out");
  }
}

ExitCode run(const OutcomesArguments& arguments) {
  require_proof(arguments);
  Asking asking(arguments, "outcomes");
  if (asking.failure()) return *asking.failure();
  report::FileReport report{asking.subject(), {}};
  Options options = asking.options();
  if (arguments.for_all.empty()) {
    options.checkpoint =
        arguments.checkpoint.open("outcomes", arguments.ask, report.subject.source);
    report.result = outcomes(*report.subject.scenario, options);
  } else if (const auto failure = for_all(report, arguments.for_all, options)) {
    asking.done();
    return report_failure("outcomes", *failure, arguments.show.json);
  }
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
  command
      ->add_option("--for-all", arguments->for_all,
                   "Leave this constant open: the final values for every value of it")
      ->type_name("NAME");
  add_question(*command, *arguments, "Under these models");
  add_checkpoint(*command, arguments->checkpoint);
  command->footer(
      "Examples:\n  raceproof outcomes counter.race --set N=2 --model no_gil\n"
      "  raceproof outcomes counter.race --for-all N\n");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace raceproof::tools

// raceproof steps FILE: what each thread was decomposed into, and where others may come between.
#include "checker/report/steps_text.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "tools/ask.h"
#include "tools/commands.h"
#include "tools/output.h"

namespace raceproof::tools {
namespace {

ExitCode run(const AskArguments& arguments) {
  Asking asking(arguments, "steps");
  if (asking.failure()) return *asking.failure();
  std::vector<const ExecutionModel*> models = asking.options().models;
  if (models.empty()) {
    for (const ExecutionModel& model : execution_models()) {
      if (model.by_default) models.push_back(&model);
    }
  }
  write_stdout(report::steps_text(asking.subject(), models, arguments.show.text()));
  return ExitCode::as_stated;
}

}  // namespace

Command add_steps(CLI::App& app) {
  const auto arguments = std::make_shared<AskArguments>();
  CLI::App* const command = app.add_subcommand(
      "steps", "The atomic steps of each thread, and the switch points of each model");
  add_file(*command, *arguments);
  add_model(*command, arguments->ask, "Switch points of these models");
  add_set(*command, arguments->ask);
  add_color(*command, arguments->show);
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace raceproof::tools

#include "tools/ask.h"

#include <CLI/CLI.hpp>

#include "tools/output.h"
#include "tools/scenario_file.h"
#include "tools/stop.h"

namespace raceproof::tools {

void add_file(CLI::App& app, AskArguments& arguments) {
  app.add_option("FILE", arguments.file, "A scenario file, - for stdin")->required()->type_name("");
}

void add_question(CLI::App& app, AskArguments& arguments, const std::string& model_help) {
  add_model(app, arguments.ask, model_help);
  add_without(app, arguments.ask);
  add_set(app, arguments.ask);
  add_engine(app, arguments.ask);
  add_reduce(app, arguments.ask);
  add_limits(app, arguments.limits);
  add_json(app, arguments.show);
  add_color(app, arguments.show);
  add_verbose(app, arguments.show);
}

Asking::Asking(const AskArguments& arguments, std::string_view command)
    : progress_(stderr_is_terminal(), arguments.limits.limits().memory_max_bytes) {
  options_.models = arguments.ask.execution_models();
  options_.limits = arguments.limits.limits();
  options_.engine = arguments.ask.chosen_engine();
  options_.reductions = arguments.ask.reductions();
  options_.is_whole_first = arguments.ask.reduce.empty();
  options_.self_check = arguments.ask.self_check;
  options_.jobs = arguments.limits.jobs_given();
  options_.without = arguments.ask.without;
  auto opened = open_scenario(arguments.file, arguments.ask.constants());
  if (const auto* wrong = std::get_if<InputFailure>(&opened)) {
    failure_ = report_failure(command, *wrong, arguments.show.json);
    return;
  }
  subject_ = std::move(std::get<report::Subject>(opened));
  require_known("lock", options_.without, subject_.scenario->lock_names);
  options_.stop = &stop_on_signals();
  options_.progress = [this](const Progress& now) { progress_.show(now); };
}

ExitCode internal_disagreement(const std::string& what) {
  write_stderr("raceproof: internal disagreement: " + what + "\nThis is a bug of raceproof.\n");
  return ExitCode::internal;
}

}  // namespace raceproof::tools

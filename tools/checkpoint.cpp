// The options --checkpoint and --resume.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "checker/checkpoint_file.h"
#include "checker/report/version.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/quantity.h"
#include "tools/usage_error.h"

namespace raceproof::tools {
namespace {

std::string joined(std::vector<std::string> list) {
  std::sort(list.begin(), list.end());
  std::string text;
  for (const std::string& one : list) text += one + "\n";
  return text;
}

}  // namespace

std::shared_ptr<CheckpointFile> CheckpointOptions::open(std::string_view command,
                                                        const AskOptions& ask,
                                                        const std::string& source) const {
  if (save_to.empty() && resume_from.empty()) return nullptr;
  std::string constants;
  for (const auto& [name, value] : ask.constants()) {
    constants += name + "=" + std::to_string(value) + "\n";
  }
  std::vector<std::string> models;
  for (const ExecutionModel* model : ask.execution_models()) models.emplace_back(model->name);
  const Identity identity{{"version of raceproof", std::string(report::version())},
                          {"command", std::string(command)},
                          {"scenario", source},
                          {"--set", constants},
                          {"--model", joined(models)},
                          {"--without", joined(ask.without)},
                          {"--reduce", joined(ask.reduce)},
                          {"--engine", ask.engine}};
  const std::optional<std::uint64_t> pause = parse_time(every.empty() ? "10s" : every);
  if (!pause) {
    throw UsageError("'--checkpoint-every " + every + "' makes no sense",
                     "for example --checkpoint-every 5m");
  }
  try {
    return std::make_shared<CheckpointFile>(save_to, resume_from, identity,
                                            std::chrono::milliseconds(*pause));
  } catch (const CheckpointRefused& refused) {
    throw UsageError(refused.what());
  }
}

void add_checkpoint(CLI::App& app, CheckpointOptions& options) {
  app.add_option("--checkpoint", options.save_to, "Save long searches to this file")
      ->type_name("FILE");
  app.add_option("--checkpoint-every", options.every, "How often at most [10s]")->type_name("TIME");
  app.add_option("--resume", options.resume_from, "Go on from what was saved to this file")
      ->type_name("FILE");
}

void warn_of_problem(const std::shared_ptr<CheckpointFile>& checkpoint) {
  const std::string problem = checkpoint ? checkpoint->problem() : "";
  if (!problem.empty()) write_stderr("raceproof: warning: " + problem + "\n");
}

}  // namespace raceproof::tools

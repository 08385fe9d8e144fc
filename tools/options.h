// The options that several commands have: what is asked, how far to go, how to answer.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checker/checker.h"
#include "checker/report/trace_text.h"

namespace CLI {
class App;
}

namespace raceproof::tools {

/// How to answer.
struct ShowOptions {
  std::string color = "auto";
  bool json = false;
  bool quiet = false;
  bool verbose = false;

  report::TextOptions text() const;
};
void add_color(CLI::App& app, ShowOptions& options);
void add_json(CLI::App& app, ShowOptions& options);
void add_verbose(CLI::App& app, ShowOptions& options);

/// What is asked of a scenario, as it was typed.
struct AskOptions {
  std::vector<std::string> models;
  std::vector<std::string> without;
  std::vector<std::string> set;
  std::string engine = "auto";
  std::vector<std::string> reduce;
  bool self_check = false;

  std::vector<const ExecutionModel*> execution_models() const;  ///< throws UsageError
  std::map<std::string, std::int64_t> constants() const;        ///< throws UsageError
  Engine chosen_engine() const;
  engine::Reductions reductions() const;  ///< throws UsageError
};
void add_set(CLI::App& app, AskOptions& options);
void add_model(CLI::App& app, AskOptions& options, const std::string& help);
void add_without(CLI::App& app, AskOptions& options);
void add_engine(CLI::App& app, AskOptions& options);
void add_reduce(CLI::App& app, AskOptions& options);

/// How far to go, as it was typed.
struct LimitOptions {
  std::string states;
  std::string memory;
  std::string time;
  std::string jobs;

  Limits limits() const;             ///< throws UsageError
  std::uint32_t jobs_given() const;  ///< throws UsageError; 0 where nothing is said
};
void add_limits(CLI::App& app, LimitOptions& options);

/// Where a search is saved, and what it goes on from, as it was typed.
struct CheckpointOptions {
  std::string save_to;
  std::string resume_from;
  std::string every;

  /// Nothing where neither is given. `command` is what is asked about the scenario. Throws
  /// UsageError.
  std::shared_ptr<CheckpointFile> open(std::string_view command, const AskOptions& ask,
                                       const std::string& source) const;
};
void add_checkpoint(CLI::App& app, CheckpointOptions& options);
/// Tells where the last attempt to save has failed.
void warn_of_problem(const std::shared_ptr<CheckpointFile>& checkpoint);

}  // namespace raceproof::tools

// What the commands that ask about one file have in common.
#pragma once

#include <optional>
#include <string>

#include "checker/checker.h"
#include "checker/report/subject.h"
#include "tools/exit_code.h"
#include "tools/options.h"
#include "tools/progress.h"

namespace raceproof::tools {

struct AskArguments {
  std::string file;
  AskOptions ask;
  LimitOptions limits;
  ShowOptions show;
};
void add_file(CLI::App& app, AskArguments& arguments);
/// The options of what is searched and shown, behind those of the command's own.
void add_question(CLI::App& app, AskArguments& arguments, const std::string& model_help);

/// One file opened, and the options of a question about it. Shows progress while it lives.
class Asking {
 public:
  /// Throws UsageError. `command` names the document that tells a failure in JSON.
  Asking(const AskArguments& arguments, std::string_view command);

  /// Set where the file could not be opened; it has been told why.
  std::optional<ExitCode> failure() const { return failure_; }
  const report::Subject& subject() const { return subject_; }
  const Options& options() const { return options_; }
  /// Removes the progress line, before an answer is printed.
  void done() { progress_.clear(); }

 private:
  report::Subject subject_;
  Options options_;
  ProgressLine progress_;
  std::optional<ExitCode> failure_;
};

/// Tells of a bug of the checker, and gives its exit code.
ExitCode internal_disagreement(const std::string& what);

}  // namespace raceproof::tools

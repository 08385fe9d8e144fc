// raceproof check FILE... DIR...: every property of every scenario, in every model.
#include <CLI/CLI.hpp>
#include <memory>

#include "checker/checker.h"
#include "checker/deadline.h"
#include "checker/report/check_text.h"
#include "checker/report/github.h"
#include "checker/report/json.h"
#include "checker/report/junit.h"
#include "tools/commands.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/progress.h"
#include "tools/scenario_file.h"
#include "tools/stop.h"
#include "tools/usage_error.h"

namespace raceproof::tools {
namespace {

struct CheckArguments {
  std::vector<std::string> names;
  AskOptions ask;
  LimitOptions limits;
  CheckpointOptions checkpoint;
  ShowOptions show;
  std::string junit;
  std::string certificate;
  bool github = false;
};

ExitCode exit_code(const result::Result& result) {
  if (!result.disagreement.empty()) return ExitCode::internal;
  switch (report::totals(result).standing()) {
    case report::Standing::as_stated: return ExitCode::as_stated;
    case report::Standing::undecided: return ExitCode::undecided;
    case report::Standing::wrong: return ExitCode::not_as_stated;
  }
  return ExitCode::internal;
}

// Checks file after file; text is printed as soon as it is known, documents at the end.
class Batch {
 public:
  explicit Batch(const CheckArguments& arguments)
      : arguments_(arguments),
        text_(arguments.show.text()),
        files_(find_files(arguments.names)),
        stop_(stop_on_signals()) {
    options_.models = arguments.ask.execution_models();
    options_.limits = arguments.limits.limits();
    options_.engine = arguments.ask.chosen_engine();
    options_.reductions = arguments.ask.reductions();
    options_.is_whole_first = arguments.ask.reduce.empty();
    options_.self_check = arguments.ask.self_check;
    options_.jobs = arguments.limits.jobs_given();
    options_.stop = &stop_;
    constants_ = arguments.ask.constants();
    const CheckpointOptions& checkpoint = arguments.checkpoint;
    const bool is_saved = !checkpoint.save_to.empty() || !checkpoint.resume_from.empty();
    if (is_saved && !is_single()) {
      throw UsageError("--checkpoint and --resume are about one scenario",
                       "check the files one by one");
    }
    if (files_.size() > 1) require_used_names();
    if (files_.size() > 1 && !arguments.certificate.empty()) {
      throw UsageError("'--certificate' is for one scenario", "check the files one by one");
    }
  }

  ExitCode run() {
    const Deadline deadline(options_.limits.time_max_ms);
    ProgressLine progress(stderr_is_terminal(), options_.limits.memory_max_bytes);
    options_.progress = [&](const Progress& now) { progress.show(now); };
    for (std::size_t i = 0; i < files_.size() && !reader_gone_; ++i) {
      if (stop_) {
        report_.not_checked.assign(files_.begin() + static_cast<std::ptrdiff_t>(i), files_.end());
        code_ = worst(code_, ExitCode::undecided);
        break;
      }
      options_.limits.time_max_ms = deadline.left_ms();
      one(files_[i], progress);
    }
    progress.clear();
    finish();
    return code_;
  }

 private:
  // A constant or lock of the command line must be known to some file; the others do without it.
  void require_used_names() const {
    std::vector<std::string> constants;
    for (const std::string& file : files_) {
      const auto source = read_source(file);
      if (file == "-" || !std::holds_alternative<std::string>(source)) continue;
      for (const std::string& name : constants_of(std::get<std::string>(source))) {
        constants.push_back(name);
      }
    }
    for (const auto& [name, value] : constants_) require_known("constant", {name}, constants);
  }

  bool is_single() const { return files_.size() == 1; }
  bool keeps_reports() const {
    return arguments_.show.json || arguments_.github || !arguments_.junit.empty();
  }

  std::map<std::string, std::int64_t> constants_for(const std::string& file) const {
    if (is_single() || constants_.empty()) return constants_;
    const auto source = read_source(file);
    std::map<std::string, std::int64_t> own;
    if (!std::holds_alternative<std::string>(source)) return own;
    for (const std::string& name : constants_of(std::get<std::string>(source))) {
      const auto found = constants_.find(name);
      if (found != constants_.end()) own.insert(*found);
    }
    return own;
  }

  std::vector<std::string> locks_for(const report::Subject& subject) const {
    const std::vector<std::string>& known = subject.scenario->lock_names;
    if (is_single()) {
      require_known("lock", arguments_.ask.without, known);
      return arguments_.ask.without;
    }
    std::vector<std::string> own;
    for (const std::string& name : arguments_.ask.without) {
      if (std::find(known.begin(), known.end(), name) != known.end()) own.push_back(name);
    }
    return own;
  }

  void one(const std::string& file, ProgressLine& progress) {
    auto opened = open_scenario(file, constants_for(file));
    if (const auto* failure = std::get_if<InputFailure>(&opened)) return fail(*failure, progress);
    report::FileReport report{std::move(std::get<report::Subject>(opened)), {}};
    options_.without = locks_for(report.subject);
    options_.checkpoint =
        arguments_.checkpoint.open("check", arguments_.ask, report.subject.source);
    report.result = check(*report.subject.scenario, options_);
    progress.clear();
    warn_of_problem(options_.checkpoint);
    ExitCode code = exit_code(report.result);
    if (!arguments_.certificate.empty()) code = worst(code, certified(report));
    code_ = worst(code_, code);
    ++totals_.files;
    totals_.wrong += code == ExitCode::not_as_stated || code == ExitCode::internal;
    totals_.undecided += code == ExitCode::undecided;
    if (!arguments_.show.json) tell(report, code);
    if (keeps_reports()) report_.files.push_back(std::move(report));
  }

  // Nothing to certify is no failure; nothing that could be certified is.
  ExitCode certified(const report::FileReport& report) const {
    const Certificates certificates = certify(*report.subject.scenario, report.subject.source,
                                              options_, report.result);
    for (const std::string& line : certificates.left_out) {
      write_stderr("raceproof: no certificate of " + line + "\n");
    }
    if (certificates.count > 0) write_file(arguments_.certificate, certificates.text);
    const bool has_failed = certificates.count == 0 && !certificates.left_out.empty();
    return has_failed ? ExitCode::undecided : ExitCode::as_stated;
  }

  void tell(const report::FileReport& report, ExitCode code) {
    const bool is_good = code == ExitCode::as_stated;
    if (is_good && arguments_.show.quiet) return;
    if (is_single() || arguments_.show.verbose) {
      print(report::check_text(report.subject, report.result, text_));
    } else if (is_good) {
      print(report::check_line(report.subject, report.result, text_));
    } else {
      print("\n" + report::check_text(report.subject, report.result, text_) + "\n");
    }
  }

  void fail(const InputFailure& failure, ProgressLine& progress) {
    progress.clear();
    code_ = worst(code_, failure.code);
    ++totals_.files;
    ++totals_.unreadable;
    write_stderr(failure.rendered);
    report_.errors.insert(report_.errors.end(), failure.errors.begin(), failure.errors.end());
  }

  void finish() {
    totals_.left_out = report_.not_checked.size();
    const bool is_good = code_ == ExitCode::as_stated;
    if (arguments_.show.json) {
      print(report::check_json(report_, static_cast<int>(code_)));
    } else if (!is_single() && !(is_good && arguments_.show.quiet)) {
      print(report::batch_line(totals_, text_));
    }
    if (arguments_.github) {
      const std::string annotations = report::github_annotations(report_);
      arguments_.show.json ? write_stderr(annotations) : print(annotations);
    }
    if (!arguments_.junit.empty()) write_file(arguments_.junit, report::junit_xml(report_));
  }

  void print(const std::string& text) {
    if (!reader_gone_) reader_gone_ = !write_stdout(text);
  }

  const CheckArguments& arguments_;
  report::TextOptions text_;
  std::vector<std::string> files_;
  const std::atomic<bool>& stop_;
  std::map<std::string, std::int64_t> constants_;
  Options options_;
  report::BatchReport report_;
  report::BatchTotals totals_;
  ExitCode code_ = ExitCode::as_stated;
  bool reader_gone_ = false;
};

}  // namespace

Command add_check(CLI::App& app) {
  const auto arguments = std::make_shared<CheckArguments>();
  CLI::App* const command =
      app.add_subcommand("check", "Every property of every scenario, in every model");
  command->add_option("FILE", arguments->names, "Scenario files, folders of them, - for stdin")
      ->required()
      ->type_name("");
  add_model(*command, arguments->ask, "Only in these models");
  add_without(*command, arguments->ask);
  add_set(*command, arguments->ask);
  add_engine(*command, arguments->ask);
  add_reduce(*command, arguments->ask);
  add_limits(*command, arguments->limits);
  add_checkpoint(*command, arguments->checkpoint);
  add_json(*command, arguments->show);
  command->add_option("--junit", arguments->junit, "Also write JUnit XML to this file")
      ->type_name("FILE");
  command->add_option("--certificate", arguments->certificate,
                      "Also write proofs of what holds to this file, for verify-certificate")
      ->type_name("FILE");
  command->add_flag("--github", arguments->github, "Also print annotations for GitHub");
  add_color(*command, arguments->show);
  CLI::Option* const quiet =
      command->add_flag("--quiet,-q", arguments->show.quiet, "Only what is not as stated");
  add_verbose(*command, arguments->show);
  command->get_option("--verbose")->excludes(quiet);
  command->footer(
      "Examples:\n"
      "  raceproof check specs\n"
      "  raceproof check counter.race --set N=2 --model no_gil,gil_39 --without m\n");
  return {command, [arguments] { return Batch(*arguments).run(); }};
}

}  // namespace raceproof::tools

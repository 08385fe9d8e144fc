// raceproof fmt FILE...: the canonical layout.
#include "checker/lang/format.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "checker/lang/parser.h"
#include "tools/commands.h"
#include "tools/output.h"
#include "tools/scenario_file.h"
#include "tools/usage_error.h"

namespace raceproof::tools {
namespace {

struct FormatArguments {
  std::vector<std::string> names;
  bool check = false;
  bool in_place = false;
};

ExitCode format_one(const std::string& file, const FormatArguments& arguments) {
  const auto read = read_source(file);
  if (const auto* failure = std::get_if<InputFailure>(&read)) {
    return report_failure("fmt", *failure, false);
  }
  const std::string& source = std::get<std::string>(read);
  const lang::Parsed parsed = lang::parse(source);
  if (!parsed.scenario) {
    return report_failure("fmt", wrong_scenario(file, source, parsed.diagnostics), false);
  }
  const std::string formatted = lang::format(source);
  const bool changes = formatted != source;
  if (arguments.check) {
    if (changes) write_stdout("would reformat " + file + "\n");
    return changes ? ExitCode::not_as_stated : ExitCode::as_stated;
  }
  if (!arguments.in_place) {
    write_stdout(formatted);
  } else if (changes) {
    write_file(file, formatted);
  }
  return ExitCode::as_stated;
}

ExitCode run(const FormatArguments& arguments) {
  const std::vector<std::string> files = find_files(arguments.names);
  if (files.size() > 1 && !arguments.check && !arguments.in_place) {
    throw UsageError("several files can only be formatted in place", "use --in-place or --check");
  }
  ExitCode code = ExitCode::as_stated;
  for (const std::string& file : files) {
    if (file == "-" && arguments.in_place) throw UsageError("standard input has no place");
    code = worst(code, format_one(file, arguments));
  }
  return code;
}

}  // namespace

Command add_fmt(CLI::App& app) {
  const auto arguments = std::make_shared<FormatArguments>();
  CLI::App* const command = app.add_subcommand("fmt", "The canonical layout of a scenario");
  command->add_option("FILE", arguments->names, "Scenario files, folders of them, - for stdin")
      ->required()
      ->type_name("");
  CLI::Option* const check = command->add_flag(
      "--check", arguments->check, "Only name the files that would change; then exit 1");
  command->add_flag("--in-place,-i", arguments->in_place, "Rewrite the files")->excludes(check);
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace raceproof::tools

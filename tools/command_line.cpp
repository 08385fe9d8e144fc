#include "tools/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "checker/lang/diagnostic.h"
#include "checker/report/version.h"
#include "tools/commands.h"
#include "tools/output.h"
#include "tools/usage_error.h"

namespace raceproof::tools {
namespace {

std::string exit_code_help() {
  std::string text = "Exit codes; over several files the worst wins, in this order:\n";
  for (const ExitCodeRow& row : exit_codes) {
    const std::string number = std::to_string(static_cast<int>(row.code));
    text += "  " + std::string(number.size() < 2 ? " " : "") + number + "  " +
            std::string(row.meaning) + "\n";
  }
  return text;
}

// Options with what they take, and nothing else beside them.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() { column_width(30); }

  std::string make_option_opts(const CLI::Option* option) const override {
    const std::string type = option->get_type_name();
    return type.empty() ? "" : " " + type;
  }
};

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

// A bare file is checked; what is neither a command nor a file may be a misspelt command.
void choose_command(const CLI::App& app, std::vector<std::string>& arguments) {
  constexpr std::array<std::string_view, 3> own{"--help", "-h", "--version"};
  const std::string& first = arguments.front();
  if (std::find(own.begin(), own.end(), first) != own.end()) return;
  const std::vector<std::string> names = command_names(app);
  if (std::find(names.begin(), names.end(), first) != names.end()) return;
  const bool is_word =
      !first.empty() && first.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
  std::error_code ignored;
  if (is_word && !std::filesystem::exists(first, ignored)) {
    const std::string near = lang::nearest(first, names);
    throw UsageError("there is no command and no file '" + first + "'",
                     near.empty() ? "raceproof --help lists the commands" : did_you_mean(near));
  }
  arguments.insert(arguments.begin(), "check");
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// The parser's own words, but for unknown options, where the nearest one is a better answer.
[[noreturn]] void refuse(const CLI::App& app, const CLI::ParseError& error) {
  const auto chosen = app.get_subcommands();
  const CLI::App& command = chosen.empty() ? app : *chosen.front();
  const std::string help =
      "raceproof " + (chosen.empty() ? "" : command.get_name() + " ") + "--help lists the options";
  const std::vector<std::string> extra = app.remaining(true);
  const bool is_unknown = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
  if (is_unknown && !extra.empty()) {
    const std::string option = extra.front().substr(0, extra.front().find('='));
    if (!option.starts_with('-')) throw UsageError("unexpected argument '" + option + "'", help);
    const std::string near = lang::nearest(option, option_names(command));
    throw UsageError("there is no option " + option, near.empty() ? help : did_you_mean(near));
  }
  throw UsageError(error.what(), help);
}

}  // namespace

std::string did_you_mean(const std::string& name) {
  return name.empty() ? "" : "did you mean " + name + "?";
}

ExitCode run_command_line(std::vector<std::string> arguments) {
  CLI::App app("Proves what concurrent threads can do: every interleaving, exactly.", "raceproof");
  app.set_version_flag("--version", "raceproof " + std::string(report::version()));
  app.require_subcommand(0, 1);
  app.footer("A bare `raceproof FILE` is `raceproof check FILE`.\n\n" + exit_code_help());
  app.formatter(std::make_shared<HelpFormatter>());
  const std::vector<Command> commands{add_check(app),  add_outcomes(app), add_explain(app),
                                      add_replay(app), add_steps(app),    add_graph(app),
                                      add_fmt(app)};
  if (arguments.empty()) {
    write_stderr(app.help());
    return ExitCode::usage;
  }
  choose_command(app, arguments);
  try {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    app.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    write_stdout(chosen.empty() ? app.help() : chosen.front()->help(app.get_name()));
    return ExitCode::as_stated;
  } catch (const CLI::CallForVersion& call) {
    write_stdout(std::string(call.what()) + "\n");
    return ExitCode::as_stated;
  } catch (const CLI::ParseError& error) {
    refuse(app, error);
  }
  for (const Command& command : commands) {
    if (command.app->parsed()) return command.run();
  }
  write_stderr(app.help());
  return ExitCode::usage;
}

}  // namespace raceproof::tools

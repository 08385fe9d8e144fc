// raceproof: a deterministic model checker for race scenarios.
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "checker/checkpoint_file.h"
#include "tools/command_line.h"
#include "tools/output.h"
#include "tools/stop.h"
#include "tools/usage_error.h"

namespace {

using raceproof::tools::ExitCode;

ExitCode run(const std::vector<std::string>& arguments) {
  try {
    return raceproof::tools::run_command_line(arguments);
  } catch (const raceproof::tools::UsageError& error) {
    std::string text = "raceproof: error: " + std::string(error.what()) + "\n";
    if (!error.help().empty()) text += "help: " + error.help() + "\n";
    raceproof::tools::write_stderr(text);
    return ExitCode::usage;
  } catch (const raceproof::CheckpointRefused& refused) {
    raceproof::tools::write_stderr("raceproof: error: " + std::string(refused.what()) + "\n");
    return ExitCode::usage;
  } catch (const std::bad_alloc&) {
    raceproof::tools::write_stderr(
        "raceproof: undecided: the machine's memory is used up\n"
        "help: try smaller constants with --set, or a limit with --max-memory\n");
    return ExitCode::undecided;
  } catch (const std::exception& error) {
    raceproof::tools::write_stderr("raceproof: internal error: " + std::string(error.what()) +
                                   "\n");
    return ExitCode::internal;
  }
}

}  // namespace

int main(int argc, char** argv) {
  raceproof::tools::ignore_closed_pipes();
  return static_cast<int>(run({argv + 1, argv + argc}));
}

// The whole command line: which command was meant, and what is wrong with what was typed.
#pragma once

#include <string>
#include <vector>

#include "tools/exit_code.h"

namespace raceproof::tools {

/// Runs it. `raceproof FILE` is `raceproof check FILE`. Throws UsageError.
ExitCode run_command_line(std::vector<std::string> arguments);

}  // namespace raceproof::tools

// The subcommands, one a source file: each adds itself to the command line, with its options, and
// gives back what to run if it was chosen.
#pragma once

#include <functional>

#include "tools/exit_code.h"

namespace CLI {
class App;
}

namespace raceproof::tools {

struct Command {
  CLI::App* app = nullptr;
  std::function<ExitCode()> run;
};

Command add_check(CLI::App& app);
Command add_outcomes(CLI::App& app);
Command add_explain(CLI::App& app);
Command add_replay(CLI::App& app);
Command add_steps(CLI::App& app);
Command add_graph(CLI::App& app);
Command add_fmt(CLI::App& app);

}  // namespace raceproof::tools

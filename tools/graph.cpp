// raceproof graph FILE: the state graph, for graph tools.
#include <CLI/CLI.hpp>
#include <memory>

#include "checker/report/graph_export.h"
#include "tools/ask.h"
#include "tools/commands.h"
#include "tools/output.h"

namespace raceproof::tools {
namespace {

constexpr std::string_view states_max = "10000";  // nobody looks at more

struct GraphArguments : AskArguments {
  std::string format = "dot";
};

ExitCode run(GraphArguments arguments) {
  if (arguments.limits.states.empty()) arguments.limits.states = states_max;
  Asking asking(arguments, "graph");
  if (asking.failure()) return *asking.failure();
  const result::StateGraph graph = raceproof::graph(*asking.subject().scenario, asking.options());
  asking.done();
  if (!graph.why_incomplete.empty()) {
    write_stderr("raceproof: no graph: " + graph.why_incomplete +
                 "\nhelp: try smaller constants with --set, or raise --max-states\n");
    return ExitCode::undecided;
  }
  write_stdout(report::graph_text(graph, *report::find_graph_format(arguments.format)));
  return ExitCode::as_stated;
}

}  // namespace

Command add_graph(CLI::App& app) {
  const auto arguments = std::make_shared<GraphArguments>();
  CLI::App* const command = app.add_subcommand("graph", "The state graph: DOT, GraphML or AUT");
  add_file(*command, *arguments);
  command->add_option("--format", arguments->format, "dot, graphml or aut")
      ->check(CLI::IsMember(report::graph_formats()).description(""))
      ->type_name("FORMAT");
  add_model(*command, arguments->ask, "Under this model [no_gil]");
  add_without(*command, arguments->ask);
  add_set(*command, arguments->ask);
  command->add_option("--max-states", arguments->limits.states, "Refuse larger graphs [10000]")
      ->type_name("N");
  command->footer("Example:\n  raceproof graph counter.race --set N=1 | dot -Tsvg > counter.svg\n");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace raceproof::tools

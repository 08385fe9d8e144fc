// What edges say of the states that they pass.
#include "checker/prove/transition_system.h"

#include <gtest/gtest.h>

#include "checker/checker.h"
#include "tests/prove/random_loops.h"

namespace raceproof::prove {
namespace {

bool is_over(const Location& at) {
  return at.kind == Location::Kind::failed || at.kind == Location::Kind::discarded;
}

// A thread ends with its last step: where it must not, that step fails as a whole.
bool is_of_end(const Location& at) {
  return at.kind == Location::Kind::failed && at.fault == Fault::ends_holding;
}

// Behind a failure there is no rule any more, so that what a failing edge wrote would not be seen.
void expect_no_write_is_lost(const std::string& text, const ExecutionModel& model, Grain grain) {
  const Loaded loaded = load(text, {});
  ASSERT_TRUE(loaded.scenario) << text;
  const Program& program = loaded.scenario->program;
  BuildOptions options;
  options.grain = grain;
  TransitionSystem system;
  try {
    system = build(Machine(program, model), options);
  } catch (const Unsupported&) {
    return;
  }
  for (const ThreadGraph& graph : system.threads) {
    for (const Edge& edge : graph.edges) {
      const Location& to = graph.locations[edge.to];
      if (!is_over(to) || is_of_end(to)) continue;
      for (VariableIndex v = 0; v < edge.update.size(); ++v) {
        if (system.variables[v].cell >= program.shared_cells) continue;
        EXPECT_EQ(edge.update[v], Affine::variable(v))
            << system.variables[v].name << " " << model.name << "\n"
            << text;
      }
    }
  }
}

TEST(TransitionSystem, EndsAnEdgeWithEachWriteWhereEveryStateIsSeen) {
  const std::string failing =
      "var x = 0, y = 0\nthread t { let k = 0\nrepeat 1000 { x = 5\nassert k == 1\ny = 2\n"
      "assert k < y\nnative { x = 1; y = 3; assert k > 7 } } }\nthread u { x = 7 }\n";
  for (const Grain grain : {Grain::writes, Grain::steps}) {
    for (const ExecutionModel& model : execution_models()) {
      expect_no_write_is_lost(failing, model, grain);
      for (std::uint64_t number = 0; number < 60; ++number) {
        expect_no_write_is_lost(random_loops::scenario(number).text, model, grain);
      }
    }
  }
}

}  // namespace
}  // namespace raceproof::prove

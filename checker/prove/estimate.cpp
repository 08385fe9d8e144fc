#include "checker/prove/estimate.h"

#include <algorithm>

#include "checker/prove/transition_system.h"

namespace raceproof::prove {

std::optional<std::uint64_t> estimated_states(const Machine& machine) {
  const Program& program = machine.program();
  const bool has_loops =
      std::any_of(program.codes.begin(), program.codes.end(), [](const Code& code) {
        return std::any_of(code.begin(), code.end(),
                           [](const Node& node) { return node.kind == NodeKind::round; });
      });
  if (!has_loops) return std::nullopt;
  constexpr std::uint64_t most = 1'000'000'000;
  constexpr Wide long_loop = 20;  // rounds: with fewer it is not loops that make the states many
  try {
    const TransitionSystem system = build(machine, BuildOptions{});
    std::uint64_t product = 1;
    Wide longest = 0;
    for (std::uint32_t thread = 0; thread < system.threads.size(); ++thread) {
      const ThreadInfo& info = program.threads[thread];
      Wide rounds = 1;
      for (std::size_t v = 0; v < system.variables.size(); ++v) {
        const CellIndex cell = system.variables[v].cell;
        if (info.owns(cell)) rounds = std::max(rounds, system.starts.front().values[v].constant());
      }
      for (const Edge& edge : system.threads[thread].edges) {
        for (const Affine& value : edge.update) {
          if (value.is_constant()) rounds = std::max(rounds, value.constant());
        }
        for (const Constraint& one : edge.guard) {
          const Wide bound = one.expression.constant();
          rounds = std::max(rounds, bound < 0 ? -bound : bound);
        }
      }
      longest = std::max(longest, rounds);
      const Wide own =
          std::min(rounds, Wide{most}) * static_cast<Wide>(program.codes[info.code].size());
      product = static_cast<std::uint64_t>(std::min(own * Wide{product}, Wide{most}));
    }
    if (longest < long_loop) return std::nullopt;
    return product;
  } catch (const Unsupported&) {
    return std::nullopt;
  }
}

}  // namespace raceproof::prove

#include "checker/time/spinning.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "checker/explore/components.h"

namespace raceproof::timed {
namespace {

using explore::StateIndex;

bool has_timed_steps(const Program& program) {
  for (const Code& code : program.codes) {
    for (const Node& node : code) {
      if (node.duration_us > 0) return true;
    }
  }
  return false;
}

std::string name_of(const Program& program, std::uint32_t thread) {
  return "T" + std::to_string(thread) + " (" + program.threads[thread].name + ")";
}

// The threads that move along the edges without time between these states, ascending.
std::vector<bool> movers(const TimedSpace& space, const std::vector<StateIndex>& states,
                         std::size_t thread_count) {
  std::vector<bool> move(thread_count, false);
  for (const StateIndex s : states) {
    for (std::uint64_t e = space.graph.first_edge[s]; e < space.graph.first_edge[s + 1]; ++e) {
      const explore::Edge& edge = space.graph.edges[e];
      if (edge.is_end || space.moves[e].passed_us > 0) continue;
      if (std::binary_search(states.begin(), states.end(), edge.target)) move[edge.thread] = true;
    }
  }
  return move;
}

}  // namespace

std::string find_spinning(const TimedMachine& machine, const TimedSpace& space,
                          const explore::Limits& limits) {
  const Program& program = machine.machine().program();
  if (!has_timed_steps(program)) return "";
  std::vector<StateIndex> all(space.graph.expanded());
  std::iota(all.begin(), all.end(), 0);
  explore::PartComponents parts(space.graph);
  const auto takes_no_time = [&](StateIndex, std::uint64_t edge) {
    return space.moves[edge].passed_us == 0;
  };
  State packed;
  TimedState state;
  for (const std::vector<StateIndex>& cycle : parts.cyclic(all, takes_no_time)) {
    explore::keep_within(limits);
    const std::vector<bool> move = movers(space, cycle, program.threads.size());
    const auto spins = std::find(move.begin(), move.end(), true) - move.begin();
    for (const StateIndex index : cycle) {
      space.graph.states.decode(index, packed);
      unpack(packed, program.threads.size(), state);
      for (std::uint32_t thread = 0; thread < move.size(); ++thread) {
        if (move[thread] || !machine.takes_time(state, thread)) continue;
        return name_of(program, static_cast<std::uint32_t>(spins)) +
               " can repeat steps that take no time while " + name_of(program, thread) +
               " takes time or waits for the GIL: how long it spins is not known";
      }
    }
  }
  return "";
}

}  // namespace raceproof::timed

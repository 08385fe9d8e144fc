#include "checker/time/spinning.h"

#include <algorithm>
#include <vector>

#include "checker/explore/components.h"

namespace raceproof::timed {
namespace {

using explore::Components;
using explore::StateIndex;
using explore::StateSpace;

bool has_timed_steps(const Program& program) {
  for (const Code& code : program.codes) {
    for (const Node& node : code) {
      if (node.duration_us > 0) return true;
    }
  }
  return false;
}

// The same graph without the edges that take time.
StateSpace without_time(const TimedSpace& space) {
  const StateSpace& graph = space.graph;
  StateSpace filtered;
  filtered.kinds = graph.kinds;
  filtered.first_edge.push_back(0);
  for (StateIndex s = 0; s < graph.expanded(); ++s) {
    for (std::uint64_t e = graph.first_edge[s]; e < graph.first_edge[s + 1]; ++e) {
      if (!graph.edges[e].is_end && space.moves[e].passed_us == 0) {
        filtered.edges.push_back(graph.edges[e]);
      }
    }
    filtered.first_edge.push_back(filtered.edges.size());
  }
  return filtered;
}

std::string name_of(const Program& program, std::uint32_t thread) {
  return "T" + std::to_string(thread) + " (" + program.threads[thread].name + ")";
}

class Finder {
 public:
  Finder(const TimedMachine& machine, const TimedSpace& space)
      : machine_(machine),
        program_(machine.machine().program()),
        space_(space),
        graph_(without_time(space)),
        components_(components_of(graph_)) {}

  std::string find() {
    for (std::uint32_t c = 0; c < components_.count(); ++c) {
      const std::vector<bool> goes_round = threads_of(c);
      if (std::find(goes_round.begin(), goes_round.end(), true) == goes_round.end()) continue;
      for (StateIndex i = components_.first[c]; i < components_.first[c + 1]; ++i) {
        const std::string sentence = judge(components_.states[i], goes_round);
        if (!sentence.empty()) return sentence;
      }
    }
    return "";
  }

 private:
  // Who moves along the edges within a component; nobody where there is no cycle.
  std::vector<bool> threads_of(std::uint32_t component) const {
    std::vector<bool> threads(program_.threads.size(), false);
    for (StateIndex i = components_.first[component]; i < components_.first[component + 1]; ++i) {
      const StateIndex s = components_.states[i];
      for (std::uint64_t e = graph_.first_edge[s]; e < graph_.first_edge[s + 1]; ++e) {
        const explore::Edge& edge = graph_.edges[e];
        if (components_.of_state[edge.target] == component) threads[edge.thread] = true;
      }
    }
    return threads;
  }

  std::string judge(StateIndex index, const std::vector<bool>& goes_round) {
    space_.graph.states.decode(index, packed_);
    unpack(packed_, program_.threads.size(), state_);
    for (std::uint32_t thread = 0; thread < goes_round.size(); ++thread) {
      if (goes_round[thread] || !machine_.takes_time(state_, thread)) continue;
      const auto spins = std::find(goes_round.begin(), goes_round.end(), true);
      return name_of(program_, static_cast<std::uint32_t>(spins - goes_round.begin())) +
             " can repeat steps that take no time while " + name_of(program_, thread) +
             " takes time or waits for the GIL: how long it spins is not known";
    }
    return "";
  }

  const TimedMachine& machine_;
  const Program& program_;
  const TimedSpace& space_;
  StateSpace graph_;
  Components components_;
  State packed_;
  TimedState state_;
};

}  // namespace

std::string find_spinning(const TimedMachine& machine, const TimedSpace& space) {
  if (!has_timed_steps(machine.machine().program())) return "";
  return Finder(machine, space).find();
}

}  // namespace raceproof::timed

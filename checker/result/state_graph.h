// The state graph of one program under one model, for export to graph tools.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace raceproof::result {

/// How executions stand in a state.
enum class StateKind : std::uint8_t { running, final_, stuck, failed, discarded };

struct StateGraph {
  struct Node {
    std::string label;  ///< the shared variables: "x = 1, y = 0"
    StateKind kind = StateKind::running;
  };
  struct Edge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t thread = 0;
    std::uint32_t alternative = 0;
    std::string label;  ///< the step: "load x", "add", "acquire m"
  };
  std::vector<Node> nodes;             ///< in the order in which breadth-first search finds them
  std::vector<Edge> edges;             ///< by `from`, thread, alternative
  std::vector<std::uint32_t> initial;  ///< where the threads start: one for each way through `init`
  std::string why_incomplete;  ///< not empty: a limit ended the search, the graph is partial
};

}  // namespace raceproof::result

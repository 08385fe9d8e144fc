// A state graph in the formats of graph tools.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/result/state_graph.h"

namespace raceproof::report {

enum class GraphFormat : std::uint8_t { dot, graphml, aut };

/// The formats by name, for command lines.
std::vector<std::string> graph_formats();
std::optional<GraphFormat> find_graph_format(std::string_view name);

/// DOT of Graphviz, GraphML, or the Aldebaran format of CADP and mCRL2, whose labels are the steps.
std::string graph_text(const result::StateGraph& graph, GraphFormat format);

}  // namespace raceproof::report

#include "checker/report/graph_export.h"

#include <array>

#include "checker/report/escape.h"
#include "checker/report/step_text.h"

namespace raceproof::report {
namespace {

using result::StateGraph;
using result::StateKind;

struct FormatRow {
  GraphFormat format;
  std::string_view name;
};
constexpr std::array<FormatRow, 3> formats{{
    {GraphFormat::dot, "dot"},
    {GraphFormat::graphml, "graphml"},
    {GraphFormat::aut, "aut"},
}};

struct KindRow {
  StateKind kind;
  std::string_view name;
  std::string_view dot;  // how Graphviz draws it
};
constexpr std::array<KindRow, 5> kinds{{
    {StateKind::running, "running", ""},
    {StateKind::final_, "final", ", peripheries=2"},
    {StateKind::stuck, "stuck", ", style=filled, fillcolor=lightsalmon"},
    {StateKind::failed, "failed", ", style=filled, fillcolor=lightpink"},
    {StateKind::discarded, "discarded", ", style=dashed"},
}};

const KindRow& row(StateKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::string edge_label(const StateGraph::Edge& edge) {
  std::string text = thread_text(edge.thread);
  if (edge.alternative != 0) text += ":" + std::to_string(edge.alternative);
  return text + " " + edge.label;
}

std::string dot(const StateGraph& graph) {
  std::string text = "digraph states {\n  node [shape=box, fontname=monospace];\n";
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    text += "  s" + std::to_string(i) + " [label=\"" + escape_quoted(graph.nodes[i].label) + "\"" +
            std::string(row(graph.nodes[i].kind).dot) + "];\n";
  }
  for (const std::uint32_t node : graph.initial) {
    text += "  start" + std::to_string(node) + " [shape=point];\n  start" + std::to_string(node) +
            " -> s" + std::to_string(node) + ";\n";
  }
  for (const StateGraph::Edge& edge : graph.edges) {
    text += "  s" + std::to_string(edge.from) + " -> s" + std::to_string(edge.to) + " [label=\"" +
            escape_quoted(edge_label(edge)) + "\"];\n";
  }
  return text + "}\n";
}

std::string graphml(const StateGraph& graph) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
      "  <key id=\"label\" for=\"all\" attr.name=\"label\" attr.type=\"string\"/>\n"
      "  <key id=\"kind\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>\n"
      "  <key id=\"initial\" for=\"node\" attr.name=\"initial\" attr.type=\"boolean\"/>\n"
      "  <key id=\"thread\" for=\"edge\" attr.name=\"thread\" attr.type=\"int\"/>\n"
      "  <key id=\"alternative\" for=\"edge\" attr.name=\"alternative\" attr.type=\"int\"/>\n"
      "  <graph id=\"states\" edgedefault=\"directed\">\n";
  std::vector<bool> initial(graph.nodes.size(), false);
  for (const std::uint32_t node : graph.initial) initial[node] = true;
  const auto data = [](std::string_view key, const std::string& value) {
    return "<data key=\"" + std::string(key) + "\">" + escape_xml(value) + "</data>";
  };
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    text += "    <node id=\"s" + std::to_string(i) + "\">" + data("label", graph.nodes[i].label) +
            data("kind", std::string(row(graph.nodes[i].kind).name)) +
            data("initial", initial[i] ? "true" : "false") + "</node>\n";
  }
  for (const StateGraph::Edge& edge : graph.edges) {
    text += "    <edge source=\"s" + std::to_string(edge.from) + "\" target=\"s" +
            std::to_string(edge.to) + "\">" + data("label", edge_label(edge)) +
            data("thread", std::to_string(edge.thread)) +
            data("alternative", std::to_string(edge.alternative)) + "</edge>\n";
  }
  return text + "  </graph>\n</graphml>\n";
}

// The format has one initial state; where `init` has several ways, they start from one more.
std::string aut(const StateGraph& graph) {
  const bool has_root = graph.initial.size() != 1;
  const std::size_t first = has_root ? graph.nodes.size() : graph.initial.front();
  std::string lines;
  std::size_t count = graph.edges.size();
  const auto add = [&](std::size_t from, const std::string& label, std::size_t to) {
    lines += "(" + std::to_string(from) + ",\"" + escape_quoted(label) + "\"," +
             std::to_string(to) + ")\n";
  };
  if (has_root) {
    count += graph.initial.size();
    for (std::size_t i = 0; i < graph.initial.size(); ++i) {
      add(first, "init:" + std::to_string(i), graph.initial[i]);
    }
  }
  for (const StateGraph::Edge& edge : graph.edges) add(edge.from, edge_label(edge), edge.to);
  return "des (" + std::to_string(first) + "," + std::to_string(count) + "," +
         std::to_string(graph.nodes.size() + (has_root ? 1 : 0)) + ")\n" + lines;
}

}  // namespace

std::vector<std::string> graph_formats() {
  std::vector<std::string> names;
  for (const FormatRow& each : formats) names.emplace_back(each.name);
  return names;
}

std::optional<GraphFormat> find_graph_format(std::string_view name) {
  for (const FormatRow& each : formats) {
    if (each.name == name) return each.format;
  }
  return std::nullopt;
}

std::string graph_text(const result::StateGraph& graph, GraphFormat format) {
  switch (format) {
    case GraphFormat::dot: return dot(graph);
    case GraphFormat::graphml: return graphml(graph);
    case GraphFormat::aut: return aut(graph);
  }
  return "";
}

}  // namespace raceproof::report

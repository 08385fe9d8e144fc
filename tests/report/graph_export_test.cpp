#include "checker/report/graph_export.h"

#include <gtest/gtest.h>

namespace raceproof::report {
namespace {

result::StateGraph example() {
  result::StateGraph graph;
  graph.nodes = {{"x = 0", result::StateKind::running}, {"x = 1", result::StateKind::final_}};
  graph.edges = {{0, 1, 0, 0, "store x"}, {0, 0, 1, 2, "either"}};
  graph.initial = {0};
  return graph;
}

TEST(GraphExport, Dot) {
  EXPECT_EQ(graph_text(example(), GraphFormat::dot),
            "digraph states {\n"
            "  node [shape=box, fontname=monospace];\n"
            "  s0 [label=\"x = 0\"];\n"
            "  s1 [label=\"x = 1\", peripheries=2];\n"
            "  start0 [shape=point];\n"
            "  start0 -> s0;\n"
            "  s0 -> s1 [label=\"T0 store x\"];\n"
            "  s0 -> s0 [label=\"T1:2 either\"];\n"
            "}\n");
}

TEST(GraphExport, Aut) {
  EXPECT_EQ(graph_text(example(), GraphFormat::aut),
            "des (0,2,2)\n"
            "(0,\"T0 store x\",1)\n"
            "(0,\"T1:2 either\",0)\n");
}

TEST(GraphExport, AutHasOneInitialState) {
  result::StateGraph graph = example();
  graph.initial = {0, 1};
  EXPECT_EQ(graph_text(graph, GraphFormat::aut),
            "des (2,4,3)\n"
            "(2,\"init:0\",0)\n"
            "(2,\"init:1\",1)\n"
            "(0,\"T0 store x\",1)\n"
            "(0,\"T1:2 either\",0)\n");
}

TEST(GraphExport, GraphmlEscapes) {
  result::StateGraph graph = example();
  graph.nodes[0].label = "x < 1";
  const std::string text = graph_text(graph, GraphFormat::graphml);
  EXPECT_NE(text.find("<data key=\"label\">x &lt; 1</data>"), std::string::npos);
  EXPECT_NE(text.find("<data key=\"initial\">true</data>"), std::string::npos);
}

TEST(GraphExport, FormatsAreFoundByName) {
  for (const std::string& name : graph_formats()) EXPECT_TRUE(find_graph_format(name)) << name;
  EXPECT_FALSE(find_graph_format("png"));
}

}  // namespace
}  // namespace raceproof::report

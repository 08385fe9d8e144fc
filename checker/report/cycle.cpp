#include "checker/report/cycle.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/visitors.hpp>

namespace raceproof::report {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Cycle = std::vector<std::uint32_t>;

// Breadth first from `start`, back to itself: within its strongly connected component there is a
// way back from every vertex that has an edge to it.
Cycle cycle_through(const Graph& graph, std::uint32_t start,
                    const std::vector<std::size_t>& component) {
  const std::size_t count = boost::num_vertices(graph);
  std::vector<std::size_t> before(count, count);
  boost::breadth_first_search(graph, start,
                              boost::visitor(boost::make_bfs_visitor(boost::record_predecessors(
                                  before.data(), boost::on_tree_edge()))));
  Cycle best;
  for (std::uint32_t end = 0; end < count; ++end) {
    if (component[end] != component[start] || !boost::edge(end, start, graph).second) continue;
    Cycle cycle{end};
    while (cycle.back() != start) {
      cycle.push_back(static_cast<std::uint32_t>(before[cycle.back()]));
    }
    std::reverse(cycle.begin(), cycle.end());
    if (best.empty() || cycle.size() < best.size()) best = std::move(cycle);
  }
  return best;
}

}  // namespace

std::vector<std::uint32_t> shortest_cycle(
    std::uint32_t vertices, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges) {
  Graph graph(vertices);
  for (const auto& [from, to] : edges) boost::add_edge(from, to, graph);
  std::vector<std::size_t> component(vertices);
  boost::strong_components(graph, boost::make_iterator_property_map(
                                      component.begin(), boost::get(boost::vertex_index, graph)));
  Cycle best;
  for (std::uint32_t start = 0; start < vertices; ++start) {
    Cycle cycle = cycle_through(graph, start, component);
    if (!cycle.empty() && (best.empty() || cycle.size() < best.size())) best = std::move(cycle);
  }
  return best;
}

}  // namespace raceproof::report

#include "checker/explore/components.h"

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <utility>

namespace raceproof::explore {

Components components_of(const StateSpace& space) {
  using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property,
                                                   boost::no_property, boost::no_property,
                                                   StateIndex, std::uint64_t>;
  const StateIndex count = space.expanded();
  std::vector<std::pair<StateIndex, StateIndex>> pairs;
  pairs.reserve(space.edges.size());
  for (StateIndex s = 0; s < count; ++s) {
    for (std::uint64_t e = space.first_edge[s]; e < space.first_edge[s + 1]; ++e) {
      if (!space.edges[e].is_end) pairs.emplace_back(s, space.edges[e].target);
    }
  }
  const Graph graph(boost::edges_are_sorted, pairs.begin(), pairs.end(), count);
  Components result;
  result.of_state.resize(count);
  const auto index = boost::get(boost::vertex_index, graph);
  const auto found = count == 0 ? 0
                                : boost::strong_components(
                                      graph, boost::make_iterator_property_map(
                                                 result.of_state.begin(), index));
  // Boost numbers a component when all that it leads to has been numbered: the reverse of what a
  // forward pass needs.
  const auto components = static_cast<std::uint32_t>(found);
  result.first.assign(std::size_t{components} + 1, 0);
  for (std::uint32_t& component : result.of_state) {
    component = components - 1 - component;
    ++result.first[component + 1];
  }
  for (std::uint32_t c = 0; c < components; ++c) result.first[c + 1] += result.first[c];
  result.states.resize(count);
  std::vector<StateIndex> next(result.first.begin(), result.first.end() - 1);
  for (StateIndex s = 0; s < count; ++s) result.states[next[result.of_state[s]]++] = s;
  return result;
}

}  // namespace raceproof::explore

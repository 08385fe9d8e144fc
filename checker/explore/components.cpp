#include "checker/explore/components.h"

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <limits>
#include <utility>

namespace raceproof::explore {
namespace {

using Pairs = std::vector<std::pair<StateIndex, StateIndex>>;

// The components of the graph of `count` vertices with these edges, sorted by where they begin.
Components find(const Pairs& pairs, StateIndex count) {
  using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property,
                                                   boost::no_property, boost::no_property,
                                                   StateIndex, std::uint64_t>;
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

}  // namespace

// Of each edge its ends, in a vector that grows, and in the graph its target; of each state its
// place and what the search for components keeps of it.
std::uint64_t bytes_for_components(const StateSpace& space) {
  constexpr std::uint64_t edge_bytes = 28;
  constexpr std::uint64_t state_bytes = 48;
  return edge_bytes * space.edges.size() + state_bytes * space.expanded();
}

Components components_of(const StateSpace& space) {
  const StateIndex count = space.expanded();
  Pairs pairs;
  pairs.reserve(space.edges.size());
  for (StateIndex s = 0; s < count; ++s) {
    for (std::uint64_t e = space.first_edge[s]; e < space.first_edge[s + 1]; ++e) {
      if (!space.edges[e].is_end) pairs.emplace_back(s, space.edges[e].target);
    }
  }
  return find(pairs, count);
}

PartComponents::Pairs PartComponents::inner_edges(const std::vector<StateIndex>& states,
                                                  const EdgeFilter& keep) {
  place_.resize(space_.expanded(), 0);
  for (std::size_t i = 0; i < states.size(); ++i) {
    place_[states[i]] = static_cast<StateIndex>(i + 1);
  }
  Pairs pairs;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const StateIndex s = states[i];
    for (std::uint64_t e = space_.first_edge[s]; e < space_.first_edge[s + 1]; ++e) {
      const Edge& edge = space_.edges[e];
      if (edge.is_end || place_[edge.target] == 0 || !keep(s, e)) continue;
      pairs.emplace_back(static_cast<StateIndex>(i), place_[edge.target] - 1);
    }
  }
  for (const StateIndex s : states) place_[s] = 0;
  return pairs;
}

Components PartComponents::all(const std::vector<StateIndex>& states, const EdgeFilter& keep) {
  return find(inner_edges(states, keep), static_cast<StateIndex>(states.size()));
}

std::vector<std::vector<StateIndex>> PartComponents::cyclic(const std::vector<StateIndex>& states,
                                                            const EdgeFilter& keep) {
  const Pairs pairs = inner_edges(states, keep);
  const Components components = find(pairs, static_cast<StateIndex>(states.size()));
  std::vector<bool> has_edge(components.count(), false);
  for (const auto& [from, to] : pairs) {
    if (components.of_state[from] == components.of_state[to]) {
      has_edge[components.of_state[from]] = true;
    }
  }
  constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> number(components.count(), unknown);
  std::vector<std::vector<StateIndex>> result;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const std::uint32_t component = components.of_state[i];
    if (!has_edge[component]) continue;
    if (number[component] == unknown) {
      number[component] = static_cast<std::uint32_t>(result.size());
      result.emplace_back();
    }
    result[number[component]].push_back(states[i]);
  }
  return result;
}

}  // namespace raceproof::explore

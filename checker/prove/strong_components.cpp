#include "checker/prove/strong_components.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

namespace raceproof::prove {

std::vector<std::size_t> strong_components(
    std::size_t nodes, const std::vector<std::pair<std::size_t, std::size_t>>& arcs) {
  const boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> graph(arcs.begin(),
                                                                                arcs.end(), nodes);
  std::vector<std::size_t> components(nodes);
  boost::strong_components(graph, boost::make_iterator_property_map(
                                      components.begin(), get(boost::vertex_index, graph)));
  return components;
}

}  // namespace raceproof::prove

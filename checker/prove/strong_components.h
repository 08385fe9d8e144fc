// The strongly connected components of a small graph.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace raceproof::prove {

/// By node, below `nodes`: the number of its component. A component comes behind those that it
/// leads to; numbers are 0, 1, ... without a gap.
std::vector<std::size_t> strong_components(
    std::size_t nodes, const std::vector<std::pair<std::size_t, std::size_t>>& arcs);

}  // namespace raceproof::prove

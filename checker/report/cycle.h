// The shortest cycle of a small directed graph.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace raceproof::report {

/// The vertices of a shortest cycle, each followed by the one that it has an edge to, beginning
/// with its lowest; the one of the lowest vertices if there are several; empty if there is none.
std::vector<std::uint32_t> shortest_cycle(
    std::uint32_t vertices, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges);

}  // namespace raceproof::report

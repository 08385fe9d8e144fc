// From a thread's code to its graph: which nodes are locations, and what lies between them. Private
// to checker/prove.
#pragma once

#include "checker/prove/symbolic_path.h"

namespace raceproof::prove {

/// The graph over all cells of the program, one variable a cell. `values` has a list of constants
/// for each way through `init`; they are changed to those behind the thread's first control, and
/// `begins` receives where the thread then stands.
ThreadGraph make_graph(const Machine& machine, std::uint32_t thread, const BuildOptions& options,
                       std::vector<std::vector<Affine>>& values,
                       std::vector<LocationIndex>& begins);

}  // namespace raceproof::prove

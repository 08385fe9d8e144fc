// Where control can go from a node of a thread's code.
#pragma once

#include <vector>

#include "models/program.h"

namespace raceproof {

/// All nodes that may come next, in the order of the text where there is one. Nothing behind the
/// end, a fault that is known to happen, and a merge, which goes back to where the thread stood.
std::vector<NodeIndex> successors(const Program& program, const Node& node);

}  // namespace raceproof

#include "models/alternatives.h"

#include <algorithm>

namespace raceproof {
namespace {

std::uint64_t ways_of(const Program& program, const Node& node) {
  if (node.kind == NodeKind::choose) return program.sets[node.list].size();
  if (node.kind == NodeKind::either) return program.targets[node.list].size();
  return node.kind == NodeKind::notify ? program.threads.size() : 1;
}

}  // namespace

// The nodes of a block that is one step stand behind its first node, up to its end.
std::uint64_t most_alternatives(const Program& program, std::uint64_t limit) {
  std::uint64_t most = 1;
  std::uint64_t product = 1;
  const auto multiply = [&](std::uint64_t ways) {
    product = ways != 0 && product > limit / ways ? limit : product * ways;
    most = std::max(most, product);
  };
  for (const Node& node : program.init) multiply(ways_of(program, node));
  for (const Code& code : program.codes) {
    bool in_region = false;
    for (const Node& node : code) {
      if (!in_region) product = 1;
      multiply(ways_of(program, node));
      if (node.kind == NodeKind::atomic || node.region) in_region = true;
      if (node.kind == NodeKind::region_end) in_region = false;
    }
  }
  return most;
}

}  // namespace raceproof

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

// The nodes of a block that is one step stand behind its first node, up to its end. A loop in it
// may choose in every round, as often as it likes.
std::uint64_t most_alternatives(const Program& program, std::uint64_t limit) {
  std::uint64_t most = 1;
  std::uint64_t product = 1;
  bool has_loop = false;
  const auto pass = [&](const Node& node) {
    const std::uint64_t ways = ways_of(program, node);
    product = product > limit / std::max<std::uint64_t>(ways, 1) ? limit : product * ways;
    has_loop = has_loop || node.kind == NodeKind::round;
    most = std::max(most, has_loop && product > 1 ? limit : product);
  };
  for (const Node& node : program.init) pass(node);
  for (const Code& code : program.codes) {
    bool in_region = false;
    for (const Node& node : code) {
      if (!in_region) {
        product = 1;
        has_loop = false;
      }
      if (in_region || row(node.kind).is_step) pass(node);
      if (node.kind == NodeKind::atomic || node.region) in_region = true;
      if (node.kind == NodeKind::region_end) in_region = false;
    }
  }
  return std::min(most, limit);
}

}  // namespace raceproof

#include "models/successors.h"

namespace raceproof {

std::vector<NodeIndex> successors(const Program& program, const Node& node) {
  switch (node.kind) {
    case NodeKind::end:
    case NodeKind::fail:
    case NodeKind::merge_return: return {};
    case NodeKind::either:
    case NodeKind::by_counting: return program.targets[node.list];
    case NodeKind::branch:
    case NodeKind::count_down:
    case NodeKind::for_test:
    case NodeKind::next_queued:
    case NodeKind::queued_at_end: return {node.next, node.otherwise};
    default: return {node.next};
  }
}

}  // namespace raceproof

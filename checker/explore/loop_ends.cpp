#include "checker/explore/loop_ends.h"

#include <algorithm>
#include <set>

#include "models/successors.h"

namespace raceproof::explore {

// Whether control behind the step can come to the end of a loop before the next step. Steps that
// are whole regions are not looked into.
bool LoopEnds::may_pass(std::uint32_t code, NodeIndex node) {
  const auto [found, is_new] = may_pass_.emplace(std::pair(code, node), false);
  if (!is_new) return found->second;
  const Program& program = machine_.program();
  const Code& nodes = program.codes[code];
  if (nodes[node].kind == NodeKind::atomic || nodes[node].region) return found->second = true;
  std::vector<NodeIndex> open{node};
  std::set<NodeIndex> seen;
  while (!open.empty()) {
    const NodeIndex at = open.back();
    open.pop_back();
    const NodeKind kind = nodes[at].kind;
    if (kind == NodeKind::loop_end) return found->second = true;
    if (at != node && (row(kind).is_step || kind == NodeKind::end)) continue;
    for (const NodeIndex next : successors(program, nodes[at])) {
      if (seen.insert(next).second) open.push_back(next);
    }
  }
  return false;
}

std::vector<LoopIndex> LoopEnds::passed_by(const State& state, const Edge& edge) const {
  State copy = state;
  Recorder events;
  machine_.apply(copy, {edge.thread, edge.alternative}, &events);
  std::vector<LoopIndex> loops;
  for (const Event& event : events) {
    if (event.kind == NodeKind::loop_end && event.thread == edge.thread) {
      loops.push_back(event.cell);
    }
  }
  return loops;
}

void LoopEnds::note(const std::vector<StateIndex>& states) {
  const Program& program = machine_.program();
  if (program.loops.size() == 1) return;
  State state;
  for (const StateIndex s : states) {
    if (s % states_between_looks == 0) keep_within(limits_);
    space_.states.decode(s, state);
    for (std::uint64_t e = space_.first_edge[s]; e < space_.first_edge[s + 1]; ++e) {
      const Edge& edge = space_.edges[e];
      if (edge.is_end) continue;
      const ThreadInfo& thread = program.threads[edge.thread];
      if (!may_pass(thread.code, static_cast<NodeIndex>(state.cells[thread.pc_cell]))) continue;
      std::vector<LoopIndex> loops = passed_by(state, edge);
      if (!loops.empty()) passed_.emplace(e, std::move(loops));
    }
  }
}

const std::vector<LoopIndex>& LoopEnds::passed(std::uint64_t edge) const {
  const auto found = passed_.find(edge);
  return found == passed_.end() ? none_ : found->second;
}

bool LoopEnds::passes(std::uint64_t edge, LoopIndex loop) const {
  const std::vector<LoopIndex>& loops = passed(edge);
  return std::find(loops.begin(), loops.end(), loop) != loops.end();
}

}  // namespace raceproof::explore

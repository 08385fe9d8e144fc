#include "checker/time/computing_tail.h"

namespace raceproof::timed {
namespace {

// Under `serial` nobody takes over, so that there is nothing to leave out.
bool shares_one_thing(const Machine& machine) {
  const TimeSettings& time = machine.program().time;
  if (machine.model().has_gil) return time.switch_cost_us == 0;
  const bool is_free = (machine.model().points & bit(SwitchPoint::step)) != 0;
  return is_free && time.cores == 1;
}

bool counts_rounds(NodeKind kind) {
  return kind == NodeKind::count_down || kind == NodeKind::for_test;
}

// Backwards control may go only to where rounds are counted, so that every loop ends.
bool may_go(const Code& code, NodeIndex from, NodeIndex to) {
  return to > from || counts_rounds(code[to].kind);
}

bool may_stand_in_row(const Code& code, NodeIndex at) {
  const Node& node = code[at];
  switch (node.kind) {
    case NodeKind::end: return true;
    case NodeKind::cpu: return !node.gil_free && may_go(code, at, node.next);
    case NodeKind::point:
    case NodeKind::clear:
    case NodeKind::jump:
    case NodeKind::round:
    case NodeKind::advance: return may_go(code, at, node.next);
    case NodeKind::count_down:
    case NodeKind::for_test:
      return may_go(code, at, node.next) && may_go(code, at, node.otherwise);
    default: return false;
  }
}

// The nodes behind which, and at which, there is nothing else: what may not stand in a row takes
// with it what leads to it, until nothing changes.
std::vector<bool> rows_of(const Code& code) {
  std::vector<bool> is_row(code.size());
  for (std::size_t i = 0; i < code.size(); ++i) {
    is_row[i] = may_stand_in_row(code, static_cast<NodeIndex>(i));
  }
  for (bool is_stable = false; !is_stable;) {
    is_stable = true;
    for (std::size_t i = code.size(); i-- > 0;) {
      if (!is_row[i] || code[i].kind == NodeKind::end) continue;
      const bool goes_on = is_row[code[i].next] &&
                           (!counts_rounds(code[i].kind) || is_row[code[i].otherwise]);
      if (goes_on) continue;
      is_row[i] = false;
      is_stable = false;
    }
  }
  return is_row;
}

}  // namespace

ComputingTail::ComputingTail(const Machine& machine)
    : machine_(machine),
      is_possible_(shares_one_thing(machine) && machine.program().heap.empty()) {
  if (!is_possible_) return;
  for (const Code& code : machine.program().codes) rows_.push_back(rows_of(code));
}

bool ComputingTail::holds(const TimedState& state) const {
  if (!is_possible_) return false;
  const std::vector<ThreadInfo>& threads = machine_.program().threads;
  for (std::uint32_t thread = 0; thread < threads.size(); ++thread) {
    if (!machine_.is_running(state.machine, thread)) continue;
    const ThreadInfo& info = threads[thread];
    const auto node = static_cast<NodeIndex>(state.machine.cells[info.pc_cell]);
    if (!rows_[info.code][node]) return false;
  }
  return true;
}

}  // namespace raceproof::timed

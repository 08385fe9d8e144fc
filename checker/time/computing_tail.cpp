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

}  // namespace

ComputingTail::ComputingTail(const Machine& machine)
    : machine_(machine),
      is_possible_(shares_one_thing(machine) && machine.program().heap.empty()) {
  if (!is_possible_) return;
  for (const Code& code : machine.program().codes) {
    rows_.emplace_back(code.size(), false);
    // Control mostly goes forwards, so what is behind a node is known already.
    for (std::size_t i = code.size(); i-- > 0;) {
      rows_.back()[i] = is_row(code, static_cast<NodeIndex>(i));
    }
  }
}

bool ComputingTail::is_row(const Code& code, NodeIndex node) const {
  const NodeKind kind = code[node].kind;
  if (kind == NodeKind::end) return true;
  const bool is_passed = kind == NodeKind::point || kind == NodeKind::clear ||
                         kind == NodeKind::jump ||
                         (kind == NodeKind::cpu && !code[node].gil_free);
  return is_passed && code[node].next > node && rows_.back()[code[node].next];
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

#include "checker/replay/round.h"

#include <algorithm>

namespace raceproof::replayer {
namespace {

// The innermost loop in which a thread is that was in `loop` and is in `now`: the same, or one that
// stands around both.
LoopIndex common_loop(const Program& program, LoopIndex loop, LoopIndex now) {
  while (loop != 0) {
    const std::uint32_t depth = property::depth_of(program, loop);
    const bool is_inside = depth <= property::depth_of(program, now) &&
                           property::loop_at_depth(program, now, depth) == loop;
    if (is_inside) return loop;
    loop = program.loops[loop].parent;
  }
  return 0;
}

}  // namespace

Round::Round(const Machine& machine, State start, const std::vector<Choice>& steps)
    : machine_(machine), start_(std::move(start)), fates_(machine.program().threads.size()) {
  for (std::uint32_t thread = 0; thread < fates_.size(); ++thread) {
    fates_[thread].is_running = machine.is_running(start_, thread);
    fates_[thread].waiting = property::waiting_of(machine, start_, thread);
    fates_[thread].loop = property::loop_of(machine, start_, thread);
  }
  State state = start_;
  for (const Choice& step : steps) {
    look(state);
    Recorder events;
    machine.apply(state, step, &events);
    fates_[step.thread].takes_steps = true;
    fates_[step.thread].waiting.reset();
    for (std::uint32_t thread = 0; thread < fates_.size(); ++thread) stay(thread, state, events);
    is_idle_ = is_idle_ && changes_nothing(state);
  }
  is_closed_ = state == start_;
}

void Round::look(const State& state) {
  std::vector<std::uint32_t> enabled;
  machine_.enabled(state, enabled);
  for (const std::uint32_t thread : enabled) fates_[thread].is_let = true;
  for (std::uint32_t thread = 0; thread < fates_.size(); ++thread) {
    if (!machine_.is_running(state, thread) || !machine_.is_ready(state, thread)) {
      fates_[thread].is_blocked = true;
    }
  }
}

// A loop is left where the thread is outside it, and where control has passed its end.
void Round::stay(std::uint32_t thread, const State& state, const Recorder& events) {
  const Program& program = machine_.program();
  LoopIndex& loop = fates_[thread].loop;
  loop = common_loop(program, loop, property::loop_of(machine_, state, thread));
  for (const Event& event : events) {
    if (event.kind != NodeKind::loop_end || event.thread != thread) continue;
    // What stood around the loop that was left is not left by that.
    const std::uint32_t depth = property::depth_of(program, event.cell);
    const bool is_left = depth <= property::depth_of(program, loop) &&
                         property::loop_at_depth(program, loop, depth) == event.cell;
    if (is_left) loop = program.loops[event.cell].parent;
  }
}

// All but what belongs to single threads, and who has the GIL.
bool Round::changes_nothing(const State& state) const {
  const Program& program = machine_.program();
  std::vector<bool> is_own(state.cells.size(), false);
  is_own[program.holder_cell] = true;
  for (const ThreadInfo& thread : program.threads) {
    is_own[thread.pc_cell] = true;
    for (CellIndex i = 0; i < thread.frame_size; ++i) is_own[thread.frame + i] = true;
  }
  for (std::size_t i = 0; i < state.cells.size(); ++i) {
    if (!is_own[i] && state.cells[i] != start_.cells[i]) return false;
  }
  return true;
}

std::optional<std::uint32_t> Round::unfair_thread() const {
  for (std::uint32_t thread = 0; thread < fates_.size(); ++thread) {
    const Fate& fate = fates_[thread];
    if (fate.is_let && !fate.is_blocked && !fate.takes_steps) return thread;
  }
  return std::nullopt;
}

std::string Round::sentence(std::uint32_t thread) const {
  const Program& program = machine_.program();
  const Fate& fate = fates_[thread];
  const std::string name = property::thread_name(program, thread);
  if (fate.waiting) {
    return name + " " + property::wait_sentence(machine_, start_, thread, *fate.waiting);
  }
  if (fate.loop != 0) {
    return name + (fate.takes_steps ? " spins" : " is") + " for ever in the `while` at line " +
           std::to_string(program.loops[fate.loop].span.line) +
           (fate.takes_steps && is_idle_ ? ", which changes nothing" : "");
  }
  const std::string line = std::to_string(machine_.next_step(start_, thread).span.line);
  if (fate.takes_steps) return name + " goes round for ever by line " + line;
  return name + " is never let go on at line " + line;
}

}  // namespace raceproof::replayer

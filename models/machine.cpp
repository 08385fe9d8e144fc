#include "models/machine.h"

#include <algorithm>

#include "models/queue.h"
#include "models/runner.h"
#include "models/synchronise.h"

namespace raceproof {
namespace {

constexpr std::int64_t nobody = -1;

}  // namespace

Machine::Machine(const Program& program, const ExecutionModel& model,
                 std::vector<std::uint32_t> removed)
    : program_(&program), model_(&model), removed_(program.objects.size(), false) {
  for (const std::uint32_t object : removed) removed_[object] = true;
}

bool Machine::is_removed(std::uint32_t object) const { return removed_[object]; }

std::vector<std::uint32_t> Machine::removed() const {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < removed_.size(); ++i) {
    if (removed_[i]) numbers.push_back(i);
  }
  return numbers;
}

bool Machine::is_running(const State& state, std::uint32_t thread) const {
  return state.cells[program_->threads[thread].pc_cell] >= 0;
}

const Node& Machine::next_step(const State& state, std::uint32_t thread) const {
  const ThreadInfo& info = program_->threads[thread];
  return program_->codes[info.code][static_cast<std::size_t>(state.cells[info.pc_cell])];
}

bool Machine::is_final(const State& state) const {
  for (std::uint32_t thread = 0; thread < program_->threads.size(); ++thread) {
    if (is_running(state, thread)) return false;
  }
  return true;
}

bool Machine::is_ready(const State& state, std::uint32_t thread) const {
  const Node& node = next_step(state, thread);
  const CellIndex frame = program_->threads[thread].frame;
  // An index out of bounds does not block: the step is taken, and fails.
  const auto number = [&]() -> std::optional<std::uint32_t> {
    if (node.place.size == 0) return node.place.cell;
    const Operand& index = node.place.index;
    const std::int64_t value =
        index.kind == Operand::Kind::constant
            ? index.value
            : state.cells[frame + static_cast<CellIndex>(index.value)];
    if (value < 0 || value >= std::int64_t{node.place.size}) return std::nullopt;
    return node.place.cell + static_cast<std::uint32_t>(value);
  };
  if (is_on_object(node.kind)) {
    const std::optional<std::uint32_t> object = number();
    return !object || synchronise::is_ready(node.kind, *this, *object, state, thread);
  }
  if (node.kind == NodeKind::join) {
    const std::optional<std::uint32_t> first = number();
    if (!first) return true;
    const std::uint32_t count = node.place.size == 0 ? node.count : 1;
    for (std::uint32_t other = *first; other < *first + count; ++other) {
      if (state.cells[program_->threads[other].pc_cell] != pc_ended) return false;
    }
    return true;
  }
  if (node.kind == NodeKind::await) {
    const Evaluated condition = evaluate(program_->expressions[node.list], state.cells, frame);
    return condition.fault.has_value() || condition.value != 0;
  }
  return true;
}

void Machine::enabled(const State& state, std::vector<std::uint32_t>& threads) const {
  threads.clear();
  const std::int64_t holder = state.cells[program_->holder_cell];
  for (std::uint32_t thread = 0; thread < program_->threads.size(); ++thread) {
    if (!is_running(state, thread)) continue;
    const bool may_run = holder == nobody || holder == std::int64_t{thread} ||
                         (model_->has_gil && next_step(state, thread).gil_free);
    if (may_run && is_ready(state, thread)) threads.push_back(thread);
  }
}

// The GIL behind a step. A thread gives it up at a switch point, at its end, before `allow_threads`
// and before a step that is blocked; a step inside `allow_threads` leaves it where it is. A holder
// whose next step another thread has just blocked has given it up as well.
void Machine::pass_gil(State& state, std::uint32_t thread, bool was_gil_free,
                       bool switch_point) const {
  std::int64_t& holder = state.cells[program_->holder_cell];
  if (!was_gil_free) {
    const bool keeps = !switch_point && is_running(state, thread) &&
                       !(model_->has_gil && next_step(state, thread).gil_free);
    holder = keeps ? std::int64_t{thread} : nobody;
  }
  if (holder != nobody && !is_ready(state, static_cast<std::uint32_t>(holder))) holder = nobody;
}

bool Machine::at_boundary(const State& state, std::uint32_t thread) const {
  const Node& node = next_step(state, thread);
  if (node.mid_instruction) return false;
  return !node.native_begun ||
         state.cells[program_->threads[thread].frame + *node.native_begun] == 0;
}

bool Machine::may_merge(const State& state, std::uint32_t thread) const {
  const std::optional<Merging>& merging = program_->threads[thread].merging;
  if (!merging || queue::is_empty(program_->objects[merging->queue], state.cells)) return false;
  return at_boundary(state, thread) && next_step(state, thread).kind != NodeKind::take_queued;
}

StepEnd Machine::merge(State& state, std::uint32_t thread, Recorder* recorder) const {
  const bool was_gil_free = model_->has_gil && next_step(state, thread).gil_free;
  Script script;
  Runner runner(*this, state, thread, script, recorder);
  runner.merge();
  if (!runner.failed()) pass_gil(state, thread, was_gil_free, runner.switch_point());
  return runner.end();
}

std::optional<StepEnd> Machine::apply(State& state, Choice choice, Recorder* recorder) const {
  if (const auto end = apply_own(state, choice, recorder)) return end;
  if (!may_merge(state, choice.thread)) return std::nullopt;
  const std::uint32_t own = own_alternatives(state, choice.thread, choice.alternative + 1);
  if (choice.alternative != own) return std::nullopt;
  return merge(state, choice.thread, recorder);
}

std::optional<StepEnd> Machine::apply_own(State& state, Choice choice, Recorder* recorder) const {
  const Node& node = next_step(state, choice.thread);
  const bool was_gil_free = model_->has_gil && node.gil_free;
  const bool has_region = node.kind == NodeKind::atomic || node.region;
  const auto run = [&](State& target, Script& script, Recorder* events) {
    Runner runner(*this, target, choice.thread, script, events);
    runner.step();
    if (!runner.failed()) pass_gil(target, choice.thread, was_gil_free, runner.switch_point());
    return runner.end();
  };
  if (!has_region) {
    Script script(choice.alternative);
    State copy = state;
    Recorder events;
    const StepEnd end = run(copy, script, recorder != nullptr ? &events : nullptr);
    const bool has_choice = node.kind == NodeKind::choose || node.kind == NodeKind::either ||
                            node.kind == NodeKind::notify;
    if (has_choice ? !script.valid() : choice.alternative != 0) return std::nullopt;
    state = std::move(copy);
    if (recorder != nullptr) recorder->insert(recorder->end(), events.begin(), events.end());
    return end;
  }
  Script script;
  for (std::uint32_t alternative = 0;; ++alternative) {
    State copy = state;
    Recorder events;
    script.rewind();
    const StepEnd end = run(copy, script, recorder != nullptr ? &events : nullptr);
    if (alternative == choice.alternative) {
      state = std::move(copy);
      if (recorder != nullptr) recorder->insert(recorder->end(), events.begin(), events.end());
      return end;
    }
    if (!script.advance()) return std::nullopt;
  }
}

void Machine::expand(const State& state, std::uint32_t thread, const Visit& visit,
                     Recorder* recorder) const {
  const bool was_gil_free = model_->has_gil && next_step(state, thread).gil_free;
  Script script;
  for (std::uint32_t alternative = 0;; ++alternative) {
    State copy = state;
    script.rewind();
    if (recorder != nullptr) recorder->clear();
    Runner runner(*this, copy, thread, script, recorder);
    runner.step();
    if (!runner.failed()) pass_gil(copy, thread, was_gil_free, runner.switch_point());
    if (!visit(alternative, std::move(copy), runner.end())) return;
    if (script.advance()) continue;
    if (!may_merge(state, thread)) return;
    State merged = state;
    if (recorder != nullptr) recorder->clear();
    const StepEnd end = merge(merged, thread, recorder);
    visit(alternative + 1, std::move(merged), end);
    return;
  }
}

std::uint32_t Machine::alternatives(const State& state, std::uint32_t thread,
                                    std::uint32_t limit) const {
  const std::uint32_t own = own_alternatives(state, thread, limit);
  return own < limit && may_merge(state, thread) ? own + 1 : own;
}

std::uint32_t Machine::own_alternatives(const State& state, std::uint32_t thread,
                                        std::uint32_t limit) const {
  const Node& node = next_step(state, thread);
  if (node.kind == NodeKind::choose || node.kind == NodeKind::either) {
    return static_cast<std::uint32_t>(node.kind == NodeKind::choose
                                          ? program_->sets[node.list].size()
                                          : program_->targets[node.list].size());
  }
  if (node.kind != NodeKind::atomic && node.kind != NodeKind::notify && !node.region) return 1;
  std::uint32_t count = 0;
  Script script;
  do {
    State copy = state;
    script.rewind();
    Runner(*this, copy, thread, script, nullptr).step();
    ++count;
  } while (count < limit && script.advance());
  return count;
}

StepEnd Machine::begin_threads(State& state, Recorder* recorder) const {
  Script script;
  for (std::uint32_t thread = 0; thread < program_->threads.size(); ++thread) {
    if (program_->threads[thread].waits_for_start) continue;
    Runner runner(*this, state, thread, script, recorder);
    runner.begin();
    if (runner.failed()) return runner.end();
  }
  return {};
}

void Machine::initial(const Visit& visit) const {
  const auto count = static_cast<std::uint32_t>(program_->threads.size());
  Script script;
  for (std::uint32_t alternative = 0;; ++alternative) {
    State state{program_->initial};
    StepEnd end;
    if (!program_->init.empty()) {
      script.rewind();
      Runner runner(*this, state, count, script, nullptr);
      runner.init();
      end = runner.end();
    }
    if (end.kind == StepEnd::Kind::normal) end = begin_threads(state, nullptr);
    if (!visit(alternative, std::move(state), end) || !script.advance()) return;
  }
}

std::optional<StepEnd> Machine::initial_choice(State& state, std::uint32_t alternative,
                                               Recorder* recorder) const {
  const auto count = static_cast<std::uint32_t>(program_->threads.size());
  Script script;
  for (std::uint32_t way = 0;; ++way) {
    state.cells = program_->initial;
    StepEnd end;
    Recorder events;
    if (!program_->init.empty()) {
      script.rewind();
      Runner runner(*this, state, count, script, &events);
      runner.init();
      end = runner.end();
    }
    if (end.kind == StepEnd::Kind::normal) end = begin_threads(state, &events);
    if (way == alternative) {
      if (recorder != nullptr) recorder->insert(recorder->end(), events.begin(), events.end());
      return end;
    }
    if (!script.advance()) return std::nullopt;
  }
}

std::vector<Access> Machine::next_accesses(const State& state, std::uint32_t thread) const {
  std::vector<Access> accesses;
  Script script;
  do {
    State copy = state;
    Recorder events;
    script.rewind();
    Runner runner(*this, copy, thread, script, &events);
    runner.step();
    for (const Event& event : events) {
      const bool write = event.kind == NodeKind::store;
      if (event.thread != thread || (!write && event.kind != NodeKind::load)) continue;
      accesses.push_back({event.cell, write, event.in_region});
    }
  } while (script.advance());
  std::sort(accesses.begin(), accesses.end(), [](const Access& left, const Access& right) {
    return std::tie(left.cell, left.write) < std::tie(right.cell, right.write);
  });
  accesses.erase(std::unique(accesses.begin(), accesses.end(),
                             [](const Access& left, const Access& right) {
                               return left.cell == right.cell && left.write == right.write;
                             }),
                 accesses.end());
  return accesses;
}

}  // namespace raceproof

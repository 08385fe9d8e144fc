#include "models/runner.h"

#include "models/lock.h"
#include "models/synchronise.h"

namespace raceproof {
namespace {

constexpr std::uint32_t rounds_max = 1'000'000;

}  // namespace

Runner::Runner(const Machine& machine, State& state, std::uint32_t thread, Script& script,
               Recorder* recorder)
    : machine_(machine),
      program_(machine.program()),
      state_(state),
      thread_(thread),
      code_(thread < program_.threads.size() ? program_.codes[program_.threads[thread].code]
                                             : program_.init),
      frame_(thread < program_.threads.size() ? program_.threads[thread].frame
                                              : program_.init_frame),
      script_(script),
      recorder_(recorder) {
  end_.thread = thread;
}

void Runner::step() {
  const auto at = static_cast<NodeIndex>(state_.cells[program_.threads[thread_].pc_cell]);
  if ((code_[at].points & machine_.model().points) != 0) switch_point_ = true;
  const NodeIndex behind = execute(at);
  if (!failed()) settle(behind);
}

void Runner::merge() {
  const ThreadInfo& thread = program_.threads[thread_];
  const Merging& merging = *thread.merging;
  const auto at = static_cast<NodeIndex>(state_.cells[thread.pc_cell]);
  local(merging.return_cell) = at;
  const NodeIndex entry = code_[at].gil_free ? merging.gil_free : merging.entry;
  if ((code_[entry].points & machine_.model().points) != 0) switch_point_ = true;
  settle(execute(entry));
}

void Runner::begin() {
  settle(0);
}

void Runner::init() {
  in_region_ = true;
  for (NodeIndex at = 0; !failed() && code_[at].kind != NodeKind::end;) at = execute(at);
}

// Control up to the next step happens at once; the position is stored only there, so that no state
// ever stands in between.
void Runner::settle(NodeIndex at) {
  std::int64_t& pc = state_.cells[program_.threads[thread_].pc_cell];
  rounds_ = 0;
  while (!failed()) {
    const Node& node = code_[at];
    if (row(node.kind).is_step) {
      pc = at;
      return;
    }
    if (node.kind == NodeKind::end) {
      pc = pc_ended;
      end_thread(node);
      return;
    }
    if (node.kind == NodeKind::point && (node.points & machine_.model().points) != 0) {
      switch_point_ = true;
    }
    at = execute(at);
  }
}

void Runner::end_thread(const Node& node) {
  for (std::uint32_t i = 0; i < program_.objects.size(); ++i) {
    const SyncObject& object = program_.objects[i];
    const bool is_lock =
        object.kind == SyncObject::Kind::lock || object.kind == SyncObject::Kind::rlock;
    if (!is_lock || machine_.is_removed(i)) continue;
    if (lock::taker(object, state_.cells) == thread_) {
      fail(Fault::ends_holding, node);
    }
  }
}

NodeIndex Runner::run_region(NodeIndex at) {
  in_region_ = true;
  rounds_ = 0;
  while (!failed() && code_[at].kind != NodeKind::region_end) at = execute(at);
  in_region_ = false;
  return code_[at].next;
}

std::int64_t Runner::read(const Operand& operand) {
  if (operand.kind == Operand::Kind::constant) return operand.value;
  std::int64_t& cell = local(static_cast<CellIndex>(operand.value));
  const std::int64_t value = cell;
  if (operand.consumed) cell = 0;
  return value;
}

std::optional<CellIndex> Runner::resolve(const Place& place, const Node& node) {
  if (place.size == 0) return place.cell;
  const std::int64_t index = read(place.index);
  if (index >= 0 && index < std::int64_t{place.size}) {
    return place.cell + static_cast<CellIndex>(index);
  }
  fail(Fault::index, node);
  return std::nullopt;
}

bool Runner::in_range(const Place& place, std::int64_t value, const Node& node) {
  if (value >= place.low && value <= place.high) return true;
  fail(Fault::range, node);
  return false;
}

void Runner::fail(Fault fault, const Node& node) {
  if (failed()) return;
  end_ = {StepEnd::Kind::failed, fault, node.span, thread_};
}

void Runner::record(const Node& node, CellIndex cell, std::int64_t value, std::int64_t before) {
  if (recorder_ == nullptr) return;
  Event event;
  event.kind = node.kind;
  event.op = node.op;
  event.thread = thread_;
  event.in_region = in_region_;
  event.cell = cell;
  event.count = node.count;
  event.value = value;
  event.before = before;
  event.span = node.span;
  recorder_->push_back(event);
}

NodeIndex Runner::execute(NodeIndex at) {
  const Node& node = code_[at];
  if (is_on_object(node.kind)) return execute_object(node);
  if (is_on_reference(node.kind)) return execute_reference(node);
  if (is_on_heap(node.kind)) return execute_heap(node);
  if (is_heap_control(node.kind)) return execute_heap_control(node);
  switch (node.kind) {
    case NodeKind::load:
    case NodeKind::store:
    case NodeKind::update:
    case NodeKind::fetch_add:
    case NodeKind::exchange:
    case NodeKind::compare_exchange: return execute_shared(node);
    case NodeKind::apply: execute_apply(node); return node.next;
    case NodeKind::start:
    case NodeKind::join: return execute_threads(node);
    case NodeKind::choose:
    case NodeKind::either: return execute_choice(node);
    case NodeKind::await: return execute_await(node);
    case NodeKind::atomic:
      if (!in_region_) return run_region(node.next);
      return node.next;
    case NodeKind::cpu:
    case NodeKind::sleep:
    case NodeKind::io:
    case NodeKind::yield: record(node, 0, node.duration_us); return node.next;
    default: return execute_control(node);
  }
}

void Runner::execute_apply(const Node& node) {
  const std::int64_t left = read(node.a);
  const std::int64_t right = read(node.b);
  const Arithmetic result = apply(node.op, left, right);
  if (result.error) {
    fail(*result.error == ArithmeticError::overflow ? Fault::overflow : Fault::division_by_zero,
         node);
    return;
  }
  local(node.destination) = result.value;
  record(node, 0, result.value);
}

// The operands are read before the place's index, since temporaries are consumed by being read and
// the index may be needed by a later node.
NodeIndex Runner::execute_shared(const Node& node) {
  const std::int64_t a = read(node.a);
  const std::int64_t b = read(node.b);
  const std::optional<CellIndex> cell = resolve(node.place, node);
  if (!cell) return node.next;
  std::int64_t& target = state_.cells[*cell];
  const std::int64_t before = target;
  if (node.kind == NodeKind::load) {
    local(node.destination) = before;
    record(node, *cell, before, before);
    return node.next;
  }
  std::int64_t value = a;
  if (node.kind == NodeKind::compare_exchange) {
    local(node.destination) = before == a;
    value = before == a ? b : before;
  } else if (node.kind == NodeKind::update || node.kind == NodeKind::fetch_add) {
    const Arithmetic result = apply(node.op, before, a);
    if (result.error) {
      fail(*result.error == ArithmeticError::overflow ? Fault::overflow : Fault::division_by_zero,
           node);
      return node.next;
    }
    value = result.value;
  }
  record(node, *cell, value, before);
  if (!in_range(node.place, value, node)) return node.next;
  if (node.kind == NodeKind::fetch_add || node.kind == NodeKind::exchange) {
    local(node.destination) = before;
  }
  target = value;
  return node.next;
}

NodeIndex Runner::execute_object(const Node& node) {
  std::int64_t value = read(node.a);
  const std::optional<CellIndex> number = resolve(node.place, node);
  if (!number) return node.next;
  if (node.kind == NodeKind::notify) {
    const std::size_t asleep = synchronise::sleepers(machine_, *number, state_).size();
    if (asleep > 0) value = script_.pick(static_cast<std::uint32_t>(asleep));
  }
  const synchronise::Done done =
      synchronise::take(node.kind, machine_, *number, state_, thread_, value);
  record(node, *number, done.result);
  if (done.fault) {
    fail(*done.fault, node);
    return node.next;
  }
  const bool has_result = node.kind == NodeKind::try_acquire || node.kind == NodeKind::get ||
                          node.kind == NodeKind::condition_sleep;
  if (has_result) local(node.destination) = done.result;
  return node.next;
}

NodeIndex Runner::execute_threads(const Node& node) {
  const std::optional<CellIndex> first = resolve(node.place, node);
  if (!first) return node.next;
  const std::uint32_t count = node.place.size == 0 ? node.count : 1;
  record(node, *first, 0);
  if (recorder_ != nullptr) recorder_->back().count = count;
  if (node.kind == NodeKind::join) return node.next;
  for (std::uint32_t i = *first; i < *first + count; ++i) {
    if (state_.cells[program_.threads[i].pc_cell] != pc_not_started) {
      fail(Fault::second_start, node);
      return node.next;
    }
  }
  for (std::uint32_t i = *first; i < *first + count; ++i) {
    Runner started(machine_, state_, i, script_, recorder_);
    started.begin();
    if (started.failed()) {
      end_ = started.end();
      return node.next;
    }
  }
  return node.next;
}

NodeIndex Runner::execute_choice(const Node& node) {
  if (node.kind == NodeKind::either) {
    const std::vector<NodeIndex>& targets = program_.targets[node.list];
    const std::uint32_t picked = script_.pick(static_cast<std::uint32_t>(targets.size()));
    if (picked >= targets.size()) return node.next;
    record(node, 0, picked);
    return targets[picked];
  }
  const std::vector<std::int64_t>& values = program_.sets[node.list];
  const std::uint32_t picked = script_.pick(static_cast<std::uint32_t>(values.size()));
  if (picked >= values.size()) return node.next;
  const std::int64_t value = values[picked];
  record(node, 0, value);
  if (in_range(node.place, value, node)) local(node.destination) = value;
  return node.next;
}

NodeIndex Runner::execute_await(const Node& node) {
  std::vector<CellIndex> reads;
  const Evaluated condition =
      evaluate(program_.expressions[node.list], state_.cells, frame_, &reads);
  record(node, 0, condition.value);
  if (recorder_ != nullptr) {
    for (const CellIndex cell : reads) {
      Event event;
      event.kind =
          cell < program_.shared_cells ? NodeKind::load : NodeKind::reference_load;
      event.thread = thread_;
      event.in_region = true;
      event.cell = cell;
      event.value = event.before = state_.cells[cell];
      event.span = node.span;
      recorder_->push_back(event);
    }
  }
  if (condition.fault) {
    end_ = {StepEnd::Kind::failed, *condition.fault, condition.span, thread_};
    return node.next;
  }
  return node.region ? run_region(node.next) : node.next;
}

NodeIndex Runner::execute_control(const Node& node) {
  switch (node.kind) {
    case NodeKind::move: {
      const std::int64_t value = read(node.a);
      const std::optional<CellIndex> cell = resolve(node.place, node);
      if (cell && in_range(node.place, value, node)) local(*cell) = value;
      return node.next;
    }
    case NodeKind::fetch: {
      const std::optional<CellIndex> cell = resolve(node.place, node);
      if (cell) local(node.destination) = local(*cell);
      return node.next;
    }
    case NodeKind::branch: return read(node.a) != 0 ? node.next : node.otherwise;
    case NodeKind::count_down: {
      std::int64_t& counter = local(node.destination);
      if (counter <= 0) {
        counter = 0;
        return node.otherwise;
      }
      --counter;
      return node.next;
    }
    case NodeKind::for_test: return read(node.a) < read(node.b) ? node.next : node.otherwise;
    case NodeKind::advance: ++local(node.destination); return node.next;
    case NodeKind::round:
      if (++rounds_ > rounds_max) fail(Fault::endless_loop, node);
      return node.next;
    case NodeKind::loop_end: record(node, node.list, 0); return node.next;
    case NodeKind::check_assert:
      if (read(node.a) == 0) fail(Fault::assertion, node);
      return node.next;
    case NodeKind::check_assume:
      if (read(node.a) == 0)
        end_ = {StepEnd::Kind::discarded, Fault::assertion, node.span, thread_};
      return node.next;
    case NodeKind::clear:
      for (std::uint32_t i = 0; i < node.count; ++i) local(node.destination + i) = 0;
      return node.next;
    case NodeKind::fail: fail(node.fault, node); return node.next;
    default: return node.next;
  }
}

}  // namespace raceproof

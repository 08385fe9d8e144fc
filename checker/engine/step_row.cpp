#include "checker/engine/step_row.h"

#include <algorithm>
#include <stdexcept>

#include "models/lock.h"

namespace raceproof::engine {
namespace {

constexpr std::int64_t nobody = -1;

bool is_lock(const SyncObject& object) {
  return object.kind == SyncObject::Kind::lock || object.kind == SyncObject::Kind::rlock;
}

}  // namespace

// Whether the thread may go on depends on who has the GIL and on what its step waits for; what the
// step does depends on the cells that it reads, which the events of the run name. A cell that is
// read because of the value of another one is found too: a row is for equal values of all that was
// read in making it, so every state it is for takes the same way.
StepRow StepRows::row(const State& state, const std::vector<PartId>& ids, std::uint32_t thread) {
  is_read_.assign(parts_.count(), false);
  accesses_ = {};
  StepRow row;
  std::vector<Alternative> alternatives;
  if (machine_.is_running(state, thread)) {
    read(parts_.holder());
    read_readiness(state, thread);
    read_merging(thread);
    std::vector<std::uint32_t> enabled;
    machine_.enabled(state, enabled);
    const bool may_go_on = std::binary_search(enabled.begin(), enabled.end(), thread);
    Recorder events;
    const auto visit = [&](std::uint32_t, State&& after, const StepEnd& end) {
      is_written_.assign(parts_.count(), false);
      for (const Event& event : events) {
        note_event(event);
        if (event.thread == thread) note_access(event);
      }
      note_end_of_threads(state, after);
      if (end.kind == StepEnd::Kind::normal) note_gil(state, after, thread);
      if (dead_ != nullptr) clear_dead(state, after);
      alternatives.push_back({std::move(after), end, is_written_});
      return true;
    };
    if (may_go_on) machine_.expand(state, thread, visit, &events);
  }
  is_read_[parts_.of_thread(thread)] = false;
  for (Alternative& alternative : alternatives) {
    row.outcomes.emplace_back();
    row.outcomes.back().end = alternative.end;
    if (alternative.end.kind != StepEnd::Kind::normal) continue;
    is_written_ = std::move(alternative.is_written);
    row.outcomes.back() = outcome(alternative.state, ids, thread);
  }
  row.accesses = accesses_;
  for (PartIndex part = 0; part < parts_.count(); ++part) {
    if (is_read_[part]) row.reads.push_back(part);
  }
  return row;
}

// A part that was read has a known value, so it is written where that has changed. One that was not
// read may have any value in the other states of the row: it is written where the step writes it,
// changed or not.
Outcome StepRows::outcome(const State& after, const std::vector<PartId>& ids,
                          std::uint32_t thread) {
  Outcome result;
  for (PartIndex part = 0; part < parts_.count(); ++part) {
    const PartId id = parts_.number(part, after);
    const bool is_known = is_read_[part] || part == parts_.of_thread(thread);
    if (is_written_[part] || (is_known && id != ids[part])) {
      result.writes.push_back({part, id});
    } else if (id != ids[part]) {
      throw std::logic_error("a step wrote a part of the state that none of its events names");
    }
  }
  return result;
}

void StepRows::read_everything() {
  is_read_.assign(parts_.count(), true);
}

void StepRows::read_object(std::uint32_t object) {
  read(parts_.of_object(object));
  const SyncObject& read_object = machine_.program().objects[object];
  if (read_object.kind == SyncObject::Kind::condition) read(parts_.of_object(read_object.lock));
}

void StepRows::read_status(std::uint32_t thread) {
  read(parts_.status_of(thread).value_or(parts_.of_thread(thread)));
}

void StepRows::read_locks() {
  for (std::uint32_t i = 0; i < machine_.program().objects.size(); ++i) {
    if (is_lock(machine_.program().objects[i])) read(parts_.of_object(i));
  }
}

// What `Machine::is_ready` looks at.
void StepRows::read_readiness(const State& state, std::uint32_t thread) {
  const Node& node = machine_.next_step(state, thread);
  if (!raceproof::row(node.kind).can_block) return;
  const CellIndex frame = machine_.program().threads[thread].frame;
  if (node.kind == NodeKind::await) {
    std::vector<CellIndex> cells;
    evaluate(machine_.program().expressions[node.list], state.cells, frame, &cells);
    for (const CellIndex cell : cells) read(parts_.of_cell(cell));
    return;
  }
  std::uint32_t first = node.place.cell;
  std::uint32_t count = node.kind == NodeKind::join ? node.count : 1;
  if (node.place.size != 0) {
    const Operand& index = node.place.index;
    const std::int64_t at = index.kind == Operand::Kind::constant
                                ? index.value
                                : state.cells[frame + static_cast<CellIndex>(index.value)];
    if (at < 0 || at >= std::int64_t{node.place.size}) return;
    first += static_cast<std::uint32_t>(at);
    count = 1;
  }
  if (is_on_object(node.kind)) {
    read_object(first);
  } else if (node.kind == NodeKind::join) {
    for (std::uint32_t i = 0; i < count; ++i) read_status(first + i);
  } else {
    read_everything();
  }
}

void StepRows::note_event(const Event& event) {
  switch (event.kind) {
    case NodeKind::load: read(parts_.of_cell(event.cell)); return;
    case NodeKind::store: note_store(event.cell); return;
    case NodeKind::update:
    case NodeKind::fetch_add:
    case NodeKind::exchange:
    case NodeKind::compare_exchange:
    case NodeKind::reference_load:
    case NodeKind::reference_store:
    case NodeKind::allocate: read(parts_.of_cell(event.cell)); return;
    case NodeKind::enqueue: note_enqueue(event); return;
    case NodeKind::start:
    case NodeKind::join:
      for (std::uint32_t i = event.cell; i < event.cell + event.count; ++i) {
        read_status(i);
        if (event.kind == NodeKind::start) is_written_[parts_.of_thread(i)] = true;
      }
      return;
    case NodeKind::apply:
    case NodeKind::choose:
    case NodeKind::either:
    case NodeKind::await:
    case NodeKind::cpu:
    case NodeKind::sleep:
    case NodeKind::io:
    case NodeKind::yield:
    case NodeKind::take_queued:  // `read_merging` has what it reads
    case NodeKind::loop_end: return;
    default:
      if (is_on_object(event.kind)) {
        read_object(event.cell);
      } else if (is_on_heap(event.kind)) {
        note_heap(event);
      } else {
        read_everything();
      }
  }
}

// A step with a pointer that holds no object names no cell of one, and reads none.
void StepRows::note_heap(const Event& event) {
  if (event.cell < machine_.program().visible_cells()) read(parts_.of_cell(event.cell));
}

// The event does not tell whose queue takes the object.
void StepRows::note_enqueue(const Event& event) {
  note_heap(event);
  for (std::uint32_t i = 0; i < machine_.program().threads.size(); ++i) {
    if (!machine_.program().threads[i].merging) continue;
    read_status(i);
    read_merging(i);
  }
}

// What was queued for the thread is an alternative of its every step, and control looks at it.
void StepRows::read_merging(std::uint32_t thread) {
  const std::optional<Merging>& merging = machine_.program().threads[thread].merging;
  if (!merging) return;
  read_object(merging->queue);
  read_object(merging->taken);
}

// Where a part has other cells too, what it becomes depends on them.
void StepRows::note_store(CellIndex cell) {
  const PartIndex part = parts_.of_cell(cell);
  is_written_[part] = true;
  if (!parts_.is_single_cell(part)) read(part);
}

void StepRows::note_access(const Event& event) {
  const bool is_write = event.kind == NodeKind::store;
  if (!is_write && event.kind != NodeKind::load) return;
  if (event.cell >= machine_.program().shared_cells) return;
  if (machine_.program().variable_of(event.cell).is_atomic) return;
  const std::uint64_t bit = std::uint64_t{1} << (event.cell % 64);
  (event.in_region ? accesses_.region : accesses_.plain)[is_write ? 1 : 0] |= bit;
}

// A thread that ends must hold no lock, and its end is seen by who joins it.
void StepRows::note_end_of_threads(const State& before, const State& after) {
  for (std::uint32_t thread = 0; thread < machine_.program().threads.size(); ++thread) {
    const CellIndex pc = machine_.program().threads[thread].pc_cell;
    if (before.cells[pc] == after.cells[pc] || after.cells[pc] >= 0) continue;
    read_locks();
  }
  for (std::uint32_t thread = 0; thread < machine_.program().threads.size(); ++thread) {
    const auto status = parts_.status_of(thread);
    const CellIndex pc = machine_.program().threads[thread].pc_cell;
    if (status && before.cells[pc] != after.cells[pc]) is_written_[*status] = true;
  }
}

// Of those that have moved: of the thread itself, and of those that it has started.
void StepRows::clear_dead(const State& before, State& after) const {
  for (std::uint32_t thread = 0; thread < machine_.program().threads.size(); ++thread) {
    const CellIndex pc = machine_.program().threads[thread].pc_cell;
    if (before.cells[pc] != after.cells[pc]) dead_->clear(after, thread);
  }
}

// Behind the step the GIL is given up where its holder cannot go on: the thread itself, or another
// one, where the step was one inside `allow_threads`.
void StepRows::note_gil(const State& before, const State& after, std::uint32_t thread) {
  if (machine_.is_running(after, thread)) read_readiness(after, thread);
  is_written_[parts_.holder()] = true;
  const std::int64_t holder = before.cells[machine_.program().holder_cell];
  if (holder == nobody || holder == std::int64_t{thread}) return;
  const auto other = static_cast<std::uint32_t>(holder);
  read(parts_.of_thread(other));
  if (machine_.is_running(after, other)) read_readiness(after, other);
}

}  // namespace raceproof::engine

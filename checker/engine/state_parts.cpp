#include "checker/engine/state_parts.h"

#include <algorithm>
#include <limits>

namespace raceproof::engine {
namespace {

// Of a program with more shared cells than this each variable is one part, arrays as a whole.
constexpr CellIndex single_cells_max = 4096;
constexpr PartIndex none = std::numeric_limits<PartIndex>::max();

// Where the cells of an object end: at the next thing's first cell.
CellIndex end_of(const Program& program, CellIndex first) {
  auto end = static_cast<CellIndex>(program.initial.size());
  const auto limit = [&](CellIndex cell) {
    if (cell > first) end = std::min(end, cell);
  };
  for (const SyncObject& object : program.objects) limit(object.cell);
  for (const ThreadInfo& thread : program.threads) {
    limit(thread.pc_cell);
    limit(thread.frame);
  }
  for (const HeapObject& object : program.heap) limit(object.cell);
  limit(program.holder_cell);
  limit(program.init_frame);
  return end;
}

std::vector<CellIndex> cells_from(CellIndex first, CellIndex end) {
  std::vector<CellIndex> cells;
  for (CellIndex cell = first; cell < end; ++cell) cells.push_back(cell);
  return cells;
}

}  // namespace

StateParts::StateParts(const Program& program)
    : program_(&program),
      part_of_cell_(program.initial.size(), none),
      status_(program.threads.size()) {
  for (const ThreadInfo& thread : program.threads) {
    std::vector<CellIndex> cells = cells_from(thread.frame, thread.frame + thread.frame_size);
    cells.insert(cells.begin(), thread.pc_cell);
    add(Kind::fixed, std::move(cells));
  }
  add_variables();
  for (const SharedReference& reference : program.references) {
    for (std::uint32_t i = 0; i < reference.size; ++i) add(Kind::fixed, {reference.cell + i});
  }
  for (const HeapObject& object : program.heap) {
    add(Kind::fixed, cells_from(object.cell, object.cell + heap::cells));
  }
  add(Kind::fixed, {program.holder_cell});
  for (const SyncObject& object : program.objects) {
    const bool is_queue = object.kind == SyncObject::Kind::queue;
    const PartIndex part = add(is_queue ? Kind::queue : Kind::fixed,
                               cells_from(object.cell, end_of(program, object.cell)));
    if (is_queue) queues_.push_back(part);
  }
  std::vector<CellIndex> rest;
  for (CellIndex cell = 0; cell < part_of_cell_.size(); ++cell) {
    if (part_of_cell_[cell] == none) rest.push_back(cell);
  }
  add(Kind::fixed, std::move(rest));
  tail_ = add(Kind::tail, {});
  add_statuses();
}

PartIndex StateParts::add(Kind kind, std::vector<CellIndex> cells) {
  const PartIndex part = count();
  if (kind != Kind::status) {
    for (const CellIndex cell : cells) part_of_cell_[cell] = part;
  }
  parts_.push_back({kind, std::move(cells), {}});
  return part;
}

void StateParts::add_variables() {
  const bool is_single = program_->shared_cells <= single_cells_max;
  for (const SharedVariable& variable : program_->variables) {
    if (!is_single) add(Kind::fixed, cells_from(variable.cell, variable.cell + variable.size));
    for (std::uint32_t i = 0; is_single && i < variable.size; ++i) {
      add(Kind::fixed, {variable.cell + i});
    }
  }
}

void StateParts::add_statuses() {
  std::vector<bool> is_wanted;
  for (const ThreadInfo& thread : program_->threads)
    is_wanted.push_back(thread.merging.has_value());
  for (const Code& code : program_->codes) {
    for (const Node& node : code) {
      if (node.kind != NodeKind::start && node.kind != NodeKind::join) continue;
      const std::uint32_t count = node.place.size == 0 ? node.count : node.place.size;
      for (std::uint32_t i = 0; i < count; ++i) is_wanted[node.place.cell + i] = true;
    }
  }
  for (std::uint32_t thread = 0; thread < is_wanted.size(); ++thread) {
    if (is_wanted[thread]) status_[thread] = add(Kind::status, {program_->threads[thread].pc_cell});
  }
}

std::uint64_t StateParts::memory_bytes() const {
  std::uint64_t bytes = 0;
  for (const Part& part : parts_) bytes += part.values.memory_bytes();
  return bytes;
}

PartIndex StateParts::of_object(std::uint32_t object) const {
  return of_cell(program_->objects[object].cell);
}

std::size_t StateParts::first_item(PartIndex part, const State& state) const {
  std::size_t first = program_->initial.size();
  for (const PartIndex queue : queues_) {
    if (queue == part) break;
    first += static_cast<std::size_t>(state.cells[parts_[queue].cells[0]]);
  }
  return first;
}

void StateParts::read(PartIndex part, const State& state) {
  const Part& read = parts_[part];
  value_.cells.clear();
  for (const CellIndex cell : read.cells) value_.cells.push_back(state.cells[cell]);
  if (read.kind == Kind::status) {
    value_.cells[0] = std::min<std::int64_t>(value_.cells[0], 0);
  } else if (read.kind != Kind::fixed) {
    const auto first = state.cells.begin() + static_cast<std::ptrdiff_t>(first_item(part, state));
    const auto end =
        read.kind == Kind::tail ? state.cells.end() : first + state.cells[read.cells[0]];
    value_.cells.insert(value_.cells.end(), first, end);
  }
}

PartId StateParts::number(PartIndex part, const State& state) {
  read(part, state);
  return parts_[part].values.insert(value_).first;
}

bool StateParts::restore_value(PartIndex part, const State& value, PartId id) {
  const Part& known = parts_[part];
  const std::size_t fixed = known.cells.size();
  const std::size_t cells = value.cells.size();
  const bool has_items = known.kind == Kind::queue || known.kind == Kind::tail;
  if (cells < fixed || (cells > fixed && !has_items)) return false;
  if (known.kind == Kind::queue && static_cast<std::int64_t>(cells - fixed) != value.cells[0]) {
    return false;
  }
  return parts_[part].values.insert(value) == std::pair<explore::StateIndex, bool>(id, true);
}

void StateParts::encode(const State& state, std::vector<PartId>& ids) {
  ids.resize(parts_.size());
  for (PartIndex part = 0; part < count(); ++part) ids[part] = number(part, state);
}

void StateParts::decode(const std::vector<PartId>& ids, State& state) const {
  State value;
  state.cells.resize(program_->initial.size());
  const auto append_items = [&](PartIndex part, std::size_t fixed) {
    parts_[part].values.decode(ids[part], value);
    state.cells.insert(state.cells.end(), value.cells.begin() + static_cast<std::ptrdiff_t>(fixed),
                       value.cells.end());
  };
  for (PartIndex part = 0; part < count(); ++part) {
    const Part& known = parts_[part];
    if (known.kind == Kind::status || known.kind == Kind::tail) continue;
    known.values.decode(ids[part], value);
    for (std::size_t i = 0; i < known.cells.size(); ++i) {
      state.cells[known.cells[i]] = value.cells[i];
    }
  }
  for (const PartIndex queue : queues_) append_items(queue, parts_[queue].cells.size());
  append_items(tail_, 0);
}

}  // namespace raceproof::engine

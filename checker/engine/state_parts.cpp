#include "checker/engine/state_parts.h"

#include <algorithm>
#include <limits>
#include <utility>

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

StateParts::StateParts(const Program& program, AlikeThreads alike)
    : program_(&program),
      alike_(std::move(alike)),
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
  share_numbers();
  note_names();
}

PartIndex StateParts::add(Kind kind, std::vector<CellIndex> cells) {
  const PartIndex part = count();
  if (kind != Kind::status) {
    for (const CellIndex cell : cells) part_of_cell_[cell] = part;
  }
  parts_.emplace_back();
  parts_.back().kind = kind;
  parts_.back().cells = std::move(cells);
  parts_.back().numbered_as = part;
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

void StateParts::share_numbers() {
  for (const std::vector<std::uint32_t>& group : alike_) {
    for (const std::uint32_t thread : group) {
      parts_[of_thread(thread)].numbered_as = of_thread(group[0]);
      if (status_[thread]) parts_[*status_[thread]].numbered_as = *status_[group[0]];
    }
  }
}

void StateParts::note_names() {
  if (alike_.empty()) return;
  for (const std::vector<std::uint32_t>& group : alike_) {
    for (std::size_t i = 0; i + 1 < group.size(); ++i) pairs_.emplace_back(group[i], group[i + 1]);
  }
  parts_[holder()].names = Names::holder;
  naming_.push_back(holder());
  for (std::uint32_t i = 0; i < program_->objects.size(); ++i) {
    const Names names = explore::names_of(program_->objects[i].kind);
    if (names == Names::nobody) continue;
    parts_[of_object(i)].names = names;
    naming_.push_back(of_object(i));
  }
}

// Numbering what one value becomes may give further ones, until all are there.
void StateParts::close(PartIndex part) {
  Part& own = parts_[part];
  const auto threads = static_cast<std::uint32_t>(program_->threads.size());
  State value;
  for (auto id = static_cast<PartId>(own.roles.size() / threads); id < own.values.size(); ++id) {
    own.values.decode(id, value);
    for (std::uint32_t thread = 0; thread < threads; ++thread) {
      own.roles.push_back(explore::role_in(own.names, value.cells, thread));
    }
    for (const auto& [one, other] : pairs_) {
      State changed = value;
      explore::exchange_threads(own.names, changed.cells, one, other);
      own.exchanged.push_back(own.values.insert(changed).first);
    }
  }
}

// A hash, and the number, so that no two are equal. Numbers that are too great for their bits go
// behind all others.
void StateParts::add_rank(PartIndex part, PartId id) {
  constexpr std::uint64_t behind = std::uint64_t{1} << 63;
  std::uint64_t hash = 0;
  for (const std::int64_t cell : value_.cells) {
    hash = (hash ^ static_cast<std::uint64_t>(cell)) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 29;
  }
  const std::uint64_t short_rank = (hash >> short_rank_bits << short_rank_bits | id) & ~behind;
  parts_[part].ranks.push_back(id >> short_rank_bits == 0 ? short_rank : behind | id);
}

std::uint64_t StateParts::memory_bytes() const {
  std::uint64_t bytes = 0;
  for (const Part& part : parts_) {
    bytes += part.values.memory_bytes() + part.roles.capacity() + 4 * part.exchanged.capacity() +
             8 * part.ranks.capacity();
  }
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
  const auto [id, is_new] = store(part).insert(value_);
  if (is_new) note_new(part, id);
  return id;
}

// `value_` is the value.
void StateParts::note_new(PartIndex part, PartId id) {
  if (alike_.empty()) return;
  if (parts_[part].names != Names::nobody) close(part);
  if (part < program_->threads.size()) add_rank(parts_[part].numbered_as, id);
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
  value_ = value;
  const auto [number, is_new] = store(part).insert(value_);
  if (number != id) return false;
  if (is_new) note_new(part, id);
  // It may be there already: of a part that shares its numbers, or as what another value becomes.
  return is_new || known.numbered_as != part || known.names != Names::nobody;
}

void StateParts::encode(const State& state, std::vector<PartId>& ids) {
  ids.resize(parts_.size());
  for (PartIndex part = 0; part < count(); ++part) ids[part] = number(part, state);
}

void StateParts::decode(const std::vector<PartId>& ids, State& state) const {
  State value;
  state.cells.resize(program_->initial.size());
  const auto append_items = [&](PartIndex part, std::size_t fixed) {
    store(part).decode(ids[part], value);
    state.cells.insert(state.cells.end(), value.cells.begin() + static_cast<std::ptrdiff_t>(fixed),
                       value.cells.end());
  };
  for (PartIndex part = 0; part < count(); ++part) {
    const Part& known = parts_[part];
    if (known.kind == Kind::status || known.kind == Kind::tail) continue;
    store(part).decode(ids[part], value);
    for (std::size_t i = 0; i < known.cells.size(); ++i) {
      state.cells[known.cells[i]] = value.cells[i];
    }
  }
  for (const PartIndex queue : queues_) append_items(queue, parts_[queue].cells.size());
  append_items(tail_, 0);
}

}  // namespace raceproof::engine

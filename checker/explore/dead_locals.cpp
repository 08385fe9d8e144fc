#include "checker/explore/dead_locals.h"

#include <algorithm>
#include <set>

#include "checker/explore/destination.h"
#include "models/successors.h"

namespace raceproof::explore {
namespace {

using Cells = std::vector<bool>;

void add(Cells& cells, CellIndex first, std::uint32_t count) {
  for (CellIndex i = first; i < first + std::max<std::uint32_t>(count, 1); ++i) cells[i] = true;
}

void add(Cells& cells, const Operand& operand) {
  if (operand.kind == Operand::Kind::frame) cells[static_cast<std::size_t>(operand.value)] = true;
}

// What the node overwrites without having read it.
void remove_written(const Node& node, Cells& live) {
  if (node.kind == NodeKind::move && node.place.size == 0) live[node.place.cell] = false;
  for (CellIndex i = 0; node.kind == NodeKind::clear && i < node.count; ++i) {
    live[node.destination + i] = false;
  }
  if (writes_destination(node.kind)) live[node.destination] = false;
}

bool add_all(Cells& cells, const Cells& more) {
  bool has_changed = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!more[i] || cells[i]) continue;
    cells[i] = true;
    has_changed = true;
  }
  return has_changed;
}

void add_named(const Expression& expression, const ThreadInfo& thread, Cells& named) {
  using Kind = Expression::Kind;
  if (expression.kind == Kind::cell || expression.kind == Kind::element) {
    const CellIndex count = std::max<std::uint32_t>(expression.size, 1);
    for (CellIndex cell = expression.cell; cell < expression.cell + count; ++cell) {
      if (thread.owns(cell)) named[cell - thread.frame] = true;
    }
  }
  for (const Expression& operand : expression.operands) add_named(operand, thread, named);
}

}  // namespace

DeadLocals::DeadLocals(const Program& program, std::span<const Expression* const> asked)
    : program_(program), live_(program.codes.size()) {
  for (const ThreadInfo& thread : program.threads) {
    std::vector<Cells>& live = live_[thread.code];
    if (live.empty()) live = live_in(program.codes[thread.code], thread.frame_size);
    named_.emplace_back(thread.frame_size);
    for (const Expression* one : asked) add_named(*one, thread, named_.back());
  }
}

// A loop that counts down ends with zero.
bool DeadLocals::are_possible(const Program& program) {
  if (!program.heap.empty() || !program.references.empty()) return false;
  return std::any_of(program.codes.begin(), program.codes.end(), [](const Code& code) {
    std::set<CellIndex> counters;
    for (const Node& node : code) {
      if (node.kind == NodeKind::count_down) counters.insert(node.destination);
    }
    return std::any_of(code.begin(), code.end(), [&](const Node& node) {
      return node.kind == NodeKind::move && counters.count(node.place.cell) == 0;
    });
  });
}

// The least solution, from the ends of the code backwards.
std::vector<DeadLocals::Cells> DeadLocals::live_in(const Code& code, std::size_t frame_size) const {
  std::vector<Cells> live(code.size(), Cells(frame_size));
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    for (std::size_t node = code.size(); node-- > 0;) {
      Cells before(frame_size);
      for (const NodeIndex next : successors(program_, code[node])) add_all(before, live[next]);
      remove_written(code[node], before);
      add_uses(code[node], before);
      has_changed = add_all(live[node], before) || has_changed;
    }
  }
  return live;
}

// Whether a step of a `native` block was taken is asked from outside, too.
void DeadLocals::add_uses(const Node& node, Cells& live) const {
  for (const Operand* operand : {&node.a, &node.b, &node.c}) add(live, *operand);
  if (reads_destination(node.kind)) live[node.destination] = true;
  if (node.native_begun) live[*node.native_begun] = true;
  switch (node.kind) {
    case NodeKind::fetch: add(live, node.place.cell, node.place.size); break;
    case NodeKind::await: add_uses(program_.expressions[node.list], live); break;
    default: break;
  }
  if (node.place.size != 0) add(live, node.place.index);
}

void DeadLocals::add_uses(const Expression& expression, Cells& live) const {
  using Kind = Expression::Kind;
  if (expression.kind == Kind::frame_cell) live[expression.cell] = true;
  if (expression.kind == Kind::frame_element) add(live, expression.cell, expression.size);
  for (const Expression& operand : expression.operands) add_uses(operand, live);
}

void DeadLocals::clear(State& state, std::uint32_t thread) const {
  const ThreadInfo& info = program_.threads[thread];
  const std::int64_t pc = state.cells[info.pc_cell];
  if (pc == pc_not_started) return;
  for (CellIndex cell = 0; cell < info.frame_size; ++cell) {
    const bool is_read = pc != pc_ended && live_[info.code][static_cast<std::size_t>(pc)][cell];
    if (!is_read && !named_[thread][cell]) state.cells[info.frame + cell] = 0;
  }
}

}  // namespace raceproof::explore

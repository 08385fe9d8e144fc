#include "checker/property/waiting.h"

namespace raceproof::property {
namespace {

// The number that the step works on; an index out of bounds has none.
std::optional<std::uint32_t> number_of(const Machine& machine, const State& state,
                                       std::uint32_t thread, const Node& node) {
  if (node.place.size == 0) return node.place.cell;
  const Operand& index = node.place.index;
  std::int64_t value = index.value;
  if (index.kind == Operand::Kind::frame) {
    const CellIndex frame = machine.program().threads[thread].frame;
    value = state.cells[frame + static_cast<CellIndex>(value)];
  }
  if (value < 0 || value >= std::int64_t{node.place.size}) return std::nullopt;
  return node.place.cell + static_cast<std::uint32_t>(value);
}

// The threads of a `join` that have not ended: "the end of a, b".
std::string joined(const Machine& machine, const State& state, std::uint32_t thread) {
  const Program& program = machine.program();
  const Node& node = machine.next_step(state, thread);
  const std::optional<std::uint32_t> first = number_of(machine, state, thread, node);
  if (!first) return "";
  std::string names;
  const std::uint32_t count = node.place.size == 0 ? node.count : 1;
  for (std::uint32_t other = *first; other < *first + count; ++other) {
    if (state.cells[program.threads[other].pc_cell] == pc_ended) continue;
    names += (names.empty() ? " for the end of " : ", ") + program.threads[other].name;
  }
  return names;
}

}  // namespace

std::optional<Waiting> waiting_of(const Machine& machine, const State& state,
                                  std::uint32_t thread) {
  if (!machine.is_running(state, thread)) return std::nullopt;
  const Node& node = machine.next_step(state, thread);
  if (!row(node.kind).can_block) return std::nullopt;
  Waiting waiting{node.kind, node.span, std::nullopt};
  if (!is_on_object(node.kind)) return waiting;
  waiting.object = number_of(machine, state, thread, node);
  if (!waiting.object || machine.is_removed(*waiting.object)) return std::nullopt;
  return waiting;
}

LoopIndex loop_of(const Machine& machine, const State& state, std::uint32_t thread) {
  return machine.is_running(state, thread) ? machine.next_step(state, thread).loop : 0;
}

std::uint32_t depth_of(const Program& program, LoopIndex loop) {
  std::uint32_t depth = 0;
  for (; loop != 0; loop = program.loops[loop].parent) ++depth;
  return depth;
}

LoopIndex loop_at_depth(const Program& program, LoopIndex loop, std::uint32_t depth) {
  for (std::uint32_t at = depth_of(program, loop); at > depth; --at) {
    loop = program.loops[loop].parent;
  }
  return loop;
}

std::string thread_name(const Program& program, std::uint32_t thread) {
  return "T" + std::to_string(thread) + " (" + program.threads[thread].name + ")";
}

std::string wait_sentence(const Machine& machine, const State& state, std::uint32_t thread,
                          const Waiting& waiting) {
  std::string text = "waits for ever at line " + std::to_string(waiting.span.line);
  if (waiting.object) return text + " for " + machine.program().objects[*waiting.object].name;
  if (waiting.kind == NodeKind::join) return text + joined(machine, state, thread);
  return text + " for its condition";
}

}  // namespace raceproof::property

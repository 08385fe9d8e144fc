#include "checker/report/step_text.h"

#include <array>

#include "checker/result/makespan.h"
#include "models/reference_count.h"

namespace raceproof::report {
namespace {

// Comparisons and `not`; `and` and `or` are no steps.
bool gives_boolean(Operator op) { return row(op).precedence >= 3 && row(op).precedence <= 4; }

// Those that read and write a cell at once.
bool is_operation(NodeKind kind) { return row(kind).access == CellAccess::operation; }

bool is_on_threads(NodeKind kind) { return kind == NodeKind::start || kind == NodeKind::join; }

bool takes_time(NodeKind kind) {
  return kind == NodeKind::cpu || kind == NodeKind::sleep || kind == NodeKind::io;
}

// The names of steps that occur side by side are as wide as each other.
std::string padded(std::string_view name) {
  std::string text(name);
  if (text.size() < 5) text.append(5 - text.size(), ' ');
  return text;
}

// "x", or "a[i]" where the index is known only when it runs: the source names it.
std::string place_text(const Place& place, const std::string& first_name) {
  if (place.size == 0) return first_name;
  const std::string base = first_name.substr(0, first_name.find('['));
  if (place.index.kind != Operand::Kind::constant) return base + "[...]";
  return base + "[" + std::to_string(place.index.value) + "]";
}

std::string operand_text(const Operand& operand) {
  return operand.kind == Operand::Kind::constant ? " " + std::to_string(operand.value) : "";
}

std::string pointer_text(const Program& program, std::int64_t pointer) {
  return pointer > 0 ? program.heap[heap::number(pointer)].name : "none";
}

// The others' count and what became of it.
std::string shared_text(std::int64_t shared) {
  constexpr std::array<std::string_view, 4> flags{"", " maybe weak", " queued", " merged"};
  return std::to_string(shared >> 2) + std::string(flags[static_cast<std::size_t>(shared & 3)]);
}

std::string change(const Program& program, const Event& event) {
  return program.cell_name(event.cell) + ": " + cell_value(program, event.cell, event.before) +
         " -> " + cell_value(program, event.cell, event.value);
}

}  // namespace

std::string value_text(std::int64_t value, bool is_boolean) {
  if (is_boolean && (value == 0 || value == 1)) return value != 0 ? "true" : "false";
  return std::to_string(value);
}

std::string cell_value(const Program& program, CellIndex cell, std::int64_t value) {
  if (cell < program.shared_cells) return value_text(value, program.variable_of(cell).is_boolean);
  const auto object = program.heap_object_of(cell);
  if (!object) return pointer_text(program, value);
  const CellIndex field = cell - program.heap[*object].cell;
  if (field == heap::owner) {
    return value == 0 ? "nobody" : thread_text(static_cast<std::uint32_t>(value - 1));
  }
  if (field == heap::shared) return shared_text(value);
  return std::to_string(value);
}

std::string thread_text(std::uint32_t thread) { return "T" + std::to_string(thread); }

std::string thread_text(const Program& program, std::uint32_t thread) {
  return thread < program.threads.size() ? thread_text(thread) : "init";
}

std::string thread_names(const Program& program, std::uint32_t first, std::uint32_t count) {
  const std::string& name = program.threads[first].name;
  return count > 1 ? name.substr(0, name.find('[')) : name;
}

bool is_write(const Event& event) { return row(event.kind).access >= CellAccess::write; }

bool is_access(const Event& event) { return row(event.kind).access != CellAccess::none; }

bool is_store(const Event& event) {
  return row(event.kind).access == CellAccess::write && event.kind != NodeKind::allocate;
}

namespace {

// Steps that traces name by the object, not by one of its fields.
bool is_by_object(NodeKind kind) {
  return kind == NodeKind::allocate || kind == NodeKind::use || kind == NodeKind::free_object ||
         kind == NodeKind::try_incref || kind == NodeKind::refcount || kind == NodeKind::enqueue;
}

std::string object_event_text(const Program& program, const Event& event) {
  const auto object = program.heap_object_of(event.cell);
  const std::string text = std::string(row(event.kind).name) + " " +
                           (object ? program.heap[*object].name : "what holds nothing");
  if (event.kind == NodeKind::refcount) return text + " -> " + std::to_string(event.result);
  if (event.kind == NodeKind::try_incref) return text + " -> " + value_text(event.result, true);
  if (event.kind == NodeKind::enqueue && event.result == 0) return text + " (its owner has ended)";
  return text;
}

// The object or the name that a step will work on, as far as the code tells.
std::string heap_node_text(const Program& program, const Node& node) {
  const std::string name(row(node.kind).name);
  if (node.kind == NodeKind::take_queued) return name;
  if (node.kind == NodeKind::reference_load || node.kind == NodeKind::reference_store) {
    return name + " " + place_text(node.place, program.cell_name(node.place.cell));
  }
  if (node.kind == NodeKind::allocate) {
    return name + " " + place_text(node.place, program.heap[node.place.cell].name);
  }
  const bool is_known = node.a.kind == Operand::Kind::constant && node.a.value > 0;
  const std::string object = is_known ? pointer_text(program, node.a.value) : "object";
  if (is_by_object(node.kind)) return name + " " + object;
  const Counting counting =
      is_known ? program.heap[heap::number(node.a.value)].counting : Counting::plain;
  const heap::Field field = reference_count::field_of(node.kind, counting);
  return name + " " + object + std::string(heap::suffixes[field]);
}

}  // namespace

std::string event_text(const Program& program, const Event& event) {
  const std::string name(row(event.kind).name);
  const auto value = [&] { return cell_value(program, event.cell, event.value); };
  if (is_by_object(event.kind)) return object_event_text(program, event);
  if (row(event.kind).access == CellAccess::read) {
    return padded(name) + " " + program.cell_name(event.cell) + " -> " + value();
  }
  if (is_store(event)) {
    return padded(name) + " " + program.cell_name(event.cell) + " <- " + value();
  }
  if (event.kind == NodeKind::apply) {
    const std::string result = value_text(event.value, gives_boolean(event.op));
    return padded(row(event.op).step_name) + " -> " + result;
  }
  if (is_operation(event.kind)) return name + " " + change(program, event);
  if (is_on_object(event.kind)) {
    const std::string text = name + " " + program.objects[event.cell].name;
    if (event.kind == NodeKind::try_acquire) return text + " -> " + value_text(event.value, true);
    if (event.kind == NodeKind::get) return text + " -> " + std::to_string(event.value);
    return event.kind == NodeKind::put ? text + " <- " + std::to_string(event.value) : text;
  }
  if (is_on_threads(event.kind)) {
    return name + " " + thread_names(program, event.cell, event.count);
  }
  if (event.kind == NodeKind::choose || event.kind == NodeKind::either) {
    return name + " -> " + std::to_string(event.value);
  }
  if (event.kind == NodeKind::await) return name + " -> " + value_text(event.value != 0, true);
  return takes_time(event.kind) ? name + " " + result::duration_text(event.value) : name;
}

std::string node_text(const Program& program, const Node& node) {
  const std::string name(row(node.kind).name);
  if (node.kind == NodeKind::apply) {
    const std::string step(row(node.op).step_name);
    return row(node.op).arity == 1 ? step : step + operand_text(node.b);
  }
  if (is_on_reference(node.kind) || is_on_heap(node.kind)) return heap_node_text(program, node);
  if (row(node.kind).access != CellAccess::none) {
    const std::string place = place_text(node.place, program.cell_name(node.place.cell));
    if (node.kind != NodeKind::update) return name + " " + place;
    return name + " " + place + " " + std::string(row(node.op).symbol) + "=" + operand_text(node.a);
  }
  if (is_on_object(node.kind)) {
    return name + " " + place_text(node.place, program.objects[node.place.cell].name);
  }
  if (is_on_threads(node.kind)) {
    const std::uint32_t count = node.place.size != 0 ? 1 : node.count;
    return name + " " + place_text(node.place, thread_names(program, node.place.cell, count));
  }
  if (node.kind == NodeKind::choose) {
    const std::size_t values = program.sets[node.list].size();
    return name + " (" + std::to_string(values) + (values == 1 ? " value)" : " values)");
  }
  if (node.kind == NodeKind::either) {
    return name + " (" + std::to_string(program.targets[node.list].size()) + " ways)";
  }
  return takes_time(node.kind) ? name + " " + result::duration_text(node.duration_us) : name;
}

std::uint32_t place_number(const Machine& machine, const State& state, std::uint32_t thread,
                           const Node& node) {
  const Operand& index = node.place.index;
  if (node.place.size == 0) return node.place.cell;
  std::int64_t value = index.value;
  if (index.kind == Operand::Kind::frame) {
    value = state.cells[machine.program().threads[thread].frame + static_cast<CellIndex>(value)];
  }
  const bool exists = value >= 0 && value < std::int64_t{node.place.size};
  return node.place.cell + (exists ? static_cast<std::uint32_t>(value) : 0);
}

std::string next_text(const Machine& machine, const State& state, std::uint32_t thread) {
  Node node = machine.next_step(state, thread);
  if (node.place.size != 0) {
    const std::uint32_t number = place_number(machine, state, thread, node);
    node.place.index = {Operand::Kind::constant, false, std::int64_t{number} - node.place.cell};
  }
  return node_text(machine.program(), node);
}

}  // namespace raceproof::report

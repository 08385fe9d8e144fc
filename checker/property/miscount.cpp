#include "checker/property/miscount.h"

#include <array>

#include "models/reference_count.h"

namespace raceproof::property {
namespace {

constexpr std::array<MiscountRow, 3> table{{
    {Miscount::Kind::wrong_count, "wrong count"},
    {Miscount::Kind::leak, "leak"},
    {Miscount::Kind::freed_while_held, "freed while held"},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].kind) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order());

std::optional<Miscount> judge(const Program& program, std::uint32_t number, const State& state,
                              bool is_final) {
  const HeapObject& object = program.heap[number];
  if (object.counting == Counting::immortal) return std::nullopt;
  Miscount found;
  found.object = number;
  found.count = heap::count_of(object, state.cells);
  const std::int64_t out = state.cells[object.cell + heap::references];
  found.references = out;
  const auto life = static_cast<heap::Life>(state.cells[object.cell + heap::life]);
  if (is_final && life == heap::Life::allocated && out == 0) {
    found.kind = Miscount::Kind::leak;
    return found;
  }
  if (is_final && life == heap::Life::freed && out > 0) {
    found.kind = Miscount::Kind::freed_while_held;
    return found;
  }
  found.references += reference_count::times_queued(program, number, state);
  if (found.count == found.references) return std::nullopt;
  return found;
}

}  // namespace

const MiscountRow& row(Miscount::Kind kind) { return table[static_cast<std::size_t>(kind)]; }

std::optional<Miscount> find_miscount(const Machine& machine, const State& state, bool is_final) {
  const Program& program = machine.program();
  if (!reference_count::is_quiet(machine, state)) return std::nullopt;
  for (std::uint32_t object = 0; object < program.heap.size(); ++object) {
    if (const auto found = judge(program, object, state, is_final)) return found;
  }
  return std::nullopt;
}

}  // namespace raceproof::property

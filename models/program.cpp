#include "models/program.h"

#include <algorithm>

namespace raceproof {

const SharedVariable& Program::variable_of(CellIndex cell) const {
  const auto behind = std::upper_bound(
      variables.begin(), variables.end(), cell,
      [](CellIndex wanted, const SharedVariable& variable) { return wanted < variable.cell; });
  return *(behind - 1);
}

CellIndex Program::visible_cells() const {
  if (!heap.empty()) return heap.back().cell + heap::cells;
  if (!references.empty()) return references.back().cell + references.back().size;
  return shared_cells;
}

std::optional<std::uint32_t> Program::heap_object_of(CellIndex cell) const {
  if (heap.empty() || cell < heap.front().cell || cell >= visible_cells()) return std::nullopt;
  return (cell - heap.front().cell) / heap::cells;
}

std::string Program::cell_name(CellIndex cell) const {
  const auto named = [cell](const auto& one) {
    if (!one.is_array) return one.name;
    return one.name + "[" + std::to_string(cell - one.cell) + "]";
  };
  if (cell < shared_cells) return named(variable_of(cell));
  if (const auto object = heap_object_of(cell)) {
    const HeapObject& found = heap[*object];
    return found.name + std::string(heap::suffixes[cell - found.cell]);
  }
  for (const SharedReference& reference : references) {
    if (cell >= reference.cell && cell < reference.cell + reference.size) return named(reference);
  }
  return "";
}

}  // namespace raceproof

#include "models/program.h"

#include <algorithm>

namespace raceproof {

const SharedVariable& Program::variable_of(CellIndex cell) const {
  const auto behind = std::upper_bound(
      variables.begin(), variables.end(), cell,
      [](CellIndex wanted, const SharedVariable& variable) { return wanted < variable.cell; });
  return *(behind - 1);
}

std::string Program::cell_name(CellIndex cell) const {
  for (const SharedReference& reference : references) {
    if (cell < reference.cell || cell >= reference.cell + reference.size) continue;
    if (!reference.is_array) return reference.name;
    return reference.name + "[" + std::to_string(cell - reference.cell) + "]";
  }
  const SharedVariable& variable = variable_of(cell);
  if (!variable.is_array) return variable.name;
  return variable.name + "[" + std::to_string(cell - variable.cell) + "]";
}

}  // namespace raceproof

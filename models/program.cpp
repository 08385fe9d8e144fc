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
  const SharedVariable& variable = variable_of(cell);
  if (!variable.is_array) return variable.name;
  return variable.name + "[" + std::to_string(cell - variable.cell) + "]";
}

}  // namespace raceproof

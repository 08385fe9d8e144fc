#include "checker/prove/observed_cells.h"

namespace raceproof::prove {

void collect_cells(const Expression& e, std::vector<CellIndex>& cells) {
  if (e.kind == Expression::Kind::cell) cells.push_back(e.cell);
  if (e.kind == Expression::Kind::element) {
    for (CellIndex i = 0; i < e.size; ++i) cells.push_back(e.cell + i);
  }
  for (const Expression& operand : e.operands) collect_cells(operand, cells);
}

std::vector<CellIndex> observed_locals(const Program& program,
                                       const std::vector<const property::Property*>& properties,
                                       const std::vector<property::Observed>* observed) {
  std::vector<CellIndex> cells;
  const auto add = [&](const std::vector<property::Observed>& all) {
    for (const property::Observed& one : all) collect_cells(one.expression, cells);
  };
  for (const property::Property* property : properties) {
    for (const Expression& e : property->expressions) collect_cells(e, cells);
    add(property->observed);
  }
  if (observed != nullptr) add(*observed);
  std::erase_if(cells, [&](CellIndex cell) { return cell < program.shared_cells; });
  return cells;
}

}  // namespace raceproof::prove

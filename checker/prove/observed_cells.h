// Which cells properties read.
#pragma once

#include <vector>

#include "checker/property/property.h"
#include "models/program.h"

namespace raceproof::prove {

void collect_cells(const Expression& expression, std::vector<CellIndex>& cells);

/// The cells of locals that the properties, or what is observed (perhaps null), read.
std::vector<CellIndex> observed_locals(const Program& program,
                                       const std::vector<const property::Property*>& properties,
                                       const std::vector<property::Observed>* observed);

}  // namespace raceproof::prove

// What stands at the end of a trace, in sentences: the failing line, the circular wait, the two
// accesses of a data race, the condition that is false.
#pragma once

#include <string>
#include <vector>

#include "checker/report/subject.h"
#include "checker/result/result.h"

namespace raceproof::report {

/// `property` may be null: then only the ending itself is told.
std::vector<std::string> end_sentences(const Subject& subject, const result::ModelResult& model,
                                       const property::Property* property,
                                       const result::Trace& trace);

/// "x = 1, worker[0].r = 0": the cells that an expression reads, with their values in the state.
std::string values_read(const Program& program, const std::vector<CellIndex>& cells,
                        const State& state);

/// The two accesses of a data race in a state; empty if there are none.
std::string data_race(const Machine& machine, const State& state);

}  // namespace raceproof::report

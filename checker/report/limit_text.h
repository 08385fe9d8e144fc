// What is told of a search that a limit ended: what it saw, what makes it large, what to try.
#pragma once

#include <string>
#include <vector>

#include "checker/report/subject.h"
#include "checker/result/result.h"

namespace raceproof::report {

/// What was seen, and what makes the states many: a line each. Nothing where no limit ended it.
std::vector<std::string> limit_lines(const result::ModelResult& model);

/// What may help where a search did not come to an end, or nothing.
std::string advice(const Subject& subject, const result::Result& result,
                   const result::ModelResult& model);

}  // namespace raceproof::report

// JUnit XML for test servers: one case per scenario, property and model. A property NOT as stated
// is a failure with the trace as its body; an undecided one is an error, never passed.
#pragma once

#include <string>

#include "checker/report/file_report.h"

namespace raceproof::report {

std::string junit_xml(const BatchReport& report);

}  // namespace raceproof::report

// Annotations for GitHub's workflows: what is not as stated, at the line of the property.
#pragma once

#include <string>

#include "checker/report/file_report.h"

namespace raceproof::report {

/// One `::error file=...,line=...,col=...,title=...::message` a line.
std::string github_annotations(const BatchReport& report);

}  // namespace raceproof::report

// What the machine formats render: the answers about a batch of files, and what kept files from
// being answered.
#pragma once

#include <string>
#include <vector>

#include "checker/report/subject.h"
#include "checker/result/result.h"

namespace raceproof::report {

/// A file that could not be read (line 0) or is no scenario.
struct InputError {
  std::string file;
  SourceSpan span;
  std::string message;
  std::string help;
};

struct FileReport {
  Subject subject;
  result::Result result;
};

struct BatchReport {
  std::vector<FileReport> files;
  std::vector<InputError> errors;
  std::vector<std::string> not_checked;  ///< files that were left out because the run was stopped
};

}  // namespace raceproof::report

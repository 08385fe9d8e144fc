// The answer of `check` for people: a row per property, a column per model, and below them whatever
// is not as the file states it, with its trace.
#pragma once

#include <string>

#include "checker/report/standing.h"
#include "checker/report/trace_text.h"

namespace raceproof::report {

/// The whole block of one file.
std::string check_text(const Subject& subject, const result::Result& result,
                       const TextOptions& options);

/// The same in one line, for a file among many where everything is as stated.
std::string check_line(const Subject& subject, const result::Result& result,
                       const TextOptions& options);

/// "4 files: 3 as stated, 1 NOT as stated".
struct BatchTotals {
  std::size_t files = 0;
  std::size_t wrong = 0;
  std::size_t undecided = 0;
  std::size_t unreadable = 0;  ///< or not a scenario
  std::size_t left_out = 0;    ///< not checked because the run was stopped
};
std::string batch_line(const BatchTotals& totals, const TextOptions& options);

/// "finally x == 2*N fails without m", as the file states it.
std::string claim_text(const property::Property& property,
                       const std::vector<std::string>& removed);

}  // namespace raceproof::report

// JSON for programs: one document a call, versioned; `schema/raceproof.schema.json` says what is in
// it. Text may change from version to version, this may not.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checker/report/explanation.h"
#include "checker/report/file_report.h"

namespace raceproof::report {

/// The answer of `check`.
std::string check_json(const BatchReport& report, int exit_code);

/// The answer of `outcomes`, about one file.
std::string outcomes_json(const FileReport& report);

/// The answer of `explain`.
std::string explain_json(const Subject& subject, const Explanation& explanation);

/// The answer of `replay`.
std::string replay_json(const Subject& subject, const ReplayReport& report);

/// The answer of any other command about a file that could not be asked.
std::string errors_json(std::string_view command, const std::vector<InputError>& errors);

/// The schedule (and where it has them, the model and the removed locks) out of a document that
/// `explain_json` or `replay_json` wrote; or what is wrong with it.
struct SavedTrace {
  std::string schedule;
  std::string model;
  std::vector<std::string> removed;
};
std::variant<SavedTrace, std::string> read_saved_trace(std::string_view document);

}  // namespace raceproof::report

// Scenario files on a command line: found, read, and made ready to be asked.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checker/report/file_report.h"
#include "tools/exit_code.h"

namespace raceproof::tools {

/// Why a file cannot be asked.
struct InputFailure {
  ExitCode code = ExitCode::scenario;
  std::vector<report::InputError> errors;
  std::string rendered;  ///< for people
};

/// The files meant: each as it is, folders as the `*.race` files in them, sorted by path, but for
/// folders called `rejected` (they hold files that are wrong on purpose) unless named themselves.
/// Throws UsageError where a folder has none.
std::vector<std::string> find_files(const std::vector<std::string>& names);

/// The text of a file; `-` is standard input.
std::variant<std::string, InputFailure> read_source(const std::string& file);

/// Reads and lowers one. Constants that it does not have are a UsageError.
std::variant<report::Subject, InputFailure> open_scenario(
    const std::string& file, const std::map<std::string, std::int64_t>& constants);

/// Diagnostics as an InputFailure.
InputFailure wrong_scenario(const std::string& file, std::string_view source,
                            const std::vector<lang::Diagnostic>& diagnostics);

/// Prints why a file cannot be asked: on stderr, and with `json` as a document on stdout.
ExitCode report_failure(std::string_view command, const InputFailure& failure, bool json);

/// The constants of a source, in order; none if it does not parse.
std::vector<std::string> constants_of(std::string_view source);

/// Throws UsageError, with the nearest name of `known`, unless all `names` are among them.
void require_known(const std::string& what, const std::vector<std::string>& names,
                   const std::vector<std::string>& known);

}  // namespace raceproof::tools

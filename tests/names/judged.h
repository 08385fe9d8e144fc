// A scenario judged by `check_names`, in the form in which the tests state what they expect.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace raceproof::lang {

/// Every diagnostic as "line:column: message", with " | help" behind it where there is any. The
/// source must parse: what the parser finds is given with "parser: " before it.
std::vector<std::string> judged(std::string_view source);

/// The same with the source and what it gives side by side: one row of a table of tests.
struct Case {
  std::string_view source;
  std::vector<std::string> expected;
};

/// Judges every row, each under its source as the name of the trace.
void expect(const std::vector<Case>& cases);

}  // namespace raceproof::lang

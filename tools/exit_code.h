// How a run of the program ends: one table, which `--help` prints and every command returns from.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace raceproof::tools {

enum class ExitCode : int {
  as_stated = 0,
  not_as_stated = 1,
  usage = 2,
  scenario = 3,
  undecided = 4,
  internal = 70,
};

struct ExitCodeRow {
  ExitCode code;
  std::string_view name;
  std::string_view meaning;
};

/// From the worst to the best: over a batch the worst wins.
inline constexpr std::array<ExitCodeRow, 6> exit_codes{{
    {ExitCode::internal, "internal", "two parts of the checker disagree: a bug, never a verdict"},
    {ExitCode::usage, "usage", "wrong command line, an unreadable file, a refused schedule"},
    {ExitCode::scenario, "scenario", "a file is not a scenario"},
    {ExitCode::not_as_stated, "not as stated",
     "a property is not as the file states it; an outcome is impossible"},
    {ExitCode::undecided, "undecided", "a limit was reached before the answer"},
    {ExitCode::as_stated, "as stated", "every property is as the file states it"},
}};

/// The worse of two.
constexpr ExitCode worst(ExitCode a, ExitCode b) {
  const auto rank = [](ExitCode code) {
    return std::find_if(exit_codes.begin(), exit_codes.end(),
                        [&](const ExitCodeRow& row) { return row.code == code; });
  };
  return rank(a) < rank(b) ? a : b;
}

}  // namespace raceproof::tools

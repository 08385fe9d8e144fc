// A schedule: who goes on, step by step. It is all that a trace needs to be run again, and is
// written so that it can be pasted from a bug report: "init:2 T0*464427 T1:2 T0*2".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/machine.h"

namespace raceproof::result {

struct Schedule {
  std::uint32_t init = 0;  ///< which way through `init`
  std::vector<Choice> steps;

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// Runs of a thread are folded ("T0*3"); a step with an alternative other than the first is written
/// "T1:2" and never folded with its neighbours; "init:2" stands first unless it is 0.
std::string to_text(const Schedule& schedule);

/// Reads what `to_text` writes (and "T1:0", "init:0"); or the position (from 0) of the mistake and
/// what is wrong there. More than 100,000,000 steps are refused.
struct ScheduleError {
  std::size_t position = 0;
  std::string message;
};
std::variant<Schedule, ScheduleError> parse_schedule(std::string_view text);

/// How often the thread changes from one step to the next.
std::size_t switches(const Schedule& schedule);

}  // namespace raceproof::result

// The verdict on one `makespan`: a search in time of its own, and every schedule that it finds
// confirmed by the player of decisions. Private to the checker.
#pragma once

#include <functional>
#include <string>

#include "checker/explore/explore.h"
#include "checker/property/property.h"
#include "checker/result/result.h"
#include "models/machine.h"

namespace raceproof {

struct TimedQuestion {
  const Machine& machine;
  const explore::Limits& limits;
  std::function<std::string(explore::Stop)> why;  ///< what to say where the search stops short
  std::function<void(std::uint64_t states, std::uint64_t frontier)> progress;
};

/// Fills verdict, detail, how, warnings, trace and makespan of `answer`. Returns what must never
/// happen, a schedule that is not confirmed, or nothing.
std::string judge_makespan(const TimedQuestion& question, const property::Property& property,
                           result::PropertyResult& answer);

}  // namespace raceproof

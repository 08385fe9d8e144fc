// How much work may go into telling what a search has found, once it is over. Private to the
// checker.
#pragma once

#include <cstdint>

#include "checker/explore/limits.h"

namespace raceproof {

/// The limits of that work. Where time is up or the search was interrupted, what was found is told
/// all the same, as far as that takes a moment; and where much was found, not all of it is. Both
/// are counted and not measured, so that the answer is the same on every machine.
class TellingLimits {
 public:
  /// `limits` are those of the search, and `stop` is how it ended. Work ends for that reason once
  /// it has gone over `states_max` states; states that are far from each other count for more.
  TellingLimits(const explore::Limits& limits, explore::Stop stop, std::uint64_t states_max);
  TellingLimits(const TellingLimits&) = delete;
  TellingLimits& operator=(const TellingLimits&) = delete;

  const explore::Limits& limits() const { return limits_; }
  bool is_used_up() const { return looks_left_ == 0; }

 private:
  void look(std::uint64_t done, std::uint64_t of);

  explore::Limits limits_;
  const explore::Look* look_of_search_;
  explore::Stop stop_;
  std::uint64_t looks_left_;
  const explore::Look look_ = [this](std::uint64_t done, std::uint64_t of) { look(done, of); };
};

}  // namespace raceproof

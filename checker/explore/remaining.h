// What remains to be paid on the way to a target, counted in switches: the measure by which the
// best of all shortest traces is chosen.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace raceproof::explore {

inline constexpr std::uint32_t unreachable = std::numeric_limits<std::uint32_t>::max();

/// What remains to be paid from a state on a shortest way to a target: per thread that could go
/// first, the switches behind its first step. Nothing at a target state itself.
struct Remaining {
  bool is_target = false;
  std::vector<std::pair<std::uint16_t, std::uint32_t>> by_thread;

  void offer(std::uint16_t thread, std::uint32_t cost) {
    for (auto& [known, least] : by_thread) {
      if (known != thread) continue;
      least = std::min(least, cost);
      return;
    }
    by_thread.emplace_back(thread, cost);
  }

  std::uint32_t least() const {
    if (is_target) return 0;
    std::uint32_t result = unreachable;
    for (const auto& [thread, cost] : by_thread) result = std::min(result, cost);
    return result;
  }

  /// The switches still to come where `thread` made the step before.
  std::uint32_t behind(std::uint16_t thread) const {
    if (is_target) return 0;
    std::uint32_t result = least();
    if (result != unreachable) ++result;
    for (const auto& [known, cost] : by_thread) {
      if (known == thread) result = std::min(result, cost);
    }
    return result;
  }
};

}  // namespace raceproof::explore

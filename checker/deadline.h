// Until when several pieces of work that share one `--max-time` may go on.
#pragma once

#include <chrono>
#include <cstdint>

namespace raceproof {

/// A point in time, or never.
class Deadline {
 public:
  /// So many milliseconds from now; never where they are zero.
  explicit Deadline(std::uint64_t time_max_ms);
  /// `time_point::max()` where it never comes.
  std::chrono::steady_clock::time_point end() const { return end_; }
  /// Milliseconds, at least one; zero where there is no limit: what Limits::time_max_ms wants.
  std::uint64_t left_ms() const;

 private:
  std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace raceproof

#include "checker/deadline.h"

#include <algorithm>

namespace raceproof {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

Deadline::Deadline(std::uint64_t time_max_ms) {
  if (time_max_ms == 0) return;
  // A limit beyond a year is none: it must not overflow the clock.
  constexpr std::uint64_t longest = 365ULL * 24 * 3600 * 1000;
  end_ = steady_clock::now() + milliseconds(std::min(time_max_ms, longest));
}

std::uint64_t Deadline::left_ms() const {
  if (end_ == steady_clock::time_point::max()) return 0;
  const auto left = std::chrono::duration_cast<milliseconds>(end_ - steady_clock::now());
  return left.count() > 0 ? static_cast<std::uint64_t>(left.count()) : 1;
}

}  // namespace raceproof

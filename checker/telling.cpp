#include "checker/telling.h"

namespace raceproof {

TellingLimits::TellingLimits(const explore::Limits& limits, explore::Stop stop,
                             std::uint64_t states_max)
    : limits_(limits),
      look_of_search_(limits.look),
      stop_(stop),
      looks_left_(states_max / explore::states_between_looks) {
  limits_.look = &look_;
  if (stop != explore::Stop::time && stop != explore::Stop::interrupted) return;
  limits_.deadline = std::chrono::steady_clock::time_point::max();
  limits_.stop = nullptr;
}

void TellingLimits::look(std::uint64_t done, std::uint64_t of) {
  if (look_of_search_ != nullptr) (*look_of_search_)(done, of);
  if (is_used_up()) throw explore::LimitReached{stop_};
  --looks_left_;
}

}  // namespace raceproof

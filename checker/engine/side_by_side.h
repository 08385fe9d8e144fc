// The same work on several shares, in as many threads.
#pragma once

#include <cstdint>
#include <thread>
#include <vector>

namespace raceproof::engine {

/// Calls work(0) .. work(shares - 1) at once, or one after another where that is not worth while;
/// comes back when all have ended.
template <typename Work>
void side_by_side(std::uint32_t shares, bool is_worth_while, Work work) {
  std::vector<std::jthread> threads;
  for (std::uint32_t share = 1; share < shares; ++share) {
    if (is_worth_while) {
      threads.emplace_back([&work, share] { work(share); });
    } else {
      work(share);
    }
  }
  work(0);
}

}  // namespace raceproof::engine

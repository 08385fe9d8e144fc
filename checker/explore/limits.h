// Where work ends without an answer, and how it comes to know.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

namespace raceproof::explore {

/// Is told how far work has come: so much of so much; nothing of nothing where that is not known.
using Look = std::function<void(std::uint64_t done, std::uint64_t of)>;

/// States are numbered in 32 bits, and one more than the limit is seen.
inline constexpr std::uint64_t numbers_max = 0xffff'fffe;

/// Where a search stops short. Zero means no limit.
struct Limits {
  std::uint64_t states_max = 0;
  std::uint64_t memory_max_bytes = 0;          ///< of this search's own data, while it grows too
  std::uint64_t process_memory_max_bytes = 0;  ///< of the whole process, as the system counts it
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  const std::atomic<bool>* stop = nullptr;
  const Look* look = nullptr;  ///< told by `keep_within`
};

/// Why a search ended.
/// `transitions`: there were out of all proportion more of them than states.
enum class Stop : std::uint8_t {
  complete,
  decided,
  states,
  transitions,
  memory,
  time,
  interrupted
};

/// Thrown by work that a limit has ended; nothing is known of its answer.
struct LimitReached {
  Stop stop = Stop::complete;
};

/// Which limit of time or memory is reached now; `complete` if none is. It takes microseconds.
Stop reached(const Limits& limits);

/// Throws LimitReached where a limit is reached now. All work that can take long and has no partial
/// answer, such as counting, calls it once in a while.
void keep_within(const Limits& limits, std::uint64_t done = 0, std::uint64_t of = 0);

/// Whether the process may take so many bytes more; to be asked before a large block is taken.
bool has_room(const Limits& limits, std::uint64_t bytes);

/// Throws LimitReached where it may not.
void keep_room(const Limits& limits, std::uint64_t bytes);

/// After how many states a pass over all states calls it.
constexpr std::uint32_t states_between_looks = 1024;

}  // namespace raceproof::explore

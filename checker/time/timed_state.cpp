#include "checker/time/timed_state.h"

namespace raceproof::timed {
namespace {

constexpr std::size_t cells_per_thread = 3;
constexpr std::size_t cells_of_gil = 3;

std::int64_t number(const std::optional<std::uint32_t>& thread) {
  return thread ? std::int64_t{*thread} : -1;
}

std::optional<std::uint32_t> thread_of(std::int64_t number) {
  if (number < 0) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

}  // namespace

void pack(const TimedState& state, State& packed) {
  packed.cells = state.machine.cells;
  for (const ThreadTime& thread : state.threads) {
    packed.cells.insert(packed.cells.end(),
                        {thread.left_us, thread.ran_us, thread.has_processor ? 1 : 0});
  }
  packed.cells.insert(packed.cells.end(),
                      {number(state.owner), number(state.heir), state.heir_left_us});
}

void unpack(const State& packed, std::size_t thread_count, TimedState& state) {
  const std::size_t behind = cells_per_thread * thread_count + cells_of_gil;
  const auto first = packed.cells.end() - static_cast<std::ptrdiff_t>(behind);
  state.machine.cells.assign(packed.cells.begin(), first);
  state.threads.resize(thread_count);
  auto at = first;
  for (ThreadTime& thread : state.threads) {
    thread.left_us = *at++;
    thread.ran_us = *at++;
    thread.has_processor = *at++ != 0;
  }
  state.owner = thread_of(*at++);
  state.heir = thread_of(*at++);
  state.heir_left_us = *at;
}

}  // namespace raceproof::timed

// A move with its relation between states: what searches apply forwards, and invert to find a way.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "checker/prove/acceleration.h"
#include "checker/prove/presburger.h"
#include "checker/result/schedule.h"

namespace raceproof::prove {

/// Where all threads stand.
using LocationVector = std::vector<LocationIndex>;
using StateSets = std::map<LocationVector, Set>;

struct PlacedMove {
  Move move;
  Relation relation;
  bool is_at_once = false;  ///< a failure that comes without a step
};

/// The states that a way to begin stands for: one, but where a constant is left open.
Set start_set(const Presburger& in, const TransitionSystem& system, const Start& start);

PlacedMove placed(const Presburger& in, Move move, bool is_at_once = false);

/// Whether it begins at these locations and no thread keeps it from going on.
bool may_take(const TransitionSystem& system, const PlacedMove& placed, const LocationVector& at);
LocationVector behind(const PlacedMove& placed, LocationVector at);

/// The least number of rounds that leads from one state to another.
std::uint64_t rounds_between(const Presburger& in, const PlacedMove& placed,
                             const std::vector<Wide>& from, const std::vector<Wide>& to);

/// Whether no thread but perhaps one may run there, and which.
std::optional<std::uint32_t> exclusive_thread(const TransitionSystem& system,
                                              const LocationVector& at);
/// The states in which no thread has failed at once, without a step.
Set without_failed(const Presburger& in, const TransitionSystem& system, const LocationVector& at,
                   const Set& states);
/// Whether a thread has failed, or the execution was discarded.
bool has_failed(const TransitionSystem& system, const LocationVector& at);

/// A move that was taken so many times.
struct Taken {
  const Move* move = nullptr;
  std::uint64_t rounds = 1;
};

/// The schedule of the moves from a start. Throws BudgetSpent where it is too long to be replayed.
result::Schedule schedule_of(const TransitionSystem& system, const LocationVector& start,
                             const std::vector<Wide>& values, const std::vector<Taken>& moves);

}  // namespace raceproof::prove

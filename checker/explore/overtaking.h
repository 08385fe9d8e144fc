// Bounded overtaking: how often others can get through where a thread waits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "checker/explore/limits.h"
#include "checker/explore/state_space.h"

namespace raceproof::explore {

/// How often one thread can overtake another one that waits. A thread waits from when it comes to a
/// blocking step until it takes it, whether it is blocked or not, and from its first step in a
/// `while` with a test until control has passed the end. It is overtaken each time another thread
///
/// - takes a step of the same kind on the same object (readers and writers of a `rwlock` alike),
/// - takes an `await` that stands at the same place of the text,
/// - passes the end of the same `while` of the text.
///
/// Nobody is overtaken at a `join`. The number is the greatest, over all waits and all other
/// threads, of the times that this one thread does so during one wait, fair or not.
struct Overtaking {
  bool somebody_waits = false;
  std::optional<std::uint64_t> left_out_above;  ///< the space has more states than that
  std::optional<std::uint64_t> most;  ///< nothing: a wait can see any number

  /// "; nobody who waits is overtaken", or how often; that it was left out; empty where nobody
  /// waits.
  std::string sentence() const;
};

/// Above that many states the number is left out, since every wait of every thread is followed
/// through the whole of the space.
inline constexpr std::uint64_t overtaking_states_max = 500'000;

/// The space must have been explored completely. Throws LimitReached.
Overtaking overtaking_in(const Machine& machine, const StateSpace& space, const Limits& limits,
                         std::uint64_t states_max = overtaking_states_max);

}  // namespace raceproof::explore

// The one breadth-first search over every interleaving.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/explore/canonical_state.h"
#include "checker/explore/limits.h"
#include "checker/explore/persistent_set.h"
#include "checker/explore/state_space.h"
#include "models/machine.h"

namespace raceproof::explore {

/// Watches a search. Both functions are called in breadth-first order.
class Observer {
 public:
  virtual ~Observer() = default;
  /// A state, when it is expanded. `enabled` are the threads that can go on.
  virtual void on_state(StateIndex index, const State& state, StateKind kind, std::uint64_t level,
                        const std::vector<std::uint32_t>& enabled) = 0;
  /// An edge that ends in a failure or a false `assume`; `from` is a state, or none for `init`.
  virtual void on_end(StateIndex from, const Edge& edge, const StepEnd& end,
                      std::uint64_t level) = 0;
  /// After each level: whether nothing more is to be learnt.
  virtual bool is_decided() const = 0;
  /// Now and then.
  virtual void on_progress(std::uint64_t states, std::uint64_t frontier, std::uint64_t level) = 0;
};

/// Explores all that is reachable, level by level, within the limits. A state is expanded when its
/// level's turn comes; where a limit ends the search, the states seen but not expanded are the
/// frontier.
///
/// Where `canonical` is given, the states are those of their orbits, and so are the targets of the
/// steps. Where `persistent` is given, only some of the steps are taken in a state.
Stop explore(const Machine& machine, const Limits& limits, Observer& observer, StateSpace& space,
             const CanonicalState* canonical = nullptr,
             const PersistentSets* persistent = nullptr);

}  // namespace raceproof::explore

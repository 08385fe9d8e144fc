// Exact counts of interleavings and exact probabilities, over a complete state space.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "checker/explore/limits.h"
#include "checker/explore/state_space.h"
#include "checker/result/result.h"

namespace raceproof::explore {

/// Receives how many executions come to each end, and with which probability.
struct Counts {
  /// A final or stuck state.
  std::function<void(StateIndex, const result::Share&)> on_state;
  /// An end: failed or discarded.
  std::function<void(const StepEnd&, const result::Share&)> on_end;
  std::optional<result::Rational> endless;   ///< set by `count`
  std::string probabilities_left_out;        ///< set by `count`: why, or empty
};

/// Counts paths from the start. A path through a cycle can be repeated, so what lies behind one has
/// infinitely many. Probabilities are those of a Markov chain: every thread that can go on is
/// equally likely, then every alternative of its step; a component of more than 2,000 states that
/// lies on cycles leaves out what is behind it.
/// Throws LimitReached.
void count(const StateSpace& space, Counts& counts, const Limits& limits = {});

}  // namespace raceproof::explore

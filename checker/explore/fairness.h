// Weak fairness. A run is unfair if some thread is, from some state on, never blocked, let go on by
// the model again and again, and never going on. So each thread asks of a cycle: where it is let go
// on anywhere, it takes a step or is blocked somewhere. A thread that the model never lets go on
// asks for nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/explore/components.h"
#include "checker/explore/limits.h"
#include "models/machine.h"

namespace raceproof::explore {

/// A graph whose runs are judged: the space itself, or one whose vertices are states of the space
/// together with what the run has met so far. The space must have been explored completely.
struct RunGraph {
  const StateSpace& graph;
  const StateSpace& space;
  const std::vector<StateIndex>* state_of = nullptr;  ///< of each vertex; null: it is the space

  StateIndex state(StateIndex vertex) const {
    return state_of == nullptr ? vertex : (*state_of)[vertex];
  }
};

/// Decides which cycles are fair, as Streett conditions are: by taking components apart.
class Fairness {
 public:
  /// The limits must outlive it.
  Fairness(const Machine& machine, RunGraph runs, const Limits& limits);

  const RunGraph& runs() const { return runs_; }
  std::uint32_t threads() const { return threads_; }
  const Limits& limits() const { return limits_; }

  /// The greatest parts of `vertices` (ascending) and the edges that `keep` admits that a fair run
  /// can go round for ever, visiting all of the part again and again; in the order of their first
  /// vertices. Every fair run among `vertices` is in the end within one of them.
  /// Throws LimitReached.
  std::vector<std::vector<StateIndex>> fair_parts(const std::vector<StateIndex>& vertices,
                                                  const EdgeFilter& keep);

  /// Whether the model lets the thread go on there.
  bool is_let(StateIndex vertex, std::uint32_t thread) const;
  /// Whether the thread is blocked there, or not running at all.
  bool is_blocked(StateIndex vertex, std::uint32_t thread);

 private:
  std::vector<bool> unmet(const std::vector<StateIndex>& part, const EdgeFilter& keep);
  void note_steps(const std::vector<StateIndex>& part, const EdgeFilter& keep,
                  std::vector<bool>& asks, std::vector<bool>& met);
  bool is_let_any(StateIndex vertex, const std::vector<bool>& threads) const;

  const Machine& machine_;
  RunGraph runs_;
  const Limits& limits_;
  std::uint32_t threads_;
  PartComponents components_;
  std::vector<bool> inside_;  ///< per vertex: whether it is in the part looked at
  State state_;
  StateIndex decoded_;
};

}  // namespace raceproof::explore

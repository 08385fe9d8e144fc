// Whole loops at once: the closed form of a cycle of affine edges, taken any number of times.
#pragma once

#include <optional>
#include <vector>

#include "checker/prove/transition_system.h"

namespace raceproof::prove {

/// Consecutive steps of one thread.
struct Leg {
  std::uint32_t thread = 0;
  Alternatives steps;
};

/// Something that can happen from one vector of locations to another: an edge, or a cycle taken
/// any number of times.
struct Move {
  struct Hop {
    std::uint32_t thread = 0;
    LocationIndex from = 0;
    LocationIndex to = 0;
  };
  std::vector<Hop> hops;       ///< one a thread that takes part
  Conjunction guard;           ///< of one round
  std::vector<Affine> update;  ///< of one round
  std::vector<Leg> legs;       ///< the steps of one round
  bool repeats = false;        ///< k >= 1 rounds
  std::vector<Affine> drift;   ///< repeats: what each round after the first adds; constants
};

/// `second` behind `first`, by guard and update; nothing if that is impossible.
std::optional<Move> behind(const Move& first, const Move& second);

/// The edge as a move.
Move move_of(std::uint32_t thread, const Edge& edge);

/// The round repeated, if k rounds have a closed form that is affine in k and do something.
std::optional<Move> repeated(const Move& round);

/// What must hold of the variables and of k (the variable behind the last) so that k rounds can be
/// taken: either of two lists, and the values behind them.
struct Rounds {
  Conjunction once;   ///< k = 1
  Conjunction often;  ///< k >= 2
  std::vector<Affine> values_once;
  std::vector<Affine> values_often;
};
Rounds rounds_of(const Move& repeated, VariableIndex k);

/// The simple cycles of one thread's graph, one round each, in a fixed order.
std::vector<Move> cycles(const ThreadGraph& graph, std::uint32_t thread);

/// A cycle of one thread followed by one of another, accelerated: for threads that take turns.
std::vector<Move> joint_accelerations(const TransitionSystem& system);

/// The accelerated simple cycles of one thread's graph, in a fixed order.
std::vector<Move> accelerations(const ThreadGraph& graph, std::uint32_t thread);

}  // namespace raceproof::prove

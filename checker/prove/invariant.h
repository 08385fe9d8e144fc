// What holds of all reachable states: the largest inductive part of a list of candidates. It knows
// nothing of where the candidates came from.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checker/prove/formula.h"
#include "checker/prove/solver.h"
#include "checker/prove/transition_system.h"

namespace raceproof::prove {

/// A transition system as one flat list of integer variables: those of the system, history
/// variables that no guard reads, and the position of every thread.
struct FlatSystem {
  struct Rule {
    std::uint32_t thread = 0;
    std::size_t edge = 0;  ///< among the thread's edges
    Formula guard;         ///< positions included
    std::vector<Affine> update;
  };
  /// What a variable is, without the numbers of threads, and of which threads it is.
  struct Role {
    std::string kind;
    std::vector<std::uint32_t> threads;
    bool holds_a_thread = false;  ///< its values are 0 and numbers of threads, plus one
  };
  std::size_t variables = 0;
  std::vector<Role> roles;           ///< by variable
  std::vector<std::uint32_t> alike;  ///< by thread: the first that is like it
  VariableIndex first_position = 0;  ///< of thread 0; the others follow
  std::vector<Rule> rules;
  std::vector<std::vector<Affine>> starts;
  std::optional<OpenVariable> open;

  /// A start as a state, with this value for the constant that is left open, if one is.
  std::vector<Wide> start_at(std::size_t start, Wide open_value) const;
  Affine position(std::uint32_t thread) const { return Affine::variable(first_position + thread); }
  /// That a thread stands at a location.
  Constraint stands_at(std::uint32_t thread, LocationIndex at) const {
    return equal(position(thread), Affine(Wide{at}));
  }
  /// Where it does, the formula holds.
  Formula where(std::uint32_t thread, LocationIndex at, const Formula& formula) const;
};

/// Candidates of which one is wanted, each implied by those before it.
using Family = std::vector<Formula>;

/// The families without what a few sampled executions refute.
std::vector<Family> unrefuted(const FlatSystem& system, const std::vector<Family>& families);

struct InductivePart {
  std::vector<Formula> kept;
  std::vector<Family> rejected;
};

/// Of each family the first candidate that holds at every start and that no rule breaks, while all
/// that are kept hold, and the facts, which are known to: the strongest choice of which that can be
/// said. Throws BudgetSpent where the solver does not know, or `stop` says so.
InductivePart inductive_part(const FlatSystem& system, const std::vector<Formula>& facts,
                             const std::vector<Family>& families,
                             const std::function<bool()>& stop);

}  // namespace raceproof::prove

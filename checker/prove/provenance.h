// Where a value came from: history variables that count, along the chain of loads and stores that
// led to a value, how often each thread added each constant; and candidates for an invariant over
// them. What is not on the chain was lost.
#pragma once

#include <string>
#include <vector>

#include "checker/prove/invariant.h"

namespace raceproof::prove {

/// What a family says of how executions end, in words; empty where it says nothing of that.
struct Words {
  std::string about;  ///< a thread's name, or empty
  std::string text;
  friend bool operator==(const Words&, const Words&) = default;
};

/// The system with its history variables, and what may hold of it.
struct Provenance {
  FlatSystem system;
  std::vector<Family> candidates;
  std::vector<VariableIndex> counters;  ///< that say how far threads are in their loops
  std::vector<Words> words;             ///< by family
  std::vector<std::string> names;       ///< by history variable: "T0 x+1 in T1.0"
};

Provenance provenance_of(const TransitionSystem& system, const Program& program);

}  // namespace raceproof::prove

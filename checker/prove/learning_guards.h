// Under which conditions the states of small instances are looked at.
#pragma once

#include <optional>
#include <vector>

#include "checker/prove/small_instance.h"

namespace raceproof::prove {

/// `variable == value`, of a variable of the system or a position.
struct Condition {
  VariableIndex variable = 0;
  Wide value = 0;
  friend auto operator<=>(const Condition&, const Condition&) = default;
};

/// All of its conditions; it says something of variables of these threads.
struct Guard {
  std::vector<Condition> conditions;
  std::vector<std::uint32_t> threads;
  std::vector<std::size_t> weaker;  ///< guards with some of the conditions
  bool is_alone = false;            ///< variables of the threads are looked at one by one only
  bool has_value = false;           ///< some variable has a value
};

struct LearningGuards {
  std::vector<Guard> guards;         ///< weaker ones before stronger ones
  std::vector<VariableIndex> flags;  ///< shared variables of few values, the same at all sizes

  bool is_flag(VariableIndex v) const;
};

/// Where a thread stands, two threads stand, a flag has a value, another shared variable has the
/// value that it begins with, and some of these at once.
LearningGuards learning_guards(const TransitionSystem& system, const FlatSystem& flat,
                               const SmallInstances& small);

/// Whose local the variable is; nothing if it is shared.
std::optional<std::uint32_t> owner_of(const FlatSystem& flat, VariableIndex v);

}  // namespace raceproof::prove

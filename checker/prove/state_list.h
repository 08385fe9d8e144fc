// All states of a transition system one by one, where they are few.
#pragma once

#include <functional>
#include <vector>

#include "checker/prove/without_dead.h"

namespace raceproof::prove {

struct ListedState {
  std::vector<LocationIndex> at;  ///< by thread
  std::vector<Wide> values;       ///< by variable; zero where dead
  friend auto operator<=>(const ListedState&, const ListedState&) = default;
};

/// Whether what the variable holds matters where the threads stand.
bool is_live(const Liveness& live, const std::vector<LocationIndex>& at, VariableIndex v);

/// Every state that the edges reach, in ascending order; no thread of them has failed or been
/// discarded. Nothing is left open in the system. Throws BudgetSpent where there are more than
/// `states_max`.
std::vector<ListedState> list_states(const TransitionSystem& system, const Liveness& live,
                                  std::size_t states_max, const std::function<bool()>& stop);

}  // namespace raceproof::prove

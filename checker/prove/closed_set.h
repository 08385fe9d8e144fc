// All states by listing them, where they are few: the certificate of last resort.
#pragma once

#include <functional>
#include <string>

#include "checker/prove/without_dead.h"

namespace raceproof::prove {

/// The text of a certificate: every state that the edges reach, at most 100,000, without the values
/// of dead variables. Throws BudgetSpent where there are more.
std::string closed_set_text(const TransitionSystem& system, const Program& program,
                            const Liveness& live, const std::function<bool()>& stop);

}  // namespace raceproof::prove

// How often the edges of a thread can be taken, whatever the others do.
#pragma once

#include <optional>
#include <vector>

#include "checker/prove/transition_system.h"

namespace raceproof::prove {

/// By edge of the thread: the most times that an execution takes it; nothing where none is found.
///
/// A loop ends where a variable of the thread's own only ever goes one way in it, and its edges ask
/// that it has not come to its end (a ranking function; Podelski, Rybalchenko, 2004). Edges that
/// rank are left out then, and the loops that are left are looked at, each begun anew as often.
std::vector<std::optional<Wide>> edge_counts(const TransitionSystem& system, std::uint32_t thread);

}  // namespace raceproof::prove

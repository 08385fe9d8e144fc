// Threads that nothing tells apart, so that it does not matter which of them is which.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/machine.h"

namespace raceproof::explore {

/// Groups of two threads or more, each ascending.
using AlikeThreads = std::vector<std::vector<std::uint32_t>>;

/// So many of a group are seen to be alike.
inline constexpr std::size_t alike_max = 64;

/// The threads that share their code and that nothing else names: no step of another thread, none
/// of the expressions that are `asked` about. Exchanging two of a group in a reachable state, with
/// all that names them, such as who holds a lock, gives a reachable state, and maps the steps out
/// of the one to those out of the other.
AlikeThreads alike_threads(const Program& program, std::span<const Expression* const> asked);

}  // namespace raceproof::explore

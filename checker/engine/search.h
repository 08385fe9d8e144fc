// The search over every interleaving, breadth first, on packed states. It gives the same states in
// the same order as `explore::explore`, which it replaces where the graph itself is not asked for;
// but for levels that are made in blocks, which have an order of their own.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "checker/engine/level_count.h"
#include "checker/engine/packed_space.h"
#include "checker/engine/watch.h"
#include "checker/explore/explore.h"

namespace raceproof::engine {

class SavedLevels;

/// How a search is saved on the way, and what it goes on from.
struct Saving {
  /// Called between two levels, and at the end with `is_over`: the first so many states are levels
  /// that are whole.
  std::function<void(std::uint64_t states, bool is_over)> save;
  /// Levels that need not be searched for. Where they turn out to be damaged the search ends, and
  /// what it has seen is of no use.
  SavedLevels* known = nullptr;
};

/// Explores all that is reachable, level by level, within the limits. The observers are shown the
/// states that `watch` finds of interest, and those from which nobody can go on.
///
/// Where `count` is given it goes along, as long as all ways to a state are equally long; where it
/// takes more memory than there is, it is given up.
///
/// Nothing is returned where the states do not fit into one word, or where one was forgotten that
/// is needed: then the space and what the observers have seen is of no use.
std::optional<explore::Stop> search(const Machine& machine, const explore::Limits& limits,
                                    const std::vector<explore::Observer*>& observers, Watch& watch,
                                    PackedSpace& space, LevelCount* count = nullptr,
                                    const Saving& saving = {});

}  // namespace raceproof::engine

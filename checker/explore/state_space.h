// The graph of all reachable states of one machine, as far as it was explored, in breadth-first
// order.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/explore/state_store.h"
#include "checker/explore/vector_memory.h"
#include "models/machine.h"

namespace raceproof::explore {

/// One step: who took it and where it leads: to a state, or to an end (it failed, or was
/// discarded).
struct Edge {
  StateIndex target = 0;  ///< a state's number, or, where `is_end`, an index into `ends`
  std::uint32_t alternative = 0;
  std::uint16_t thread = 0;
  bool is_end = false;
};

/// What a state is to an execution that has come to it.
enum class StateKind : std::uint8_t { inner, final_, stuck };

/// States are numbered level by level: level d holds those that d steps reach and fewer do not.
struct StateSpace {
  StateStore states;
  std::vector<StateKind> kinds;           ///< of every expanded state
  std::vector<std::uint64_t> first_edge;  ///< per expanded state, and one more at the end
  std::vector<Edge> edges;                ///< ascending by thread, then by alternative
  std::vector<StepEnd> ends;
  std::vector<Edge> roots;                 ///< one for each way through `init`; thread unused
  std::vector<StateIndex> first_of_level;  ///< per level, and one more at the end

  StateIndex expanded() const { return static_cast<StateIndex>(kinds.size()); }
  std::uint64_t memory_bytes() const {
    return states.memory_bytes() + vector_bytes(kinds) + vector_bytes(first_edge) +
           vector_bytes(edges) + vector_bytes(ends) + vector_bytes(roots);
  }
};

}  // namespace raceproof::explore

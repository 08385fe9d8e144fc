// Which steps take a thread past the end of a `while`. The state does not always tell: a thread may
// leave a loop and come back into it without a step between.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checker/explore/limits.h"
#include "checker/explore/state_space.h"
#include "models/machine.h"

namespace raceproof::explore {

class LoopEnds {
 public:
  /// All must outlive it.
  LoopEnds(const Machine& machine, const StateSpace& space, const Limits& limits)
      : machine_(machine), space_(space), limits_(limits) {}

  /// Takes the steps out of these states once more, and notes what they pass.
  /// Throws LimitReached.
  void note(const std::vector<StateIndex>& states);

  /// The loops whose ends the edge's thread passes; the states it leads out of must be noted.
  const std::vector<LoopIndex>& passed(std::uint64_t edge) const;
  bool passes(std::uint64_t edge, LoopIndex loop) const;

 private:
  bool may_pass(std::uint32_t code, NodeIndex node);
  std::vector<LoopIndex> passed_by(const State& state, const Edge& edge) const;

  const Machine& machine_;
  const StateSpace& space_;
  const Limits& limits_;
  std::unordered_map<std::uint64_t, std::vector<LoopIndex>> passed_;  ///< those that pass any
  std::map<std::pair<std::uint32_t, NodeIndex>, bool> may_pass_;
  std::vector<LoopIndex> none_;
};

}  // namespace raceproof::explore

// Where threads can starve: fair parts of a space in which one thread gets no further.
#pragma once

#include <vector>

#include "checker/explore/fairness.h"
#include "checker/explore/loop_ends.h"

namespace raceproof::explore {

/// A part in which a thread waits for ever, and the edges that keep it waiting.
struct Starving {
  std::vector<StateIndex> part;
  EdgeFilter keep;
};

/// Where each thread waits, in a space explored completely. The object must outlive what it gives.
class Starvation {
 public:
  Starvation(const Machine& machine, const StateSpace& space, Fairness& fairness);

  /// Those fair parts that begin the fewest steps from the start, as their first states do: a
  /// thread for ever at one blocking step before one for ever in a `while`, an inner `while` before
  /// one around it, by thread.
  std::vector<Starving> nearest();

 private:
  void offer(const std::vector<StateIndex>& states, const EdgeFilter& keep);
  void at_steps(std::uint32_t thread);
  void in_loops(std::uint32_t thread);

  const Machine& machine_;
  const StateSpace& space_;
  Fairness& fairness_;
  LoopEnds ends_;
  std::vector<StateIndex> cyclic_;              ///< states that are on any cycle
  std::vector<Starving> found_;
  std::uint64_t level_ = 0;
};

}  // namespace raceproof::explore

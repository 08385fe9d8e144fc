// Where nothing is left but computing, every schedule takes the same time.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/time/timed_state.h"
#include "models/machine.h"

namespace raceproof::timed {

/// Tells the states from which it does not matter who computes when: all that is left of every
/// thread is a row of `cpu`, in counted loops too, and all of them share one thing that is never
/// idle and changes hands at no cost, the GIL or the only processor. Whatever the schedule, the
/// rest takes the sum of what is left (or fails, whatever the schedule), so a search may follow one
/// schedule and leave out the others.
class ComputingTail {
 public:
  /// The machine must outlive this.
  explicit ComputingTail(const Machine& machine);

  bool holds(const TimedState& state) const;

 private:
  const Machine& machine_;
  bool is_possible_;
  std::vector<std::vector<bool>> rows_;  ///< per code and node: whether a row of `cpu` is left
};

}  // namespace raceproof::timed

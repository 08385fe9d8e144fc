// One state for all that differ only in which of several identical threads is which.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/explore/alike_threads.h"
#include "checker/explore/thread_names.h"
#include "checker/result/number.h"
#include "models/machine.h"

namespace raceproof::explore {

/// The canonical state of an orbit has the threads of each group sorted: by their position and
/// their frame, then by what names them. Threads that are equal in all this can change places
/// without changing the state, so there is one such state in every orbit.
class CanonicalState {
 public:
  /// The program must outlive it.
  CanonicalState(const Program& program, AlikeThreads alike);

  /// Whether every state is its own orbit.
  bool is_idle() const { return alike_.empty(); }
  /// `places` receives, for each thread, which one it is in the canonical state.
  void make(State& state, std::vector<std::uint32_t>& places) const;
  /// How many states the orbit of a canonical state has.
  result::Integer orbit(const State& state) const;

 private:
  struct Naming {
    Names names;
    CellIndex cell;
  };

  int compare(const State& state, std::uint32_t a, std::uint32_t b) const;

  const Program* program_;
  AlikeThreads alike_;
  std::vector<Naming> naming_;
};

}  // namespace raceproof::explore

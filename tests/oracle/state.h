// One moment of a whole scenario, and the steps that lead from it (section 6).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "tests/oracle/thread.h"

namespace raceproof::oracle {

struct State {
  World world;
  std::vector<std::shared_ptr<const Thread>> threads;
  /// The thread that has to go on, since it has passed no switch point after its last step.
  std::optional<std::size_t> must_go_on;
};

/// How an execution goes on after a step.
enum class Ending : std::uint8_t { goes_on, failed, discarded };

/// One way in which a step can be taken: one, or as many as a step has alternatives.
struct Way {
  State state;  ///< after it
  Ending ending = Ending::goes_on;
  Failed error;  ///< where it failed
};

/// The ways through `init` and to where all threads stand before their first steps.
std::vector<Way> ways_to_start(const Declarations& declared);

/// The threads that may take the next step.
std::vector<std::size_t> who_may_go(const State& state);

/// The ways in which a thread that may go takes its next step.
std::vector<Way> ways_of_step(const State& state, std::size_t who);

/// Whether no thread is in the middle of an instruction (section 7).
bool is_quiet(const State& state);

/// Whether all threads that were started have ended.
bool all_have_ended(const State& state);

}  // namespace raceproof::oracle

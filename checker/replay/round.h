// One round of a cycle of steps, taken by the machine: what it does to each thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/property/waiting.h"
#include "models/machine.h"

namespace raceproof::replayer {

/// Thread by thread, what happens to it for ever where the round is repeated for ever.
struct Fate {
  bool is_running = false;                       ///< it has been started and has not ended
  bool takes_steps = false;
  bool is_let = false;                           ///< the model lets it go on somewhere
  bool is_blocked = false;                       ///< it is blocked, or not running, somewhere
  std::optional<property::Waiting> waiting;      ///< it stands at one blocking step all round
  LoopIndex loop = 0;                            ///< the innermost `while` that it never leaves
};

class Round {
 public:
  /// Takes the steps from `start` on; each must be allowed.
  Round(const Machine& machine, State start, const std::vector<Choice>& steps);

  bool is_closed() const { return is_closed_; }
  /// The first thread for which the cycle is unfair.
  std::optional<std::uint32_t> unfair_thread() const;
  const std::vector<Fate>& fates() const { return fates_; }

  /// "T0 (a) spins for ever in the `while` at line 7, which changes nothing".
  std::string sentence(std::uint32_t thread) const;

 private:
  void look(const State& state);
  void stay(std::uint32_t thread, const State& state, const Recorder& events);
  bool changes_nothing(const State& state) const;

  const Machine& machine_;
  State start_;
  std::vector<Fate> fates_;
  bool is_closed_ = false;
  bool is_idle_ = true;  ///< no shared variable or object ever changes
};

}  // namespace raceproof::replayer

// What may hold of flags, locks and turns: of variables that are only ever set to constants.
#pragma once

#include <vector>

#include "checker/prove/histories.h"
#include "checker/prove/loop_progress.h"

namespace raceproof::prove {

class FlagCandidates {
 public:
  /// The counters by thread. All must outlive it.
  FlagCandidates(const TransitionSystem& system, const Histories& histories, const FlatSystem& flat,
                 const std::vector<std::vector<Counter>>& counters);

  /// What may hold wherever threads stand.
  std::vector<Formula> anywhere() const;
  /// What may hold where the thread stands at some place, so many rounds having begun: by any of
  /// these counts.
  std::vector<Formula> where(std::uint32_t thread, const std::vector<Affine>& progress) const;

 private:
  Formula is_value(VariableIndex v, Wide constant) const;
  void add_holders(VariableIndex flag, Wide constant, std::vector<Formula>& all) const;
  void add_done(VariableIndex flag, Wide constant, std::vector<Formula>& all) const;
  void add_turns(std::uint32_t thread, std::vector<Formula>& all) const;
  std::vector<Formula> done_once(VariableIndex v) const;
  Affine rounds_of(std::uint32_t thread) const;

  const TransitionSystem& system_;
  const Histories& histories_;
  const FlatSystem& flat_;
  const std::vector<std::vector<Counter>>& counters_;
  std::vector<std::vector<Wide>> constants_;  // by variable: all it can be, ascending, if so few
};

}  // namespace raceproof::prove

#include "checker/prove/invariant.h"

#include <algorithm>

namespace raceproof::prove {
namespace {

constexpr unsigned query_budget = 20'000'000;

// One rule against the candidates: which of them it can break.
class RuleCheck {
 public:
  RuleCheck(const FlatSystem& system, const FlatSystem::Rule& rule,
            const std::vector<Formula>& candidates, const std::vector<bool>& is_alive)
      : rule_(rule), candidates_(candidates), solver_(system.variables, query_budget) {
    solver_.add(rule.guard);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      switches_.push_back(is_alive[i] ? solver_.add_switched(candidates[i]) : 0);
      if (!is_alive[i]) continue;
      Formula behind = candidates[i].substitute(rule.update);
      if (behind == candidates[i]) continue;
      touched_.push_back(i);
      behind_.push_back(std::move(behind));
    }
  }

  // Switches off what the rule breaks, until it breaks nothing; whether it broke something.
  bool weaken(std::vector<bool>& is_alive) {
    bool changed = false;
    while (true) {
      std::vector<std::size_t> on;
      for (std::size_t i = 0; i < candidates_.size(); ++i) {
        if (is_alive[i]) on.push_back(switches_[i]);
      }
      std::vector<Formula> broken;
      for (std::size_t i = 0; i < touched_.size(); ++i) {
        if (is_alive[touched_[i]]) broken.push_back(behind_[i].negated());
      }
      solver_.push();
      solver_.add(any_of(std::move(broken)));
      const auto model = solver_.solve(on);
      solver_.pop();
      if (!model) return changed;
      changed = true;
      for (std::size_t i = 0; i < touched_.size(); ++i) {
        if (!behind_[i].holds(*model)) is_alive[touched_[i]] = false;
      }
    }
  }

 private:
  const FlatSystem::Rule& rule_;
  const std::vector<Formula>& candidates_;
  Solver solver_;
  std::vector<std::size_t> switches_;
  std::vector<std::size_t> touched_;
  std::vector<Formula> behind_;
};

}  // namespace

Formula FlatSystem::where(std::uint32_t thread, LocationIndex at, const Formula& formula) const {
  return any_of({differs(position(thread), Wide{at}), formula});
}

std::vector<Formula> inductive_part(const FlatSystem& system, std::vector<Formula> candidates,
                                    const std::function<bool()>& stop) {
  std::erase_if(candidates, [&](const Formula& candidate) {
    return !std::all_of(system.starts.begin(), system.starts.end(),
                        [&](const std::vector<Wide>& start) { return candidate.holds(start); });
  });
  std::vector<bool> is_alive(candidates.size(), true);
  for (bool changed = true; changed;) {
    changed = false;
    for (const FlatSystem::Rule& rule : system.rules) {
      if (stop && stop()) throw BudgetSpent{"the proof was interrupted"};
      changed |= RuleCheck(system, rule, candidates, is_alive).weaken(is_alive);
    }
  }
  std::vector<Formula> kept;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (is_alive[i]) kept.push_back(std::move(candidates[i]));
  }
  return kept;
}

}  // namespace raceproof::prove

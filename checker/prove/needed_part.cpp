#include "checker/prove/needed_part.h"

#include <algorithm>

namespace raceproof::prove {
namespace {


class Needed {
 public:
  Needed(const std::vector<Formula>& parts, std::size_t variables,
         const std::function<bool()>& stop)
      : solver_(variables), is_needed_(parts.size(), false), stop_(stop) {
    for (const Formula& part : parts) switches_.push_back(solver_.add_switched(part));
  }

  /// Adds what excludes `what`, if that is not needed already.
  void exclude(const Formula& what) {
    if (stop_ && stop_()) throw BudgetSpent{"it was stopped"};
    const Solver::Scope scope(solver_);
    solver_.add(what);
    std::vector<std::size_t> core = numbers(true);
    if (!excludes(core)) {
      core = numbers(false);
      if (!excludes(core)) throw BudgetSpent{"the invariant does not exclude it"};
      narrow(core);
    }
    for (const std::size_t one : core) {
      if (is_needed_[one]) continue;
      is_needed_[one] = true;
      open_.push_back(one);
    }
  }

  std::vector<std::size_t> numbers(bool only_needed) const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < is_needed_.size(); ++i) {
      if (!only_needed || is_needed_[i]) all.push_back(i);
    }
    return all;
  }

  /// The next part that is needed and not looked at yet.
  std::optional<std::size_t> next() {
    if (open_.empty()) return std::nullopt;
    const std::size_t one = open_.back();
    open_.pop_back();
    return one;
  }

 private:
  bool excludes(const std::vector<std::size_t>& parts) {
    std::vector<std::size_t> on;
    for (const std::size_t part : parts) on.push_back(switches_[part]);
    return !solver_.solve(on);
  }

  // To a core of which no part can be left out: those that are needed anyway cost nothing.
  void narrow(std::vector<std::size_t>& core) {
    const std::vector<std::size_t> used = solver_.core();
    std::erase_if(core, [&](std::size_t part) {
      return std::find(used.begin(), used.end(), switches_[part]) == used.end();
    });
    for (const std::size_t needed : numbers(true)) {
      if (std::find(core.begin(), core.end(), needed) == core.end()) core.push_back(needed);
    }
    for (std::size_t i = core.size(); i-- > 0;) {
      if (is_needed_[core[i]]) continue;
      std::vector<std::size_t> without = core;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      if (excludes(without)) core = std::move(without);
    }
  }

  Solver solver_;
  std::vector<std::size_t> switches_;
  std::vector<bool> is_needed_;
  std::vector<std::size_t> open_;
  const std::function<bool()>& stop_;
};

}  // namespace

std::vector<std::size_t> needed_part(const FlatSystem& system, const std::vector<Formula>& parts,
                                     const Formula& violation, std::size_t variables,
                                     const std::function<bool()>& stop) {
  Needed needed(parts, variables, stop);
  needed.exclude(violation);
  while (const auto one = needed.next()) {
    for (const FlatSystem::Rule& rule : system.rules) {
      const Formula behind = parts[*one].substitute(rule.update);
      if (behind == parts[*one]) continue;
      needed.exclude(all_of({rule.guard, behind.negated()}));
    }
  }
  return needed.numbers(true);
}

std::vector<std::size_t> excluding_part(const std::vector<Formula>& parts,
                                        const Formula& violation, std::size_t variables) {
  const std::function<bool()> never;
  Needed needed(parts, variables, never);
  needed.exclude(violation);
  return needed.numbers(true);
}

}  // namespace raceproof::prove

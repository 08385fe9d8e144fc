#include "checker/prove/needed_part.h"

#include <algorithm>
#include <numeric>

namespace raceproof::prove {
namespace {

class Needed {
 public:
  Needed(const std::vector<Formula>& parts, std::size_t variables,
         const std::function<bool()>& stop)
      : parts_(parts),
        all_(variables),
        needed_(variables),
        is_needed_(parts.size(), false),
        stop_(stop) {
    for (const Formula& part : parts) switches_.push_back(all_.add_switched(part));
  }

  /// Adds what excludes `what`, if that is not needed already.
  void exclude(const Formula& what) {
    if (stop_ && stop_()) throw BudgetSpent{"it was stopped"};
    for (const std::size_t part : missing_for(what)) {
      is_needed_[part] = true;
      open_.push_back(part);
      needed_.add(parts_[part]);
    }
  }

  std::vector<std::size_t> numbers() const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < is_needed_.size(); ++i) {
      if (is_needed_[i]) all.push_back(i);
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
  // Parts that exclude it together with what is needed already, none of which can be left out.
  std::vector<std::size_t> missing_for(const Formula& what) {
    const Solver::Scope scope(needed_);
    needed_.add(what);
    if (!needed_.solve()) return {};
    std::vector<std::size_t> core = core_of(what);
    std::vector<std::size_t> switches(parts_.size());
    for (const std::size_t part : core) switches[part] = needed_.add_switched(parts_[part]);
    // Those from `kept` on cannot be left out, so that every smaller core has them.
    for (std::size_t kept = core.size(); kept > 0;) {
      std::vector<std::size_t> without = core;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(kept - 1));
      if (needed_.solve(switched(without, switches))) {
        --kept;
        continue;
      }
      const std::size_t behind = core.size() - kept;
      core = used_of(std::move(without), needed_, switches);
      kept = core.size() - behind;
    }
    return core;
  }

  // Parts that exclude it, as few as the solver happens to use, without those that are needed
  // already.
  std::vector<std::size_t> core_of(const Formula& what) {
    const Solver::Scope scope(all_);
    all_.add(what);
    std::vector<std::size_t> core(parts_.size());
    std::iota(core.begin(), core.end(), std::size_t{0});
    if (all_.solve(switched(core, switches_))) {
      throw BudgetSpent{"the invariant does not exclude it"};
    }
    core = used_of(std::move(core), all_, switches_);
    std::erase_if(core, [&](std::size_t part) { return is_needed_[part]; });
    return core;
  }

  static std::vector<std::size_t> switched(const std::vector<std::size_t>& parts,
                                           const std::vector<std::size_t>& switches) {
    std::vector<std::size_t> on;
    for (const std::size_t part : parts) on.push_back(switches[part]);
    return on;
  }

  // Those of the parts that were enough the last time.
  static std::vector<std::size_t> used_of(std::vector<std::size_t> parts, const Solver& solver,
                                          const std::vector<std::size_t>& switches) {
    const std::vector<std::size_t> used = solver.core();
    std::erase_if(parts, [&](std::size_t part) {
      return !std::binary_search(used.begin(), used.end(), switches[part]);
    });
    return parts;
  }

  const std::vector<Formula>& parts_;
  Solver all_;                         // knows all parts, each behind a switch
  Solver needed_;                      // knows those that are needed: it is quick to find a state
  std::vector<std::size_t> switches_;  // of all
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
  return needed.numbers();
}

std::vector<std::size_t> excluding_part(const std::vector<Formula>& parts, const Formula& violation,
                                        std::size_t variables) {
  const std::function<bool()> never;
  Needed needed(parts, variables, never);
  needed.exclude(violation);
  return needed.numbers();
}

}  // namespace raceproof::prove

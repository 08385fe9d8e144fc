#include "checker/prove/invariant.h"

#include <algorithm>
#include <set>

#include "checker/prove/orbits.h"

namespace raceproof::prove {
namespace {

constexpr std::size_t sample_runs = 24;
constexpr std::size_t sample_steps = 60;

// Executions in which threads are picked at random, always the same: some in which they change at
// every step, some in which one goes on for a while.
std::vector<std::vector<Wide>> sampled(const FlatSystem& system) {
  std::vector<std::vector<Wide>> states;
  if (system.rules.empty()) {
    for (std::size_t i = 0; i < system.starts.size(); ++i) states.push_back(system.start_at(i, 3));
    return states;
  }
  std::uint64_t random = 1;
  const auto pick = [&](std::size_t count) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>((random >> 33) % count);
  };
  for (std::size_t run = 0; run < sample_runs; ++run) {
    std::vector<Wide> state =
        system.start_at(run % system.starts.size(), static_cast<Wide>(run % 5) * 4 + 1);
    const std::size_t patience = run % 3 == 0 ? 1 : 12;
    std::size_t thread = 0;
    for (std::size_t step = 0; step < sample_steps; ++step) {
      states.push_back(state);
      if (pick(patience) == 0) thread = system.rules[pick(system.rules.size())].thread;
      std::vector<const FlatSystem::Rule*> possible;
      for (const FlatSystem::Rule& rule : system.rules) {
        if (rule.thread == thread && rule.guard.holds(state)) possible.push_back(&rule);
      }
      if (possible.empty()) {
        thread = system.rules[pick(system.rules.size())].thread;
        continue;
      }
      const FlatSystem::Rule& rule = *possible[pick(possible.size())];
      std::vector<Wide> next;
      for (const Affine& value : rule.update) next.push_back(value.evaluate(state));
      state = std::move(next);
    }
  }
  return states;
}

// Whether it holds in every start, whatever the value of the constant that is left open.
bool holds_at_start(const FlatSystem& system, const Formula& candidate) {
  return std::all_of(system.starts.begin(), system.starts.end(), [&](const auto& start) {
    const Formula there = candidate.substitute(start);
    if (!system.open) return there.holds({});
    Solver solver(system.variables);
    solver.add(all_of(system.open->bounds()));
    solver.add(there.negated());
    return !solver.solve();
  });
}

// The candidates in one conversation with the solver, each behind a switch.
class Weakening {
 public:
  Weakening(const FlatSystem& system, const std::vector<Formula>& candidates)
      : candidates_(candidates), is_alive_(candidates.size(), true), solver_(system.variables) {
    for (const Formula& candidate : candidates) {
      switches_.push_back(solver_.add_switched(candidate));
    }
  }

  const std::vector<bool>& is_alive() const { return is_alive_; }

  // From now on a candidate takes along all of its orbit, or no longer does so.
  void set_orbits(std::vector<std::size_t> orbits) { orbits_ = std::move(orbits); }

  // Switches off what the rule breaks, until it breaks nothing; whether it broke something.
  bool check(const FlatSystem::Rule& rule) {
    std::vector<std::size_t> touched;
    std::vector<Formula> behind;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      if (!is_alive_[i]) continue;
      Formula formula = candidates_[i].substitute(rule.update);
      if (formula == candidates_[i]) continue;
      touched.push_back(i);
      behind.push_back(std::move(formula));
    }
    const Solver::Scope scope(solver_);
    solver_.add(rule.guard);
    bool changed = false;
    while (weaken(touched, behind)) changed = true;
    return changed;
  }

 private:
  bool weaken(const std::vector<std::size_t>& touched, const std::vector<Formula>& behind) {
    std::vector<std::size_t> on;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      if (is_alive_[i]) on.push_back(switches_[i]);
    }
    std::vector<Formula> broken;
    for (std::size_t i = 0; i < touched.size(); ++i) {
      if (is_alive_[touched[i]]) broken.push_back(behind[i].negated());
    }
    const Solver::Scope scope(solver_);
    solver_.add(any_of(std::move(broken)));
    const auto model = solver_.solve(on);
    if (!model) return false;
    std::set<std::size_t> broken_orbits;
    for (std::size_t i = 0; i < touched.size(); ++i) {
      if (behind[i].holds(*model)) continue;
      is_alive_[touched[i]] = false;
      if (!orbits_.empty()) broken_orbits.insert(orbits_[touched[i]]);
    }
    for (std::size_t i = 0; i < orbits_.size(); ++i) {
      if (broken_orbits.contains(orbits_[i])) is_alive_[i] = false;
    }
    return true;
  }

  const std::vector<Formula>& candidates_;
  std::vector<bool> is_alive_;
  Solver solver_;
  std::vector<std::size_t> switches_;
  std::vector<std::size_t> orbits_;
};

}  // namespace

std::vector<Wide> FlatSystem::start_at(std::size_t start, Wide open_value) const {
  std::vector<Wide> opened(variables, 0);
  if (open) opened[open->variable] = open_value;
  std::vector<Wide> state;
  for (const Affine& value : starts[start]) state.push_back(value.evaluate(opened));
  return state;
}

Formula FlatSystem::where(std::uint32_t thread, LocationIndex at, const Formula& formula) const {
  return any_of({differs(position(thread), Wide{at}), formula});
}

std::vector<Formula> unrefuted(const FlatSystem& system, const std::vector<Family>& families) {
  const std::vector<std::vector<Wide>> states = sampled(system);
  std::vector<Formula> kept;
  for (const Family& family : families) {
    const auto first = std::find_if(family.begin(), family.end(), [&](const Formula& formula) {
      return std::all_of(states.begin(), states.end(),
                         [&](const std::vector<Wide>& state) { return formula.holds(state); });
    });
    if (first != family.end()) kept.push_back(*first);
  }
  return kept;
}

std::vector<Formula> inductive_part(const FlatSystem& system, std::vector<Formula> candidates,
                                    const std::function<bool()>& stop) {
  std::erase_if(candidates,
                [&](const Formula& candidate) { return !holds_at_start(system, candidate); });
  Weakening weakening(system, candidates);
  const auto weaken = [&](const auto& concerns) {
    for (bool changed = true; changed;) {
      changed = false;
      for (const FlatSystem::Rule& rule : system.rules) {
        if (stop && stop()) throw BudgetSpent{"the proof was interrupted"};
        if (concerns(rule)) changed |= weakening.check(rule);
      }
    }
  };
  // What one of several identical threads breaks, another one breaks of the others: so most is
  // found by one of them. That nothing else is broken is asked of all.
  if (has_many_alike(system)) {
    weakening.set_orbits(orbits(system, candidates));
    weaken([&](const FlatSystem::Rule& rule) { return system.alike[rule.thread] == rule.thread; });
    weakening.set_orbits({});
  }
  weaken([](const FlatSystem::Rule&) { return true; });
  std::vector<Formula> kept;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (weakening.is_alive()[i]) kept.push_back(std::move(candidates[i]));
  }
  return kept;
}

}  // namespace raceproof::prove

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

// One candidate of each family at a time, in one conversation with the solver, each behind a
// switch.
class Weakening {
 public:
  Weakening(const FlatSystem& system, const std::vector<Formula>& facts,
            const std::vector<Family>& families)
      : solver_(system.variables) {
    for (const Formula& fact : facts) solver_.add(fact);
    for (const Family& family : families) {
      for (const Formula& formula : family) {
        candidates_.push_back(formula);
        is_on_.push_back(&formula == &family.front());
        has_next_.push_back(&formula != &family.back());
        switches_.push_back(solver_.add_switched(formula));
        breaks_.push_back(solver_.add_switch());
        variables_.emplace_back(system.variables, false);
        mark_variables(formula, variables_.back());
      }
    }
  }

  const std::vector<Formula>& candidates() const { return candidates_; }
  bool is_on(std::size_t candidate) const { return is_on_[candidate]; }

  // From now on a candidate takes along all of its orbit, or no longer does so.
  void set_orbits(std::vector<std::size_t> orbits) { orbits_ = std::move(orbits); }

  // Switches off what the rule breaks, until it breaks nothing; whether it broke something.
  bool check(const FlatSystem::Rule& rule) {
    const Solver::Scope scope(solver_);
    solver_.add(rule.guard);
    std::vector<VariableIndex> changed;
    for (VariableIndex v = 0; v < rule.update.size(); ++v) {
      if (rule.update[v] != Affine::variable(v)) changed.push_back(v);
    }
    touched_.clear();
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      if (is_on_[i]) touch(i, rule, changed);
    }
    bool is_broken = false;
    while (weaken(rule, changed)) is_broken = true;
    return is_broken;
  }

 private:
  struct Touched {
    std::size_t candidate = 0;
    Formula behind;  // what it says of the state behind the rule
  };

  void touch(std::size_t candidate, const FlatSystem::Rule& rule,
             const std::vector<VariableIndex>& changed) {
    const bool is_touched = std::any_of(changed.begin(), changed.end(),
                                        [&](VariableIndex v) { return variables_[candidate][v]; });
    if (!is_touched) return;
    touched_.push_back({candidate, candidates_[candidate].substitute(rule.update)});
    solver_.add(breaks_[candidate], touched_.back().behind.negated());
  }

  bool weaken(const FlatSystem::Rule& rule, const std::vector<VariableIndex>& changed) {
    const auto model = broken_state();
    if (!model) return false;
    std::set<std::size_t> broken_orbits;
    // Those that take the place of others come behind.
    for (std::size_t i = 0; i < touched_.size(); ++i) {
      const std::size_t candidate = touched_[i].candidate;
      if (!is_on_[candidate] || touched_[i].behind.holds(*model)) continue;
      if (!orbits_.empty()) broken_orbits.insert(orbits_[candidate]);
      replace(candidate, rule, changed);
    }
    for (std::size_t i = 0; i < orbits_.size(); ++i) {
      if (is_on_[i] && broken_orbits.contains(orbits_[i])) replace(i, rule, changed);
    }
    std::erase_if(touched_, [&](const Touched& one) { return !is_on_[one.candidate]; });
    return true;
  }

  // A state in which all that is on holds, and behind the rule something does not.
  std::optional<std::vector<Wide>> broken_state() {
    std::vector<std::size_t> on;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      if (is_on_[i]) on.push_back(switches_[i]);
    }
    std::vector<std::size_t> broken;
    for (const Touched& one : touched_) broken.push_back(breaks_[one.candidate]);
    const Solver::Scope scope(solver_);
    solver_.add_one_of(broken);
    return solver_.solve(on);
  }

  void replace(std::size_t candidate, const FlatSystem::Rule& rule,
               const std::vector<VariableIndex>& changed) {
    is_on_[candidate] = false;
    if (!has_next_[candidate]) return;
    is_on_[candidate + 1] = true;
    touch(candidate + 1, rule, changed);
  }

  Solver solver_;
  std::vector<Formula> candidates_;
  std::vector<bool> is_on_;                   // by candidate
  std::vector<bool> has_next_;                // by candidate: that the next is of its family
  std::vector<std::size_t> switches_;         // by candidate
  std::vector<std::size_t> breaks_;           // by candidate: that it does not hold behind a rule
  std::vector<std::vector<bool>> variables_;  // by candidate: those that it has
  std::vector<std::size_t> orbits_;           // by candidate
  std::vector<Touched> touched_;              // what the rule may break
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

std::vector<Family> unrefuted(const FlatSystem& system, const std::vector<Family>& families) {
  const std::vector<std::vector<Wide>> states = sampled(system);
  std::vector<Family> all;
  for (Family family : families) {
    std::erase_if(family, [&](const Formula& formula) {
      return !std::all_of(states.begin(), states.end(),
                          [&](const std::vector<Wide>& state) { return formula.holds(state); });
    });
    if (!family.empty()) all.push_back(std::move(family));
  }
  return all;
}

InductivePart inductive_part(const FlatSystem& system, const std::vector<Formula>& facts,
                             const std::vector<Family>& families,
                             const std::function<bool()>& stop) {
  std::vector<Family> starting;
  for (Family family : families) {
    std::erase_if(family, [&](const Formula& one) { return !holds_at_start(system, one); });
    if (!family.empty()) starting.push_back(std::move(family));
  }
  Weakening weakening(system, facts, starting);
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
    weakening.set_orbits(orbits(system, weakening.candidates()));
    weaken([&](const FlatSystem::Rule& rule) { return system.alike[rule.thread] == rule.thread; });
    weakening.set_orbits({});
  }
  weaken([](const FlatSystem::Rule&) { return true; });
  InductivePart part;
  std::size_t candidate = 0;
  for (const Family& family : starting) {
    Family rejected;
    bool is_kept = false;
    for (const Formula& formula : family) {
      const bool is_on = weakening.is_on(candidate++);
      if (is_on) part.kept.push_back(formula);
      is_kept |= is_on;
      if (!is_kept) rejected.push_back(formula);
    }
    if (!rejected.empty()) part.rejected.push_back(std::move(rejected));
  }
  return part;
}

}  // namespace raceproof::prove

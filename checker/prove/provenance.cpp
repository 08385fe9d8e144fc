#include "checker/prove/provenance.h"

#include <algorithm>

#include "checker/prove/flag_candidates.h"
#include "checker/prove/histories.h"
#include "checker/prove/loop_progress.h"

namespace raceproof::prove {
namespace {

constexpr int additions_max = 6;  // beside those of the rounds of loops
constexpr std::size_t limits_max = 4;

class Builder {
 public:
  Builder(const TransitionSystem& system, const Program& program)
      : system_(system), histories_(system, program) {
    for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
      counters_.push_back(counters_of(system_, groups_, thread));
    }
    for (std::size_t group = 0; group < groups_.count(); ++group) {
      limits_.push_back(limits_of(group));
    }
  }

  Provenance run() {
    for (const std::vector<Counter>& counters : counters_) {
      for (const Counter& counter : counters) result_.counters.push_back(counter.variable);
    }
    add_unguarded();
    for (Formula& formula : flags_.anywhere()) candidate(std::move(formula));
    for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
      for (LocationIndex at = 0; at < system_.threads[thread].locations.size(); ++at) {
        const Location::Kind kind = system_.threads[thread].locations[at].kind;
        if (kind == Location::Kind::running || kind == Location::Kind::ended) {
          add_guarded(thread, at);
        } else {
          candidate(differs(result_.system.position(thread), Wide{at}));
        }
      }
    }
    return std::move(result_);
  }

 private:
  static constexpr std::size_t none = Histories::none;

  void candidate(Formula formula, Words words = {}) {
    result_.candidates.push_back({std::move(formula)});
    result_.words.push_back(std::move(words));
  }

  Words chain_words(std::size_t group, VariableIndex v) const {
    std::vector<Addition> additions;
    for (const Site& site : sites_) {
      if (site.group == group) additions.push_back(histories_.addition(site));
    }
    return words_of_chain(system_.variables[v].name, groups_.base(group), additions);
  }

  // The value is what the chain added to the base.
  Constraint chain(std::size_t group, VariableIndex v) const {
    Affine sum(groups_.base(group));
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      if (sites_[s].group == group) sum = sum + histories_(s, v) * sites_[s].constant;
    }
    return equal(Affine::variable(v), sum);
  }

  void add_unguarded() {
    const FlatSystem& flat = result_.system;
    if (system_.open) {
      for (const Constraint& bound : system_.open->bounds()) candidate(atom(bound));
    }
    for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
      const auto last = static_cast<Wide>(system_.threads[thread].locations.size()) - 1;
      candidate(atom(at_least(flat.position(thread), Affine(0))));
      candidate(atom(at_least(Affine(last), flat.position(thread))));
    }
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
        if (histories_.has(s, v)) candidate(atom(at_least(histories_(s, v), Affine(0))));
      }
    }
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      const bool is_in_group = groups_.is_shared(v) && groups_.group(v, 0) != none;
      if (!is_in_group) continue;
      candidate(atom(chain(groups_.group(v, 0), v)), chain_words(groups_.group(v, 0), v));
    }
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (groups_.is_ever(v)) continue;
      candidate(atom(at_least(Affine::variable(v), Affine(0))));
      candidate(atom(at_least(system_.starts.front().values[v], Affine::variable(v))));
    }
  }

  void add_guarded(std::uint32_t thread, LocationIndex at) {
    const auto family = [&](const Family& formulas, const Words& words = {}) {
      Family guarded;
      for (const Formula& formula : formulas) {
        guarded.push_back(result_.system.where(thread, at, formula));
      }
      result_.candidates.push_back(std::move(guarded));
      result_.words.push_back(words);
    };
    const auto where = [&](const Formula& formula) { family({formula}); };
    candidate(differs(result_.system.position(thread), Wide{at}));  // it is never there
    const bool at_end = system_.threads[thread].locations[at].kind == Location::Kind::ended;
    const std::vector<Affine> progress = progress_of(
        counters_[thread],
        [&](const Counter& counter) { return groups_.group(counter.variable, at) == none; });
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      const bool is_here = sites_[s].thread == thread;
      for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
        if (!histories_.has(s, v)) continue;
        if (is_here) {
          for (const Affine& rounds : progress) {
            add_bounds(s, v, thread, at_end, rounds, family);
            if (histories_.edges_of(s) == 1) continue;  // else perhaps several times a round
            add_bounds(s, v, thread, at_end,
                       rounds * std::min(histories_.edges_of(s), additions_max), family);
          }
        }
        const bool is_own = groups_.is_own(thread, v);
        if (is_here && is_own && groups_.group(v, at) == sites_[s].group) add_own(s, v, where);
      }
    }
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      const bool is_own = groups_.is_own(thread, v);
      if (is_own && groups_.group(v, at) != none)
        add_others(thread, groups_.group(v, at), v, where);
    }
    for (const Counter& counter : counters_[thread]) {
      if (counter.is_plain || groups_.group(counter.variable, at) != none) continue;
      where(atom(at_least(Affine::variable(counter.variable), Affine(0))));
      for (const Constraint& bound : counter.bounds) {
        family({atom({bound.expression - Affine(1), false}), atom(bound)});
        where(atom(equal(bound.expression, Affine())));
      }
    }
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      const bool is_own = groups_.is_own(thread, v);
      if (is_own && groups_.group(v, at) != none) where(atom(chain(groups_.group(v, at), v)));
    }
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      for (VariableIndex old = 0; old < system_.variables.size(); ++old) {
        add_compared(thread, at, v, old, where);
      }
    }
    for (const Formula& formula : flags_.where(thread, progress)) where(formula);
    add_pairs(thread, where);
    add_values(thread, at, progress, family);
  }

  template <typename Where>
  void add_bounds(std::size_t s, VariableIndex v, std::uint32_t thread, bool at_end,
                  const Affine& rounds, const Where& family) {
    const auto at_most = [&](int more) {
      return atom(at_least(rounds + Affine(more), histories_(s, v)));
    };
    // Samples do not reach behind long loops, so that there the strongest are unrefuted and wrong.
    const bool is_sampled = has_one_plain_loop(counters_[thread]) && histories_.edges_of(s) == 1;
    const bool is_ending = groups_.is_shared(v);
    const auto say = [&](Survival survival) {
      // Of other loops the bounds are on a part of what the thread adds.
      const bool is_said = is_ending && (is_sampled || survival == Survival::at_most);
      return is_said
                 ? words_of_survival(survival, histories_.addition(sites_[s]),
                                     system_.variables[v].name, is_sampled ? rounds.constant() : 0)
                 : Words{};
    };
    Family few;
    for (int more = -1; more <= std::clamp(histories_.edges_of(s), 1, additions_max); ++more) {
      few.push_back(at_most(more));
    }
    family(few, say(Survival::at_most));
    if (!groups_.is_shared(v) && !groups_.is_own(thread, v)) return;
    // Where nobody else is on the chain, nothing of the thread's own was lost.
    Family enough;
    Family alone;
    for (const int more : {0, -1}) {
      enough.push_back(atom(at_least(histories_(s, v), rounds + Affine(more))));
      std::vector<Formula> any{enough.back()};
      for (std::size_t q = 0; q < sites_.size(); ++q) {
        if (q == s || !histories_.has(q, v) || sites_[q].group != sites_[s].group) continue;
        any.push_back(atom(at_least(histories_(q, v), Affine(1))));
      }
      alone.push_back(any_of(std::move(any)));
    }
    family(enough, say(Survival::all));
    if (is_sampled) return family(alone, say(Survival::all_if_alone));
    const bool is_said = is_ending && at_end && rounds.is_constant();
    if (!is_said) return family(alone, {});
    for (std::size_t i = 0; i < alone.size(); ++i) {
      const Wide least = rounds.constant() - static_cast<Wide>(i);
      family({alone[i]},
             least > 0 ? words_of_survival(Survival::some_if_alone, histories_.addition(sites_[s]),
                                           system_.variables[v].name, least)
                       : Words{});
    }
  }

  // What the thread has added to a local, against the shared variables of its group.
  template <typename Where>
  void add_own(std::size_t s, VariableIndex v, const Where& where) {
    where(atom(at_least(histories_(s, v), Affine(1))));
    for (VariableIndex shared = 0; shared < system_.variables.size(); ++shared) {
      if (!groups_.is_shared(shared) || !histories_.has(s, shared)) continue;
      for (const int more : {0, 1}) {
        where(atom(equal(histories_(s, v), histories_(s, shared) + Affine(more))));
      }
    }
  }

  // What all others have added to it is what they have added to the shared one: nobody has stored
  // since it was loaded.
  template <typename Where>
  void add_others(std::uint32_t thread, std::size_t group, VariableIndex v, const Where& where) {
    for (VariableIndex shared = 0; shared < system_.variables.size(); ++shared) {
      if (!groups_.is_shared(shared) || groups_.group(shared, 0) != group) continue;
      std::vector<Formula> all;
      for (std::size_t s = 0; s < sites_.size(); ++s) {
        if (sites_[s].thread == thread || sites_[s].group != group) continue;
        all.push_back(atom(equal(histories_(s, v), histories_(s, shared))));
      }
      if (!all.empty()) where(all_of(std::move(all)));
    }
  }

  // A local that comes from another one, with what the thread has added to it or not: both are what
  // a compare-and-swap needs.
  template <typename Where>
  void add_compared(std::uint32_t thread, LocationIndex at, VariableIndex v, VariableIndex old,
                    const Where& where) {
    const bool is_pair = v != old && groups_.is_own(thread, v) && groups_.is_own(thread, old);
    const std::size_t group = is_pair ? groups_.group(v, at) : none;
    if (group == none || groups_.group(old, at) != group) return;
    std::vector<Formula> others;
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      if (sites_[s].group != group) continue;
      const Formula same = atom(equal(histories_(s, v), histories_(s, old)));
      if (sites_[s].thread != thread) {
        others.push_back(same);
        continue;
      }
      where(same);
      where(atom(equal(histories_(s, v), histories_(s, old) + Affine(1))));
    }
    if (!others.empty()) where(all_of(std::move(others)));
  }

  // What the thread takes and gives back.
  template <typename Where>
  void add_pairs(std::uint32_t thread, const Where& where) {
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      for (std::size_t q = 0; q < sites_.size(); ++q) {
        const bool is_pair = sites_[s].thread == thread && sites_[q].thread == thread &&
                             sites_[s].constant == -sites_[q].constant && sites_[s].constant > 0;
        for (VariableIndex v = 0; is_pair && v < system_.variables.size(); ++v) {
          if (!groups_.is_shared(v) || !histories_.has(s, v) || !histories_.has(q, v)) continue;
          for (const int more : {-1, 0, 1}) {
            where(atom(equal(histories_(s, v), histories_(q, v) + Affine(more))));
          }
        }
      }
    }
  }

  // What is added to under a condition, against the rounds that the thread has made and what any
  // condition compares it with.
  template <typename Add>
  void add_values(std::uint32_t thread, LocationIndex at, const std::vector<Affine>& progress,
                  const Add& family) {
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      const bool is_seen = groups_.is_shared(v) || groups_.is_own(thread, v);
      const std::size_t group = is_seen ? groups_.group(v, at) : none;
      if (group == none || !has_sites(group)) continue;
      const Affine value = Affine::variable(v);
      for (const Affine& limit : limits_[group]) {
        Family low;
        Family high;
        for (const int more : {-1, 0, 1}) {
          high.push_back(atom(at_least(limit + Affine(more), value)));
          low.push_back(atom(at_least(value, limit - Affine(more))));
        }
        family(low);
        family(high);
      }
      if (limits_[group].empty()) continue;
      const Affine base(groups_.base(group));
      for (const Affine& rounds : progress) {
        Family low;
        Family high;
        for (const int more : {1, 0, -1}) {
          low.push_back(atom(at_least(value, base + rounds + Affine(more))));
          high.push_back(atom(at_least(base - rounds - Affine(more), value)));
        }
        family(low);
        family(high);
      }
    }
  }

  bool has_sites(std::size_t group) const {
    return std::any_of(sites_.begin(), sites_.end(),
                       [&](const Site& site) { return site.group == group; });
  }

  // What guards compare a value of the group with.
  std::vector<Affine> limits_of(std::size_t group) const {
    std::vector<Affine> limits;
    for (const ThreadGraph& graph : system_.threads) {
      for (const Edge& edge : graph.edges) {
        for (const Constraint& one : edge.guard) {
          for (const auto& [v, coefficient] : one.expression.terms()) {
            if (groups_.group(v, edge.from) != group || coefficient * coefficient != 1) continue;
            const Affine limit = Affine::variable(v) - one.expression * coefficient;
            const bool is_known = std::find(limits.begin(), limits.end(), limit) != limits.end();
            const auto is_open = [&](const Affine::Term& term) {
              return system_.open && system_.open->variable == term.first;
            };
            const bool is_fixed = std::all_of(limit.terms().begin(), limit.terms().end(), is_open);
            if (is_fixed && !is_known && limits.size() < limits_max) limits.push_back(limit);
          }
        }
      }
    }
    return limits;
  }

  const TransitionSystem& system_;
  Histories histories_;
  Provenance result_{histories_.flat_system(), {}, {}, {}, histories_.names()};
  const ValueGroups& groups_ = histories_.groups();
  const std::vector<Site>& sites_ = histories_.sites();
  std::vector<std::vector<Counter>> counters_;  // by thread
  std::vector<std::vector<Affine>> limits_;     // by group: what its values are compared with
  FlagCandidates flags_{system_, histories_, result_.system, counters_};
};

}  // namespace

Provenance provenance_of(const TransitionSystem& system, const Program& program) {
  return Builder(system, program).run();
}

}  // namespace raceproof::prove

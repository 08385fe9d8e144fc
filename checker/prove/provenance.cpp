#include "checker/prove/provenance.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace raceproof::prove {
namespace {

/// `v := w + constant`, or `v := constant` where there is no w.
struct Copy {
  std::optional<VariableIndex> from;
  Wide constant = 0;
};

std::optional<Copy> copy_of(const Affine& value) {
  if (value.is_constant()) return Copy{std::nullopt, value.constant()};
  const bool is_copy = value.terms().size() == 1 && value.terms()[0].second == 1;
  if (!is_copy) return std::nullopt;
  return Copy{value.terms()[0].first, value.constant()};
}

/// A thread adding a constant to a value of a group.
struct Site {
  std::uint32_t thread = 0;
  std::size_t group = 0;
  Wide constant = 0;
  friend bool operator==(const Site&, const Site&) = default;
};

/// Variables between which values are copied.
struct Group {
  std::vector<VariableIndex> variables;
  Wide base = 0;
};

class Builder {
 public:
  Builder(const TransitionSystem& system, const Program& program)
      : system_(system), program_(program), group_of_(system.variables.size(), none) {
    find_groups();
    find_sites();
    number_histories();
  }

  Provenance run() {
    result_.system.variables = next_ + system_.threads.size();
    result_.system.first_position = next_;
    result_.histories = next_ - system_.variables.size();
    for (const Start& start : system_.starts) add_start(start);
    for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
      for (std::size_t i = 0; i < system_.threads[thread].edges.size(); ++i) add_rule(thread, i);
    }
    add_unguarded();
    for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
      for (LocationIndex at = 0; at < system_.threads[thread].locations.size(); ++at) {
        const Location::Kind kind = system_.threads[thread].locations[at].kind;
        if (kind == Location::Kind::running || kind == Location::Kind::ended) {
          add_guarded(thread, at);
        }
      }
    }
    return std::move(result_);
  }

 private:
  static constexpr std::size_t none = ~std::size_t{0};

  bool is_shared(VariableIndex v) const {
    return system_.variables[v].cell < program_.shared_cells;
  }
  bool is_own(std::uint32_t thread, VariableIndex v) const {
    const ThreadInfo& info = program_.threads[thread];
    const CellIndex cell = system_.variables[v].cell;
    return cell >= info.frame && cell < info.frame + info.frame_size;
  }
  const Affine history(std::size_t site, VariableIndex v) const {
    return Affine::variable(static_cast<VariableIndex>(histories_[site][v]));
  }

  // Groups are the components of "is copied to" that hold a shared variable; what is computed
  // otherwise, or begins with several values, has no group.
  void find_groups() {
    const std::size_t count = system_.variables.size();
    std::vector<std::size_t> parent(count);
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto root = [&](std::size_t v) {
      while (parent[v] != v) v = parent[v];
      return v;
    };
    std::vector<bool> is_simple(count, true);
    for (const ThreadGraph& graph : system_.threads) {
      for (const Edge& edge : graph.edges) {
        for (VariableIndex v = 0; v < count; ++v) {
          const auto copy = copy_of(edge.update[v]);
          if (!copy) is_simple[v] = false;
          if (copy && copy->from) parent[root(v)] = root(*copy->from);
        }
      }
    }
    for (VariableIndex first = 0; first < count; ++first) {
      if (!is_shared(first) || group_of_[first] != none) continue;
      Group group;
      group.base = system_.starts.front().values[first];
      bool fits = true;
      for (VariableIndex v = 0; v < count; ++v) {
        if (root(v) != root(first)) continue;
        group.variables.push_back(v);
        fits = fits && is_simple[v];
        for (const Start& start : system_.starts) {
          fits = fits && (!is_shared(v) || start.values[v] == group.base);
        }
      }
      if (!fits) continue;
      for (const VariableIndex v : group.variables) group_of_[v] = groups_.size();
      groups_.push_back(std::move(group));
    }
  }

  void find_sites() {
    for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
      for (const Edge& edge : system_.threads[thread].edges) {
        for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
          if (group_of_[v] == none) continue;
          const Copy copy = *copy_of(edge.update[v]);
          if (!copy.from || copy.constant == 0) continue;
          const Site site{thread, group_of_[v], copy.constant};
          if (std::find(sites_.begin(), sites_.end(), site) == sites_.end()) {
            sites_.push_back(site);
          }
        }
      }
    }
  }

  void number_histories() {
    next_ = static_cast<VariableIndex>(system_.variables.size());
    for (const Site& site : sites_) {
      std::vector<std::size_t> numbers(system_.variables.size(), none);
      for (const VariableIndex v : groups_[site.group].variables) numbers[v] = next_++;
      histories_.push_back(std::move(numbers));
    }
  }

  void add_start(const Start& start) {
    std::vector<Wide> values = start.values;
    values.resize(next_, 0);
    for (const LocationIndex at : start.locations) values.push_back(Wide{at});
    result_.system.starts.push_back(std::move(values));
  }

  void add_rule(std::uint32_t thread, std::size_t number) {
    const FlatSystem& flat = result_.system;
    const Edge& edge = system_.threads[thread].edges[number];
    std::vector<Formula> guard{atom(flat.stands_at(thread, edge.from)), all_of(edge.guard)};
    for (std::uint32_t other = 0; other < system_.threads.size(); ++other) {
      const ThreadGraph& graph = system_.threads[other];
      for (LocationIndex at = 0; other != thread && at < graph.locations.size(); ++at) {
        if (graph.locations[at].is_exclusive) {
          guard.push_back(differs(flat.position(other), Wide{at}));
        }
      }
    }
    FlatSystem::Rule rule{thread, number, all_of(std::move(guard)), edge.update};
    for (VariableIndex v = static_cast<VariableIndex>(edge.update.size()); v < flat.variables;
         ++v) {
      rule.update.push_back(Affine::variable(v));
    }
    rule.update[flat.first_position + thread] = Affine(Wide{edge.to});
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      for (const VariableIndex v : groups_[sites_[s].group].variables) {
        const Copy copy = *copy_of(edge.update[v]);
        Affine& value = rule.update[histories_[s][v]];
        value = copy.from ? history(s, *copy.from) : Affine();
        const Site here{thread, sites_[s].group, copy.constant};
        if (copy.from && here == sites_[s]) value = value + Affine(1);
      }
    }
    result_.system.rules.push_back(std::move(rule));
  }

  void candidate(Formula formula) { result_.candidates.push_back(std::move(formula)); }

  // The value is what the chain added to the base.
  Constraint chain(std::size_t group, VariableIndex v) const {
    Affine sum(groups_[group].base);
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      if (sites_[s].group == group) sum = sum + history(s, v) * sites_[s].constant;
    }
    return equal(Affine::variable(v), sum);
  }

  void add_unguarded() {
    const FlatSystem& flat = result_.system;
    for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
      const auto last = static_cast<Wide>(system_.threads[thread].locations.size()) - 1;
      candidate(atom(at_least(flat.position(thread), Affine(0))));
      candidate(atom(at_least(Affine(last), flat.position(thread))));
    }
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      for (const VariableIndex v : groups_[sites_[s].group].variables) {
        candidate(atom(at_least(history(s, v), Affine(0))));
      }
    }
    for (std::size_t group = 0; group < groups_.size(); ++group) {
      for (const VariableIndex v : groups_[group].variables) {
        if (is_shared(v)) candidate(atom(chain(group, v)));
      }
    }
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (group_of_[v] != none) continue;
      candidate(atom(at_least(Affine::variable(v), Affine(0))));
      candidate(atom(at_least(Affine(system_.starts.front().values[v]), Affine::variable(v))));
    }
  }

  // How many rounds the thread has begun, by each of its counters.
  std::vector<Affine> progress_of(std::uint32_t thread) const {
    std::vector<Affine> all;
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (!is_own(thread, v) || group_of_[v] != none) continue;
      bool counts_down = false;
      bool counts_up = false;
      for (const Edge& edge : system_.threads[thread].edges) {
        const auto copy = copy_of(edge.update[v]);
        if (!copy || copy->from != v) continue;
        counts_down |= copy->constant == -1;
        counts_up |= copy->constant == 1;
      }
      const Affine start(system_.starts.front().values[v]);
      if (counts_down) all.push_back(start - Affine::variable(v));
      if (counts_up) all.push_back(Affine::variable(v) - start);
    }
    if (all.empty()) all.emplace_back(0);
    return all;
  }

  void add_guarded(std::uint32_t thread, LocationIndex at) {
    const auto where = [&](const Formula& formula) {
      candidate(result_.system.where(thread, at, formula));
    };
    const std::vector<Affine> progress = progress_of(thread);
    for (std::size_t s = 0; s < sites_.size(); ++s) {
      const bool is_here = sites_[s].thread == thread;
      for (const VariableIndex v : groups_[sites_[s].group].variables) {
        if (is_here) {
          for (const Affine& rounds : progress) add_bounds(s, v, thread, rounds, where);
        }
        if (is_own(thread, v)) add_own(s, v, is_here, where);
      }
    }
    for (std::size_t group = 0; group < groups_.size(); ++group) {
      for (const VariableIndex v : groups_[group].variables) {
        if (is_own(thread, v)) where(atom(chain(group, v)));
      }
    }
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) add_constants(v, where);
  }

  template <typename Where>
  void add_bounds(std::size_t s, VariableIndex v, std::uint32_t thread, const Affine& rounds,
                  const Where& where) {
    for (const int more : {-1, 0, 1}) {
      where(atom(at_least(rounds + Affine(more), history(s, v))));
    }
    if (!is_shared(v) && !is_own(thread, v)) return;
    for (const int more : {-1, 0}) {
      const Formula enough = atom(at_least(history(s, v), rounds + Affine(more)));
      where(enough);
      // Where nobody else is on the chain, nothing of the thread's own was lost.
      std::vector<Formula> alone{enough};
      for (std::size_t q = 0; q < sites_.size(); ++q) {
        if (q == s || sites_[q].group != sites_[s].group) continue;
        alone.push_back(atom(at_least(history(q, v), Affine(1))));
      }
      where(any_of(std::move(alone)));
    }
  }

  // A local of the thread, against the shared variables of its group.
  template <typename Where>
  void add_own(std::size_t s, VariableIndex v, bool is_here, const Where& where) {
    if (is_here) where(atom(at_least(history(s, v), Affine(1))));
    for (const VariableIndex shared : groups_[sites_[s].group].variables) {
      if (!is_shared(shared)) continue;
      for (const int more : {0, 1}) {
        where(atom(equal(history(s, v), history(s, shared) + Affine(more))));
      }
    }
  }

  // What is only ever set to constants is one of them: locks and flags.
  template <typename Where>
  void add_constants(VariableIndex v, const Where& where) {
    std::vector<Wide> constants{system_.starts.front().values[v]};
    for (const ThreadGraph& graph : system_.threads) {
      for (const Edge& edge : graph.edges) {
        const auto copy = copy_of(edge.update[v]);
        const bool is_other = !copy || (copy->from && !(copy->from == v && copy->constant == 0));
        if (is_other) return;
        if (!copy->from) constants.push_back(copy->constant);
      }
    }
    std::sort(constants.begin(), constants.end());
    constants.erase(std::unique(constants.begin(), constants.end()), constants.end());
    if (constants.size() > 40) return;
    for (const Wide constant : constants) {
      where(atom(equal(Affine::variable(v), Affine(constant))));
      where(differs(Affine::variable(v), constant));
    }
  }

  const TransitionSystem& system_;
  const Program& program_;
  std::vector<std::size_t> group_of_;
  std::vector<Group> groups_;
  std::vector<Site> sites_;
  std::vector<std::vector<std::size_t>> histories_;  // by site, by variable
  VariableIndex next_ = 0;
  Provenance result_;
};

}  // namespace

Provenance provenance_of(const TransitionSystem& system, const Program& program) {
  return Builder(system, program).run();
}

}  // namespace raceproof::prove

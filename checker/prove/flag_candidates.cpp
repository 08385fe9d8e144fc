#include "checker/prove/flag_candidates.h"

#include <algorithm>

namespace raceproof::prove {
namespace {

constexpr std::size_t constants_max = 40;
constexpr std::size_t turns_threads_max = 3;
constexpr std::size_t flag_values_max = 3;  // of one that tells what was done, or whose turn it is

// What the variable can be, if it is only ever set to constants.
std::vector<Wide> constants_of(const TransitionSystem& system, VariableIndex v) {
  const Affine& begin = system.starts.front().values[v];
  if (!begin.is_constant()) return {};
  std::vector<Wide> constants{begin.constant()};
  for (const ThreadGraph& graph : system.threads) {
    for (const Edge& edge : graph.edges) {
      const auto copy = copy_of(edge.update[v]);
      const bool is_other = !copy || (copy->from && !(copy->from == v && copy->constant == 0));
      if (is_other) return {};
      if (!copy->from) constants.push_back(copy->constant);
    }
  }
  std::sort(constants.begin(), constants.end());
  constants.erase(std::unique(constants.begin(), constants.end()), constants.end());
  if (constants.size() > constants_max) return {};
  return constants;
}

// Where a thread stands that has set a variable to a constant, until it sets it to something else.
std::vector<LocationIndex> holding_locations(const ThreadGraph& graph, VariableIndex v,
                                             Wide constant) {
  const Constraint is_set = equal(Affine::variable(v), Affine(constant));
  const auto is_setting = [&](const Edge& edge) {
    const bool is_set_before =
        std::find(edge.guard.begin(), edge.guard.end(), is_set) != edge.guard.end();
    return edge.update[v] == Affine(constant) && !is_set_before;
  };
  std::vector<LocationIndex> all;
  const auto add = [&](LocationIndex at) {
    if (std::find(all.begin(), all.end(), at) == all.end()) all.push_back(at);
  };
  for (const Edge& edge : graph.edges) {
    if (is_setting(edge)) add(edge.to);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const Edge& edge : graph.edges) {
      const bool keeps =
          edge.update[v] == Affine::variable(v) || edge.update[v] == Affine(constant);
      if (edge.from == all[i] && keeps) add(edge.to);
    }
  }
  return all;
}

}  // namespace

FlagCandidates::FlagCandidates(const TransitionSystem& system, const Histories& histories,
                               const FlatSystem& flat,
                               const std::vector<std::vector<Counter>>& counters)
    : system_(system), histories_(histories), flat_(flat), counters_(counters) {
  for (VariableIndex v = 0; v < system.variables.size(); ++v) {
    constants_.push_back(constants_of(system, v));
  }
}

Formula FlagCandidates::is_value(VariableIndex v, Wide constant) const {
  return atom(equal(Affine::variable(v), Affine(constant)));
}

std::vector<Formula> FlagCandidates::anywhere() const {
  std::vector<Formula> all;
  for (VariableIndex v = 0; v < constants_.size(); ++v) {
    std::vector<Formula> any;
    for (const Wide constant : constants_[v]) any.push_back(is_value(v, constant));
    if (!any.empty()) all.push_back(any_of(std::move(any)));
    for (const Wide constant : constants_[v]) {
      add_holders(v, constant, all);
      add_done(v, constant, all);
    }
  }
  return all;
}

std::vector<Formula> FlagCandidates::where(std::uint32_t thread,
                                           const std::vector<Affine>& progress) const {
  std::vector<Formula> all;
  for (VariableIndex v = 0; v < constants_.size(); ++v) {
    const bool is_flag = constants_[v].size() > 1 && constants_[v].size() <= flag_values_max;
    for (const Wide constant : constants_[v]) {
      all.push_back(is_value(v, constant));
      all.push_back(differs(Affine::variable(v), constant));
      for (const Affine& rounds : progress) {
        // Once the thread has made a round, somebody has set it.
        if (!is_flag || rounds.is_constant()) continue;
        for (const int most : {0, 1}) {
          all.push_back(any_of({is_value(v, constant), atom(at_least(Affine(most), rounds))}));
        }
      }
    }
    for (Formula& formula : done_once(v)) all.push_back(std::move(formula));
  }
  add_turns(thread, all);
  return all;
}

// Where a flag has been set, a thread stands behind that; two never do, if it excludes them.
void FlagCandidates::add_holders(VariableIndex flag, Wide constant,
                                 std::vector<Formula>& all) const {
  if (system_.starts.front().values[flag] == Affine(constant)) return;
  std::vector<Formula> nowhere;  // by thread: it stands behind no such step
  std::vector<Formula> any{differs(Affine::variable(flag), constant)};
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    std::vector<Formula> none_of;
    for (const LocationIndex at : holding_locations(system_.threads[thread], flag, constant)) {
      any.push_back(atom(flat_.stands_at(thread, at)));
      none_of.push_back(differs(flat_.position(thread), Wide{at}));
    }
    if (!none_of.empty()) nowhere.push_back(all_of(std::move(none_of)));
  }
  if (nowhere.empty()) return;
  all.push_back(any_of(std::move(any)));
  for (std::size_t i = 0; i < nowhere.size(); ++i) {
    for (std::size_t j = i + 1; j < nowhere.size(); ++j) {
      all.push_back(any_of({nowhere[i], nowhere[j]}));
    }
  }
}

// What a flag tells of what was done before it was set, at once or where nobody has a lock.
void FlagCandidates::add_done(VariableIndex flag, Wide constant, std::vector<Formula>& all) const {
  if (constants_[flag].size() > flag_values_max) return;
  const Formula otherwise = differs(Affine::variable(flag), constant);
  for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
    for (const Formula& formula : done_once(v)) {
      all.push_back(any_of({otherwise, formula}));
      for (VariableIndex lock = 0; lock < system_.variables.size(); ++lock) {
        if (!flat_.roles[lock].holds_a_thread) continue;
        all.push_back(any_of({otherwise, differs(Affine::variable(lock), 0), formula}));
      }
    }
  }
}

// That nothing was added to a shared variable yet, that it was done once.
std::vector<Formula> FlagCandidates::done_once(VariableIndex v) const {
  const ValueGroups& groups = histories_.groups();
  const std::size_t group = groups.is_shared(v) ? groups.group(v, 0) : ValueGroups::none;
  std::vector<Wide> added;
  for (const Site& site : histories_.sites()) {
    const bool is_known = std::find(added.begin(), added.end(), site.constant) != added.end();
    if (site.group == group && !is_known) added.push_back(site.constant);
  }
  if (added.size() != 1) return {};
  const Wide base = groups.base(group);
  return {is_value(v, base), is_value(v, base + added.front())};
}

Affine FlagCandidates::rounds_of(std::uint32_t thread) const {
  return progress_of(counters_[thread], [](const Counter&) { return true; }).front();
}

// Threads that take turns are never far apart: by how much, depends on the flag.
void FlagCandidates::add_turns(std::uint32_t thread, std::vector<Formula>& all) const {
  if (system_.threads.size() > turns_threads_max) return;
  for (std::uint32_t other = 0; other < system_.threads.size(); ++other) {
    if (other == thread) continue;
    const Affine ahead = rounds_of(thread) - rounds_of(other);
    for (VariableIndex v = 0; v < constants_.size(); ++v) {
      if (constants_[v].size() < 2 || constants_[v].size() > flag_values_max) continue;
      for (const Wide constant : constants_[v]) {
        const Formula otherwise = differs(Affine::variable(v), constant);
        for (const int by : {-1, 0, 1}) {
          all.push_back(any_of({otherwise, atom(at_least(ahead, Affine(by)))}));
          all.push_back(any_of({otherwise, atom(at_least(Affine(by), ahead))}));
        }
      }
    }
  }
}

}  // namespace raceproof::prove

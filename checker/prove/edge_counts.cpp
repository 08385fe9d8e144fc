#include "checker/prove/edge_counts.h"

#include <algorithm>
#include <set>

#include "checker/prove/strong_components.h"

namespace raceproof::prove {
namespace {

constexpr Wide count_max = Wide{1} << 62;
constexpr std::size_t rounds_until_given_up = 3;

/// Some edges, by their numbers.
using Edges = std::vector<std::size_t>;

/// A variable that goes one way, and how often at most it does so each time that the loop begins.
struct Ranking {
  Edges edges;
  Wide most = 0;
};

class EdgeCounts {
 public:
  EdgeCounts(const TransitionSystem& system, std::uint32_t thread)
      : system_(system), thread_(thread), graph_(system.threads[thread]) {
    counts_.resize(graph_.edges.size());
    for (VariableIndex v = 0; v < system.variables.size(); ++v) {
      if (is_own(v)) own_.push_back(v);
    }
    Edges all;
    for (std::size_t i = 0; i < graph_.edges.size(); ++i) all.push_back(i);
    count(all, 1);
  }

  std::vector<std::optional<Wide>> counts() { return std::move(counts_); }

 private:
  bool is_own(VariableIndex v) const {
    for (std::uint32_t other = 0; other < system_.threads.size(); ++other) {
      if (other == thread_) continue;
      const auto keeps = [&](const auto& one) { return one.update[v] == Affine::variable(v); };
      const ThreadGraph& graph = system_.threads[other];
      if (!std::all_of(graph.edges.begin(), graph.edges.end(), keeps)) return false;
      for (const auto& settled : graph.settled) {
        if (!std::all_of(settled.begin(), settled.end(), keeps)) return false;
      }
    }
    return true;
  }

  // Counts edges that are gone through from some beginning so many times.
  void count(const Edges& edges, Wide times) {
    if (times > count_max) return;
    const std::vector<std::size_t> component = components(edges);
    std::vector<Edges> loops(graph_.locations.size());
    for (const std::size_t edge : edges) {
      const std::size_t from = component[graph_.edges[edge].from];
      if (from == component[graph_.edges[edge].to]) {
        loops[from].push_back(edge);
      } else {
        counts_[edge] = times;
      }
    }
    for (const Edges& loop : loops) count_loop(loop, times);
  }

  void count_loop(const Edges& loop, Wide times) {
    const std::optional<Ranking> ranking = ranking_of(loop);
    if (!ranking || ranking->most > count_max / times) return;
    for (const std::size_t edge : ranking->edges) counts_[edge] = times * ranking->most;
    Edges rest;
    std::set_difference(loop.begin(), loop.end(), ranking->edges.begin(), ranking->edges.end(),
                        std::back_inserter(rest));
    count(rest, times * (ranking->most + 1));
  }

  // By location.
  std::vector<std::size_t> components(const Edges& edges) const {
    std::vector<std::pair<std::size_t, std::size_t>> arcs;
    for (const std::size_t edge : edges) {
      arcs.emplace_back(graph_.edges[edge].from, graph_.edges[edge].to);
    }
    return strong_components(graph_.locations.size(), arcs);
  }

  std::optional<Ranking> ranking_of(const Edges& loop) const {
    for (const VariableIndex v : own_) {
      for (const Wide way : {Wide{-1}, Wide{1}}) {
        if (auto ranking = ranking_by(loop, v, way)) return ranking;
      }
    }
    return std::nullopt;
  }

  // The variable, times `way`, must never go down, and goes up by edges that it has to be below
  // something for.
  std::optional<Ranking> ranking_by(const Edges& loop, VariableIndex v, Wide way) const {
    const auto change_by = [&](std::size_t edge) {
      const Affine& update = graph_.edges[edge].update[v];
      return update.is_copy_of(v) ? update.constant() * way : -1;
    };
    if (std::any_of(loop.begin(), loop.end(), [&](auto edge) { return change_by(edge) < 0; })) {
      return std::nullopt;
    }
    const std::vector<MostThere> before = most_by_location(loop, v, way);
    Ranking ranking;
    std::optional<Wide> end;
    for (const std::size_t number : loop) {
      const std::optional<Wide> most = most_before(graph_.edges[number], v, way, before);
      if (change_by(number) == 0 || !most) continue;
      ranking.edges.push_back(number);
      end = end ? std::max(*end, *most) : *most;
    }
    if (!end) return std::nullopt;
    const std::optional<Wide> begin = least_before(loop, v, way);
    if (!begin) return std::nullopt;
    ranking.most = std::max(*end - *begin + 1, Wide{0});
    return ranking;
  }

  /// What a variable, times the way that it goes, is at most at a location.
  struct MostThere {
    bool is_reached = false;
    std::optional<Wide> value;  ///< nothing: no bound is known

    friend bool operator==(const MostThere&, const MostThere&) = default;
  };

  // By location, by the guards on the way there: what grows round after round is given up, and then
  // those guards are asked once more (widening and narrowing; Cousot, Cousot, 1977).
  std::vector<MostThere> most_by_location(const Edges& loop, VariableIndex v, Wide way) const {
    std::vector<MostThere> most(graph_.locations.size());
    std::set<LocationIndex> inside;
    for (const std::size_t edge : loop) inside.insert(graph_.edges[edge].to);
    for (LocationIndex at = 0; at < most.size(); ++at) most[at].is_reached = !inside.contains(at);
    const auto look = [&](std::size_t round) {
      bool is_changed = false;
      for (const LocationIndex at : inside) {
        MostThere now = most_behind(at, v, way, most);
        if (now == most[at]) continue;
        if (round == rounds_until_given_up) now.value.reset();
        is_changed |= now != most[at];
        most[at] = now;
      }
      return is_changed;
    };
    for (std::size_t round = 0; look(round);) round = std::min(round + 1, rounds_until_given_up);
    for (std::size_t round = 0; round < inside.size(); ++round) look(0);
    return most;
  }

  MostThere most_behind(LocationIndex at, VariableIndex v, Wide way,
                        const std::vector<MostThere>& before) const {
    MostThere most;
    const auto join = [&](const std::optional<Wide>& value) {
      const bool is_known = value && (!most.is_reached || most.value);
      most.value =
          is_known ? std::optional(std::max(most.value.value_or(*value), *value)) : std::nullopt;
      most.is_reached = true;
    };
    for (const Start& start : system_.starts) {
      if (start.locations[thread_] == at) join(most_of(start.values[v] * way));
    }
    for (const Edge& edge : graph_.edges) {
      if (edge.to != at || !before[edge.from].is_reached) continue;
      const Affine& update = edge.update[v];
      const auto here = most_before(edge, v, way, before);
      if (!update.is_copy_of(v)) {
        join(most_of(update * way));
      } else {
        join(here ? std::optional(*here + update.constant() * way) : std::nullopt);
      }
    }
    return most;
  }

  std::optional<Wide> most_before(const Edge& edge, VariableIndex v, Wide way,
                                  const std::vector<MostThere>& before) const {
    const std::optional<Wide> here = most_in(edge.guard, v, way);
    const std::optional<Wide>& known = before[edge.from].value;
    return here && known ? std::min(*here, *known) : here ? here : known;
  }

  // What the guard says that the variable, times `way`, is at most.
  std::optional<Wide> most_in(const Conjunction& guard, VariableIndex v, Wide way) const {
    std::optional<Wide> most;
    for (const Constraint& one : guard) {
      const Wide coefficient = one.expression.coefficient(v);
      const bool is_bound = coefficient == -way || (one.is_equality && coefficient == way);
      if (!is_bound) continue;
      const Affine rest = one.expression - Affine::variable(v) * coefficient;
      const auto bound = most_of(coefficient == -way ? rest : rest * -1);
      if (bound) most = most ? std::min(*most, *bound) : *bound;
    }
    return most;
  }

  // Of an expression over what is left open.
  std::optional<Wide> most_of(const Affine& value) const {
    Wide most = value.constant();
    for (const auto& [variable, coefficient] : value.terms()) {
      if (!system_.open || system_.open->variable != variable) return std::nullopt;
      most += coefficient * (coefficient > 0 ? system_.open->most : system_.open->least);
    }
    return most;
  }

  // What the variable, times `way`, is at least where the loop begins.
  std::optional<Wide> least_before(const Edges& loop, VariableIndex v, Wide way) const {
    std::optional<Wide> least;
    std::set<LocationIndex> open;
    std::set<LocationIndex> seen;
    for (const std::size_t edge : loop) open.insert(graph_.edges[edge].to);
    const std::set<std::size_t> inside(loop.begin(), loop.end());
    const auto note = [&](const Affine& value) {
      const auto most = most_of(value * -way);
      if (most) least = least ? std::min(*least, -*most) : -*most;
      return most.has_value();
    };
    while (!open.empty()) {
      const LocationIndex at = *open.begin();
      open.erase(open.begin());
      seen.insert(at);
      for (const Start& start : system_.starts) {
        if (start.locations[thread_] == at && !note(start.values[v])) return std::nullopt;
      }
      for (std::size_t i = 0; i < graph_.edges.size(); ++i) {
        const Edge& edge = graph_.edges[i];
        if (edge.to != at || inside.contains(i)) continue;
        if (!edge.update[v].is_copy_of(v)) {
          if (!note(edge.update[v])) return std::nullopt;
          continue;
        }
        if (edge.update[v].constant() * way < 0) return std::nullopt;
        if (!seen.contains(edge.from)) open.insert(edge.from);
      }
    }
    return least;
  }

  const TransitionSystem& system_;
  std::uint32_t thread_;
  const ThreadGraph& graph_;
  std::vector<VariableIndex> own_;  ///< that no other thread writes
  std::vector<std::optional<Wide>> counts_;
};

}  // namespace

std::vector<std::optional<Wide>> edge_counts(const TransitionSystem& system, std::uint32_t thread) {
  return EdgeCounts(system, thread).counts();
}

}  // namespace raceproof::prove

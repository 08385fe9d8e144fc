#include "checker/time/makespan_search.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>
#include <unordered_set>

#include "checker/explore/components.h"
#include "checker/time/spinning.h"

namespace raceproof::timed {
namespace {

using explore::Components;
using explore::Edge;
using explore::StateIndex;
using explore::StateKind;
using explore::StateSpace;

constexpr std::int64_t none = -1;  // no end is reached
constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t decisions_max = 100'000;  // of a schedule that goes round and round

/// The way on from a state: the time it takes, and the decisions; fewer are better.
struct Cost {
  std::int64_t us = none;
  std::uint64_t edges = 0;
  bool operator<(const Cost& other) const {
    return std::tie(us, edges) < std::tie(other.us, other.edges);
  }
  bool operator==(const Cost& other) const = default;
};

// Edges by target: where each comes from.
struct Backwards {
  explicit Backwards(const StateSpace& graph) : first(graph.expanded() + std::size_t{1}, 0) {
    for (const Edge& edge : graph.edges) {
      if (!edge.is_end) ++first[edge.target + std::size_t{1}];
    }
    for (std::size_t s = 1; s < first.size(); ++s) first[s] += first[s - 1];
    sources.resize(first.back());
    edges.resize(first.back());
    std::vector<std::uint64_t> next(first.begin(), first.end() - 1);
    for (StateIndex s = 0; s < graph.expanded(); ++s) {
      for (std::uint64_t e = graph.first_edge[s]; e < graph.first_edge[s + 1]; ++e) {
        if (graph.edges[e].is_end) continue;
        const std::uint64_t at = next[graph.edges[e].target]++;
        sources[at] = s;
        edges[at] = e;
      }
    }
  }
  std::vector<std::uint64_t> first;
  std::vector<StateIndex> sources;
  std::vector<std::uint64_t> edges;
};

class Finder {
 public:
  Finder(const TimedMachine& machine, const TimedSpace& space, std::int64_t claimed_us,
         const explore::Limits& limits)
      : machine_(machine), space_(space), graph_(space.graph), claimed_us_(claimed_us),
        limits_(limits) {}

  Extremes find() {
    Extremes extremes;
    extremes.states = graph_.states.size();
    extremes.undecided = find_spinning(machine_, space_, limits_);
    if (!extremes.undecided.empty()) return extremes;
    find_least();
    components_ = components_of(graph_);
    find_greatest();
    if (is_too_long_) {
      extremes.undecided = "a makespan is longer than 9223372036854775807us";
      return extremes;
    }
    const Edge* shortest = nullptr;
    const Edge* longest = nullptr;
    for (const Edge& root : graph_.roots) {
      if (root.is_end || least_[root.target].us == none) continue;
      if (shortest == nullptr || least_[root.target] < least_[shortest->target]) shortest = &root;
      if (longest == nullptr || greatest_[root.target] > greatest_[longest->target]) {
        longest = &root;
      }
    }
    if (shortest == nullptr) return extremes;
    extremes.least = walk(*shortest, [this](StateIndex at) { return least_edges(at); });
    extremes.is_unbounded = greatest_[longest->target] == unbounded;
    if (extremes.is_unbounded) {
      extremes.greatest = go_round(*longest);
    } else {
      extremes.greatest = walk(*longest, [this](StateIndex at) { return greatest_edges(at); });
    }
    return extremes;
  }

 private:
  using Path = std::vector<std::uint64_t>;  // edges

  std::int64_t passed(std::uint64_t edge) const { return space_.moves[edge].passed_us; }

  std::int64_t sum(std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    if (__builtin_add_overflow(a, b, &result) || result == unbounded) {
      is_too_long_ = true;
      return unbounded - 1;
    }
    return result;
  }

  // Shortest ways to an end from everywhere, from the ends backwards.
  void find_least() {
    const Backwards backwards(graph_);
    least_.resize(graph_.expanded());
    using Entry = std::tuple<std::int64_t, std::uint64_t, StateIndex>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    for (StateIndex s = 0; s < graph_.expanded(); ++s) {
      if (graph_.kinds[s] != StateKind::final_) continue;
      least_[s] = {0, 0};
      queue.push({0, 0, s});
    }
    std::uint64_t rounds = 0;
    while (!queue.empty()) {
      if (rounds++ % explore::states_between_looks == 0) explore::keep_within(limits_);
      const auto [us, edges, at] = queue.top();
      queue.pop();
      if (!(least_[at] == Cost{us, edges})) continue;
      for (std::uint64_t i = backwards.first[at]; i < backwards.first[at + std::size_t{1}]; ++i) {
        const Cost cost{sum(us, passed(backwards.edges[i])), edges + 1};
        Cost& known = least_[backwards.sources[i]];
        if (known.us != none && !(cost < known)) continue;
        known = cost;
        queue.push({cost.us, cost.edges, backwards.sources[i]});
      }
    }
  }

  // Longest ways, component by component; all states of a component have the same, since the edges
  // within it take no time, or can be gone round for ever.
  void find_greatest() {
    greatest_.assign(graph_.expanded(), none);
    for (std::uint32_t c = components_.count(); c-- > 0;) {
      if (c % explore::states_between_looks == 0) explore::keep_within(limits_);
      std::int64_t longest = none;
      bool takes_time = false;
      for (StateIndex i = components_.first[c]; i < components_.first[c + 1]; ++i) {
        const StateIndex s = components_.states[i];
        if (graph_.kinds[s] == StateKind::final_) longest = std::max<std::int64_t>(longest, 0);
        for (std::uint64_t e = graph_.first_edge[s]; e < graph_.first_edge[s + 1]; ++e) {
          const Edge& edge = graph_.edges[e];
          if (edge.is_end) continue;
          if (components_.of_state[edge.target] == c) {
            takes_time = takes_time || passed(e) > 0;
          } else if (greatest_[edge.target] != none) {
            longest = std::max(longest, behind(e));
          }
        }
      }
      if (takes_time && longest != none) longest = unbounded;
      for (StateIndex i = components_.first[c]; i < components_.first[c + 1]; ++i) {
        greatest_[components_.states[i]] = longest;
      }
    }
  }

  std::int64_t behind(std::uint64_t edge) {
    const std::int64_t rest = greatest_[graph_.edges[edge].target];
    return rest == unbounded ? unbounded : sum(rest, passed(edge));
  }

  Path least_edges(StateIndex at) {
    for (std::uint64_t e = graph_.first_edge[at]; e < graph_.first_edge[at + 1]; ++e) {
      const Edge& edge = graph_.edges[e];
      if (edge.is_end || least_[edge.target].us == none) continue;
      const Cost& rest = least_[edge.target];
      if (Cost{sum(rest.us, passed(e)), rest.edges + 1} == least_[at]) return {e};
    }
    return {};
  }

  // Out of the component by an edge on a longest way: the fewest edges to there, and that one.
  Path greatest_edges(StateIndex at) {
    return reach(at, [this](std::uint64_t e) {
      const Edge& edge = graph_.edges[e];
      const StateIndex from = source_of(e);
      const bool leaves = components_.of_state[edge.target] != components_.of_state[from];
      return leaves && greatest_[edge.target] != none && behind(e) == greatest_[from];
    });
  }

  StateIndex source_of(std::uint64_t edge) const {
    const auto& first = graph_.first_edge;
    return static_cast<StateIndex>(std::upper_bound(first.begin(), first.end(), edge) -
                                   first.begin() - 1);
  }

  // The shortest path, in edges, from a state over an edge that is wanted.
  template <class IsWanted>
  Path reach(StateIndex from, IsWanted is_wanted, bool stays_in_component = true) {
    std::vector<std::pair<StateIndex, std::uint64_t>> seen{{from, 0}};  // and how it was reached
    std::vector<std::size_t> parent{0};
    std::unordered_set<StateIndex> known{from};
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const StateIndex at = seen[i].first;
      for (std::uint64_t e = graph_.first_edge[at]; e < graph_.first_edge[at + 1]; ++e) {
        const Edge& edge = graph_.edges[e];
        if (edge.is_end) continue;
        if (is_wanted(e)) {
          Path path{e};
          for (std::size_t j = i; j != 0; j = parent[j]) path.push_back(seen[j].second);
          std::reverse(path.begin(), path.end());
          return path;
        }
        if (stays_in_component &&
            components_.of_state[edge.target] != components_.of_state[from]) {
          continue;
        }
        if (!known.insert(edge.target).second) continue;
        seen.emplace_back(edge.target, e);
        parent.push_back(i);
      }
    }
    return {};
  }

  void append(Course& course, const Path& path) {
    for (const std::uint64_t e : path) {
      const Move& move = space_.moves[e];
      if (move.passed_us > 0) {
        course.makespan_us = sum(course.makespan_us, move.passed_us);
        continue;
      }
      const Edge& edge = graph_.edges[e];
      course.decisions.push_back(
          {course.makespan_us, move.kind, edge.thread, move.other, edge.alternative});
    }
  }

  // From a start to an end, by what `next` says in each state.
  template <class Next>
  Course walk(const Edge& root, Next next) {
    Course course;
    course.init = root.alternative;
    walk_on(course, root.target, next);
    return course;
  }

  template <class Next>
  void walk_on(Course& course, StateIndex at, Next next) {
    while (graph_.kinds[at] != StateKind::final_) {
      const Path path = next(at);
      if (path.empty()) return;
      append(course, path);
      at = graph_.edges[path.back()].target;
    }
  }

  // To a cycle that takes time, round it until the makespan is more than what is claimed, and the
  // shortest way to an end.
  std::optional<Course> go_round(const Edge& root) {
    const auto is_on_cycle = [this](std::uint64_t e) {
      const Edge& edge = graph_.edges[e];
      const std::uint32_t component = components_.of_state[edge.target];
      return passed(e) > 0 && component == components_.of_state[source_of(e)] &&
             greatest_[edge.target] == unbounded;
    };
    Course course;
    course.init = root.alternative;
    const Path to = reach(root.target, is_on_cycle, false);
    if (to.empty()) return std::nullopt;
    append(course, to);
    const StateIndex at = graph_.edges[to.back()].target;
    // Coming round ends with the same edge.
    const Path round = reach(at, [&](std::uint64_t e) { return e == to.back(); });
    while (sum(course.makespan_us, least_[at].us) <= claimed_us_) {
      append(course, round);
      if (course.decisions.size() > decisions_max || is_too_long_) return std::nullopt;
    }
    walk_on(course, at, [this](StateIndex s) { return least_edges(s); });
    return course;
  }

  const TimedMachine& machine_;
  const TimedSpace& space_;
  const StateSpace& graph_;
  std::int64_t claimed_us_;
  const explore::Limits& limits_;
  Components components_;
  std::vector<Cost> least_;
  std::vector<std::int64_t> greatest_;
  bool is_too_long_ = false;
};

}  // namespace

Extremes find_extremes(const TimedMachine& machine, const TimedSpace& space,
                       std::int64_t claimed_us, const explore::Limits& limits) {
  return Finder(machine, space, claimed_us, limits).find();
}

}  // namespace raceproof::timed

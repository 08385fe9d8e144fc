#include "checker/explore/lasso_search.h"

#include <algorithm>
#include <unordered_map>

namespace raceproof::explore {
namespace {

class Tour {
 public:
  Tour(Fairness& fairness, const std::vector<StateIndex>& part, const EdgeFilter& keep,
       StateIndex entry)
      : fairness_(fairness), graph_(fairness.runs().graph), part_(part), keep_(keep),
        entry_(entry), wanted_(fairness.threads(), false) {}

  std::vector<Choice> run() {
    // Each round wants more threads to be satisfied, so this ends.
    do {
      tour();
    } while (want_more());
    std::vector<Choice> cycle;
    for (const std::uint64_t e : walk_) {
      cycle.push_back({graph_.edges[e].thread, graph_.edges[e].alternative});
    }
    return cycle;
  }

 private:
  void tour() {
    walk_.clear();
    open_ = wanted_;
    StateIndex at = entry_;
    close_blocked(at);
    while (std::find(open_.begin(), open_.end(), true) != open_.end()) {
      const std::size_t before = walk_.size();
      at = go(at, [this](const Edge& edge) { return satisfies_any(edge); });
      if (walk_.size() == before) break;
    }
    if (at != entry_ || walk_.empty()) {
      go(at, [this](const Edge& edge) { return edge.target == entry_; });
    }
  }

  bool satisfies_any(const Edge& edge) {
    if (open_[edge.thread]) return true;
    for (std::uint32_t thread = 0; thread < open_.size(); ++thread) {
      if (open_[thread] && fairness_.is_blocked(edge.target, thread)) return true;
    }
    return false;
  }

  void close_blocked(StateIndex vertex) {
    for (std::uint32_t thread = 0; thread < open_.size(); ++thread) {
      if (open_[thread] && fairness_.is_blocked(vertex, thread)) open_[thread] = false;
    }
  }

  // Appends a shortest way from a vertex to behind the first edge that is a goal.
  template <typename Goal>
  StateIndex go(StateIndex from, const Goal& is_goal) {
    keep_within(fairness_.limits());
    std::unordered_map<StateIndex, std::uint64_t> came_by;
    std::unordered_map<StateIndex, StateIndex> came_from;
    std::vector<StateIndex> queue{from};
    for (std::size_t i = 0; i < queue.size(); ++i) {
      const StateIndex at = queue[i];
      for (std::uint64_t e = graph_.first_edge[at]; e < graph_.first_edge[at + 1]; ++e) {
        const Edge& edge = graph_.edges[e];
        if (edge.is_end || !is_inside(edge.target) || !keep_(at, e)) continue;
        if (is_goal(edge)) {
          append_way(from, at, came_by, came_from);
          append(e);
          return edge.target;
        }
        if (edge.target == from || !came_by.emplace(edge.target, e).second) continue;
        came_from[edge.target] = at;
        queue.push_back(edge.target);
      }
    }
    return from;  // not reached: all of a fair part can be visited from everywhere in it
  }

  void append_way(StateIndex from, StateIndex to,
                  const std::unordered_map<StateIndex, std::uint64_t>& came_by,
                  const std::unordered_map<StateIndex, StateIndex>& came_from) {
    std::vector<std::uint64_t> way;
    for (; to != from; to = came_from.at(to)) way.push_back(came_by.at(to));
    for (std::size_t i = way.size(); i-- > 0;) append(way[i]);
  }

  void append(std::uint64_t e) {
    walk_.push_back(e);
    open_[graph_.edges[e].thread] = false;
    close_blocked(graph_.edges[e].target);
  }

  bool is_inside(StateIndex vertex) const {
    return std::binary_search(part_.begin(), part_.end(), vertex);
  }

  // Wants those threads, too, that are let go on round the walk and get nothing of what they ask.
  bool want_more() {
    std::vector<bool> met(wanted_.size(), false);
    for (const std::uint64_t e : walk_) met[graph_.edges[e].thread] = true;
    bool wants_more = false;
    for (std::uint32_t thread = 0; thread < wanted_.size(); ++thread) {
      if (met[thread] || wanted_[thread]) continue;
      bool is_let = false;
      bool is_blocked = false;
      for (const std::uint64_t e : walk_) {
        is_let = is_let || fairness_.is_let(graph_.edges[e].target, thread);
        is_blocked = is_blocked || fairness_.is_blocked(graph_.edges[e].target, thread);
      }
      if (is_let && !is_blocked) wants_more = wanted_[thread] = true;
    }
    return wants_more;
  }

  Fairness& fairness_;
  const StateSpace& graph_;
  const std::vector<StateIndex>& part_;
  const EdgeFilter& keep_;
  StateIndex entry_;
  std::vector<bool> wanted_;  ///< the threads that must be satisfied round the walk
  std::vector<bool> open_;    ///< those of them that are not yet
  std::vector<std::uint64_t> walk_;
};

}  // namespace

std::vector<Choice> fair_cycle(Fairness& fairness, const std::vector<StateIndex>& part,
                               const EdgeFilter& keep, StateIndex entry) {
  return Tour(fairness, part, keep, entry).run();
}

}  // namespace raceproof::explore

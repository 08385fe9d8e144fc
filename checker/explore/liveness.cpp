#include "checker/explore/liveness.h"

#include <algorithm>

#include "checker/explore/lasso_search.h"
#include "checker/explore/pending.h"
#include "checker/explore/shortest.h"
#include "checker/explore/starvation.h"

namespace raceproof::explore {
namespace {

using property::Kind;

bool every_edge(StateIndex, std::uint64_t) { return true; }

// The nearest ends of executions in which something is still awaited.
std::vector<Target> pending_ends(const Pending& pending) {
  std::vector<Target> targets;
  for (StateIndex v = 0; v < pending.graph.expanded(); ++v) {
    if (!pending.is_pending[v] || pending.graph.kinds[v] == StateKind::inner) continue;
    if (!targets.empty() &&
        level_of(pending.graph, v) > level_of(pending.graph, targets.front().state)) {
      break;
    }
    targets.push_back({v, std::nullopt});
  }
  return targets;
}

StateIndex end_of(const StateSpace& graph, const result::Schedule& schedule) {
  StateIndex at = 0;
  for (const Edge& root : graph.roots) {
    if (!root.is_end && root.alternative == schedule.init) at = root.target;
  }
  for (const Choice& choice : schedule.steps) {
    for (std::uint64_t e = graph.first_edge[at]; e < graph.first_edge[at + 1]; ++e) {
      const Edge& edge = graph.edges[e];
      if (edge.thread != choice.thread || edge.alternative != choice.alternative) continue;
      at = edge.target;
      break;
    }
  }
  return at;
}

// The best way to any of the parts, which begin equally near, and a cycle in the first part that it
// leads to.
std::optional<Lasso> best_lasso(Fairness& fairness, const std::vector<Starving>& parts) {
  if (parts.empty()) return std::nullopt;
  const StateSpace& graph = fairness.runs().graph;
  std::vector<Target> targets;
  for (const Starving& one : parts) {
    for (const StateIndex v : one.part) {
      if (level_of(graph, v) > level_of(graph, one.part.front())) break;
      targets.push_back({v, std::nullopt});
    }
  }
  Lasso lasso{best_schedule(graph, targets, fairness.limits()), std::nullopt};
  const StateIndex entry = end_of(graph, lasso.schedule);
  const auto chosen = std::find_if(parts.begin(), parts.end(), [&](const Starving& one) {
    return std::binary_search(one.part.begin(), one.part.end(), entry);
  });
  lasso.loop_start = lasso.schedule.steps.size();
  const std::vector<Choice> cycle = fair_cycle(fairness, chosen->part, chosen->keep, entry);
  lasso.schedule.steps.insert(lasso.schedule.steps.end(), cycle.begin(), cycle.end());
  return lasso;
}

std::optional<Lasso> find_promise_broken(const Machine& machine, const StateSpace& space,
                                         const property::Property& property, bool is_complete,
                                         const Limits& limits) {
  const Pending pending = pending_of(space, property, limits);
  keep_within(limits);
  const std::vector<Target> ends = pending_ends(pending);
  if (!ends.empty()) return Lasso{best_schedule(pending.graph, ends, limits), std::nullopt};
  if (!is_complete) return std::nullopt;
  std::vector<StateIndex> waiting;
  for (StateIndex v = 0; v < pending.graph.expanded(); ++v) {
    if (pending.is_pending[v]) waiting.push_back(v);
  }
  Fairness fairness(machine, {pending.graph, space, &pending.state_of}, limits);
  std::vector<Starving> nearest;
  for (std::vector<StateIndex>& part : fairness.fair_parts(waiting, every_edge)) {
    if (!nearest.empty() && level_of(pending.graph, part.front()) >
                                level_of(pending.graph, nearest.front().part.front())) {
      break;  // they come in the order of their first vertices
    }
    nearest.push_back({std::move(part), every_edge});
  }
  return best_lasso(fairness, nearest);
}

}  // namespace

bool is_liveness(Kind kind) {
  return kind == Kind::eventually || kind == Kind::leads_to || kind == Kind::starvation_free;
}

std::optional<Lasso> find_violation(const Machine& machine, const StateSpace& space,
                                    const property::Property& property, bool is_complete,
                                    const Limits& limits) {
  keep_within(limits);
  if (property.kind != Kind::starvation_free) {
    return find_promise_broken(machine, space, property, is_complete, limits);
  }
  if (!is_complete) return std::nullopt;
  Fairness fairness(machine, {space, space, nullptr}, limits);
  Starvation starvation(machine, space, fairness);
  return best_lasso(fairness, starvation.nearest());
}

}  // namespace raceproof::explore

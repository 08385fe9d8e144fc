#include "checker/explore/fairness.h"

#include <algorithm>
#include <limits>

namespace raceproof::explore {
namespace {

constexpr StateIndex nothing = std::numeric_limits<StateIndex>::max();

}  // namespace

Fairness::Fairness(const Machine& machine, RunGraph runs, const Limits& limits)
    : machine_(machine),
      runs_(runs),
      limits_(limits),
      threads_(static_cast<std::uint32_t>(machine.program().threads.size())),
      components_(runs.graph),
      inside_(runs.graph.expanded(), false),
      decoded_(nothing) {
  keep_room(limits, bytes_for_components(runs.graph));
}

// The edges of the space tell it, since one that the graph leaves out may be let go on as well.
bool Fairness::is_let(StateIndex vertex, std::uint32_t thread) const {
  const StateIndex s = runs_.state(vertex);
  for (std::uint64_t e = runs_.space.first_edge[s]; e < runs_.space.first_edge[s + 1]; ++e) {
    if (runs_.space.edges[e].thread == thread) return true;
  }
  return false;
}

bool Fairness::is_let_any(StateIndex vertex, const std::vector<bool>& threads) const {
  const StateIndex s = runs_.state(vertex);
  for (std::uint64_t e = runs_.space.first_edge[s]; e < runs_.space.first_edge[s + 1]; ++e) {
    if (threads[runs_.space.edges[e].thread]) return true;
  }
  return false;
}

bool Fairness::is_blocked(StateIndex vertex, std::uint32_t thread) {
  const StateIndex s = runs_.state(vertex);
  if (s != decoded_) runs_.space.states.decode(s, state_);
  decoded_ = s;
  return !machine_.is_running(state_, thread) || !machine_.is_ready(state_, thread);
}

void Fairness::note_steps(const std::vector<StateIndex>& part, const EdgeFilter& keep,
                          std::vector<bool>& asks, std::vector<bool>& met) {
  for (const StateIndex vertex : part) inside_[vertex] = true;
  for (const StateIndex vertex : part) {
    const StateIndex s = runs_.state(vertex);
    for (std::uint64_t e = runs_.space.first_edge[s]; e < runs_.space.first_edge[s + 1]; ++e) {
      asks[runs_.space.edges[e].thread] = true;
    }
    const StateSpace& graph = runs_.graph;
    for (std::uint64_t e = graph.first_edge[vertex]; e < graph.first_edge[vertex + 1]; ++e) {
      const Edge& edge = graph.edges[e];
      if (met[edge.thread] || edge.is_end || !inside_[edge.target]) continue;
      if (keep(vertex, e)) met[edge.thread] = true;
    }
  }
  for (const StateIndex vertex : part) inside_[vertex] = false;
}

// The threads that ask for something which no run round this part gives them.
std::vector<bool> Fairness::unmet(const std::vector<StateIndex>& part, const EdgeFilter& keep) {
  std::vector<bool> asks(threads_, false);
  std::vector<bool> met(threads_, false);
  note_steps(part, keep, asks, met);
  for (std::uint32_t thread = 0; thread < threads_; ++thread) {
    asks[thread] = asks[thread] && !met[thread];
  }
  for (const StateIndex vertex : part) {
    if (std::find(asks.begin(), asks.end(), true) == asks.end()) break;
    for (std::uint32_t thread = 0; thread < threads_; ++thread) {
      if (asks[thread] && is_blocked(vertex, thread)) asks[thread] = false;
    }
  }
  return asks;
}

std::vector<std::vector<StateIndex>> Fairness::fair_parts(const std::vector<StateIndex>& vertices,
                                                          const EdgeFilter& keep) {
  std::vector<std::vector<StateIndex>> fair;
  keep_within(limits_);
  std::vector<std::vector<StateIndex>> open = components_.cyclic(vertices, keep);
  while (!open.empty()) {
    keep_within(limits_);
    std::vector<StateIndex> part = std::move(open.back());
    open.pop_back();
    const std::vector<bool> asking = unmet(part, keep);
    if (std::find(asking.begin(), asking.end(), true) == asking.end()) {
      fair.push_back(std::move(part));
      continue;
    }
    // A fair run can meet the states where they are let go on only so often; without them there
    // may be other cycles.
    part.erase(std::remove_if(part.begin(), part.end(),
                              [&](StateIndex vertex) { return is_let_any(vertex, asking); }),
               part.end());
    for (auto& smaller : components_.cyclic(part, keep)) open.push_back(std::move(smaller));
  }
  std::sort(fair.begin(), fair.end());
  return fair;
}

}  // namespace raceproof::explore

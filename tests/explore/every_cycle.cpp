#include "tests/explore/every_cycle.h"

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

#include "checker/property/waiting.h"

namespace raceproof::every_cycle {
namespace {

using property::Kind;

constexpr std::size_t states_max = 150;
constexpr std::size_t edges_max = 17;  // in one component

struct Edge {
  std::size_t from = 0;
  std::size_t to = 0;
  std::uint32_t thread = 0;
  std::vector<LoopIndex> passed;
};

struct Graph {
  std::vector<State> states;
  std::vector<std::size_t> roots;
  std::vector<Edge> edges;
  std::vector<std::vector<std::uint32_t>> let;  // per state
};

std::size_t number_of(const State& state, std::map<std::vector<std::int64_t>, std::size_t>& known,
                      Graph& graph) {
  const auto [found, is_new] = known.emplace(state.cells, graph.states.size());
  if (is_new) graph.states.push_back(state);
  return found->second;
}

std::vector<LoopIndex> passed_by(const Machine& machine, State state, Choice choice) {
  Recorder events;
  machine.apply(state, choice, &events);
  std::vector<LoopIndex> passed;
  for (const Event& event : events) {
    if (event.kind == NodeKind::loop_end && event.thread == choice.thread) {
      passed.push_back(event.cell);
    }
  }
  return passed;
}

Graph graph_of(const Machine& machine) {
  Graph graph;
  std::map<std::vector<std::int64_t>, std::size_t> known;
  machine.initial([&](std::uint32_t, State&& state, const StepEnd& end) {
    if (end.kind == StepEnd::Kind::normal) graph.roots.push_back(number_of(state, known, graph));
    return true;
  });
  for (std::size_t s = 0; s < graph.states.size() && s <= states_max; ++s) {
    const State state = graph.states[s];
    graph.let.emplace_back();
    machine.enabled(state, graph.let.back());
    for (const std::uint32_t thread : graph.let[s]) {
      machine.expand(state, thread,
                     [&](std::uint32_t alternative, State&& next, const StepEnd& end) {
                       if (end.kind == StepEnd::Kind::normal) {
                         graph.edges.push_back(
                             {s, number_of(next, known, graph), thread,
                              passed_by(machine, state, {thread, alternative})});
                       }
                       return true;
                     });
    }
  }
  return graph;
}

using Pick = std::function<bool(const Edge&)>;
using Edges = std::vector<const Edge*>;

class Judge {
 public:
  Judge(const Machine& machine, const property::Property& property)
      : machine_(machine), property_(property), graph_(graph_of(machine)) {}

  std::optional<bool> run() {
    if (graph_.states.size() > states_max) return std::nullopt;
    const bool violated = property_.kind == Kind::starvation_free ? starves() : breaks_promise();
    if (!violated && too_many_) return std::nullopt;
    return violated;
  }

 private:
  bool holds_in(std::size_t expression, std::size_t s) const {
    return is_true(property_.expressions[expression], graph_.states[s].cells);
  }

  std::vector<bool> reach(std::vector<bool> from, const std::vector<bool>& within) const {
    for (std::size_t s = 0; s < from.size(); ++s) from[s] = from[s] && within[s];
    for (bool changed = true; changed;) {
      changed = false;
      for (const Edge& edge : graph_.edges) {
        if (!from[edge.from] || from[edge.to] || !within[edge.to]) continue;
        from[edge.to] = changed = true;
      }
    }
    return from;
  }

  bool breaks_promise() {
    const std::size_t count = graph_.states.size();
    std::vector<bool> start(count, false);
    for (const std::size_t root : graph_.roots) start[root] = true;
    std::vector<bool> open(count);
    const std::size_t awaited = property_.expressions.size() - 1;
    for (std::size_t s = 0; s < count; ++s) open[s] = !holds_in(awaited, s);
    if (property_.kind == Kind::leads_to) {
      // All states of the graph are reachable.
      for (std::size_t s = 0; s < count; ++s) start[s] = holds_in(0, s);
    }
    const std::vector<bool> waiting = reach(start, open);
    for (std::size_t s = 0; s < count; ++s) {
      if (waiting[s] && graph_.let[s].empty()) return true;
    }
    return is_any_fair([&](const Edge& edge) { return waiting[edge.from] && waiting[edge.to]; });
  }

  bool is_in(std::size_t s, std::uint32_t thread, LoopIndex loop) const {
    LoopIndex at = property::loop_of(machine_, graph_.states[s], thread);
    while (at != 0 && at != loop) at = machine_.program().loops[at].parent;
    return at == loop;
  }

  bool starves() {
    for (std::size_t s = 0; s < graph_.states.size(); ++s) {
      if (graph_.let[s].empty() && !machine_.is_final(graph_.states[s])) return true;
    }
    for (std::uint32_t thread = 0; thread < machine_.program().threads.size(); ++thread) {
      if (is_any_fair([&](const Edge& edge) {
            return edge.thread != thread &&
                   property::waiting_of(machine_, graph_.states[edge.from], thread);
          })) {
        return true;
      }
      for (LoopIndex loop = 1; loop < machine_.program().loops.size(); ++loop) {
        if (is_any_fair([&](const Edge& edge) {
              const bool passes = std::count(edge.passed.begin(), edge.passed.end(), loop) > 0;
              return is_in(edge.from, thread, loop) && is_in(edge.to, thread, loop) &&
                     !(edge.thread == thread && passes);
            })) {
          return true;
        }
      }
    }
    return false;
  }

  // Looks at each set of picked edges that is strongly connected, component by component.
  bool is_any_fair(const Pick& pick) {
    Edges picked;
    for (const Edge& edge : graph_.edges) {
      if (pick(edge)) picked.push_back(&edge);
    }
    while (!picked.empty()) {
      Edges component;
      Edges others;
      const Edge* first = picked.front();
      for (const Edge* edge : picked) {
        const bool together = leads(picked, first->to, edge->from) &&
                              leads(picked, edge->to, first->from);
        (together ? component : others).push_back(edge);
      }
      if (component.empty()) others.erase(others.begin());
      picked = others;
      if (component.size() > edges_max) {
        too_many_ = true;
        continue;
      }
      for (std::uint32_t set = 1; set < (1U << component.size()); ++set) {
        Edges chosen;
        for (std::size_t i = 0; i < component.size(); ++i) {
          if ((set >> i & 1U) != 0) chosen.push_back(component[i]);
        }
        if (is_fair(chosen) && is_connected(chosen)) return true;
      }
    }
    return false;
  }

  static bool leads(const Edges& edges, std::size_t from, std::size_t to) {
    std::vector<std::size_t> open{from};
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (open[i] == to) return true;
      for (const Edge* edge : edges) {
        if (edge->from != open[i]) continue;
        if (std::find(open.begin(), open.end(), edge->to) == open.end()) open.push_back(edge->to);
      }
    }
    return false;
  }

  static bool is_connected(const Edges& edges) {
    return std::all_of(edges.begin(), edges.end(), [&](const Edge* edge) {
      return leads(edges, edges.front()->to, edge->from) &&
             leads(edges, edge->to, edges.front()->from);
    });
  }

  // Whether a run that takes these edges, and no others, again and again is fair.
  bool is_fair(const Edges& edges) const {
    for (std::uint32_t thread = 0; thread < machine_.program().threads.size(); ++thread) {
      bool is_let = false;
      bool is_served = false;
      for (const Edge* edge : edges) {
        const State& state = graph_.states[edge->from];
        const auto& let = graph_.let[edge->from];
        is_let = is_let || std::find(let.begin(), let.end(), thread) != let.end();
        is_served = is_served || edge->thread == thread || !machine_.is_running(state, thread) ||
                    !machine_.is_ready(state, thread);
      }
      if (is_let && !is_served) return false;
    }
    return true;
  }

  const Machine& machine_;
  const property::Property& property_;
  Graph graph_;
  bool too_many_ = false;
};

}  // namespace

std::optional<bool> is_violated(const Machine& machine, const property::Property& property) {
  return Judge(machine, property).run();
}

}  // namespace raceproof::every_cycle

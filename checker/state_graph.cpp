// The state graph of a search, labelled for people.
#include "checker/checker.h"
#include "checker/explore/explore.h"
#include "checker/plan.h"
#include "checker/question.h"

namespace raceproof {
namespace {

using result::StateGraph;

/// Nothing is judged: the graph itself is wanted.
class Silent : public explore::Observer {
 public:
  void on_state(explore::StateIndex, const State&, explore::StateKind, std::uint64_t,
                const std::vector<std::uint32_t>&) override {}
  void on_end(explore::StateIndex, const explore::Edge&, const StepEnd&, std::uint64_t) override {}
  bool is_decided() const override { return false; }
  void on_progress(std::uint64_t, std::uint64_t, std::uint64_t) override {}
};

std::string state_label(const Program& program, const State& state) {
  std::string label;
  for (CellIndex cell = 0; cell < program.shared_cells; ++cell) {
    if (!label.empty()) label += ", ";
    label += program.cell_name(cell) + " = " + std::to_string(state.cells[cell]);
  }
  for (const HeapObject& object : program.heap) {
    if (!label.empty()) label += ", ";
    label += object.name + ".count = " + std::to_string(heap::count_of(object, state.cells));
  }
  return label;
}

std::string step_label(const Machine& machine, const State& state, const explore::Edge& edge) {
  State copy = state;
  Recorder events;
  const Node& node = machine.next_step(state, edge.thread);
  machine.apply(copy, {edge.thread, edge.alternative}, &events);
  std::string label(node.kind == NodeKind::apply ? row(node.op).step_name : row(node.kind).name);
  for (const Event& event : events) {
    if (event.kind != node.kind || event.thread != edge.thread) continue;
    const Program& program = machine.program();
    if (node.kind == NodeKind::acquire || node.kind == NodeKind::release ||
        node.kind == NodeKind::try_acquire) {
      return label + " " + program.objects[event.cell].name;
    }
    if (node.kind == NodeKind::start || node.kind == NodeKind::join) {
      return label + " " + program.threads[event.cell].name;
    }
    const bool has_cell = row(node.kind).access != CellAccess::none || is_on_heap(node.kind);
    if (has_cell) return label + " " + program.cell_name(event.cell);
  }
  return label;
}

result::StateKind kind_of(explore::StateKind kind) {
  switch (kind) {
    case explore::StateKind::inner: return result::StateKind::running;
    case explore::StateKind::final_: return result::StateKind::final_;
    case explore::StateKind::stuck: return result::StateKind::stuck;
  }
  return result::StateKind::running;
}

std::uint32_t add_end(StateGraph& graph, const StepEnd& end) {
  const bool failed = end.kind == StepEnd::Kind::failed;
  graph.nodes.push_back({failed ? std::string(row(end.fault).sentence) : "a false assume",
                         failed ? result::StateKind::failed : result::StateKind::discarded});
  return static_cast<std::uint32_t>(graph.nodes.size() - 1);
}

}  // namespace

result::StateGraph graph(const lang::Lowered& scenario, const Options& options) {
  const ExecutionModel* model = options.models.empty() ? &execution_models()[0] : options.models[0];
  const Machine machine(scenario.program, *model, removed_objects(scenario, options.without));
  const explore::Limits limits = limits_of(options, 1);
  Silent silent;
  explore::StateSpace space;
  const explore::Stop stop = explore::explore(machine, limits, silent, space);
  StateGraph graph;
  graph.why_incomplete = why(stop, limits);
  State state;
  for (explore::StateIndex s = 0; s < space.states.size(); ++s) {
    space.states.decode(s, state);
    const bool expanded = s < space.expanded();
    graph.nodes.push_back({state_label(scenario.program, state),
                           expanded ? kind_of(space.kinds[s]) : result::StateKind::running});
  }
  for (const explore::Edge& root : space.roots) {
    graph.initial.push_back(root.is_end ? add_end(graph, space.ends[root.target]) : root.target);
  }
  for (explore::StateIndex s = 0; s + 1 < space.first_edge.size(); ++s) {
    space.states.decode(s, state);
    for (std::uint64_t e = space.first_edge[s]; e < space.first_edge[s + 1]; ++e) {
      const explore::Edge& edge = space.edges[e];
      const std::uint32_t to =
          edge.is_end ? add_end(graph, space.ends[edge.target]) : edge.target;
      graph.edges.push_back({s, to, edge.thread, edge.alternative,
                             step_label(machine, state, edge)});
    }
  }
  return graph;
}

}  // namespace raceproof

#include "checker/prove/live_variables.h"

namespace raceproof::prove {
namespace {

// Backwards to a fixpoint.
class Liveness {
 public:
  Liveness(const ThreadGraph& graph, const std::vector<bool>& always)
      : graph_(graph), live_(graph.locations.size(), always) {}

  std::vector<std::vector<bool>> run() {
    while (changed_) {
      changed_ = false;
      for (const Edge& edge : graph_.edges) pass(edge.from, edge.guard, edge.update, edge.to);
      for (LocationIndex at = 0; at < graph_.settled.size(); ++at) {
        for (const Settled& one : graph_.settled[at]) pass(at, one.guard, one.update, one.to);
      }
      for (const Obligation& one : graph_.obligations) {
        for (const Constraint& part : one.guard) read(one.from, part.expression);
        read(one.from, one.value);
      }
    }
    return std::move(live_);
  }

 private:
  void read(LocationIndex at, const Affine& value) {
    for (const auto& [v, coefficient] : value.terms()) {
      if (live_[at][v]) continue;
      live_[at][v] = true;
      changed_ = true;
    }
  }

  void pass(LocationIndex from, const Conjunction& guard, const std::vector<Affine>& update,
            LocationIndex to) {
    for (const Constraint& one : guard) read(from, one.expression);
    for (VariableIndex v = 0; v < update.size(); ++v) {
      if (live_[to][v]) read(from, update[v]);
    }
  }

  const ThreadGraph& graph_;
  std::vector<std::vector<bool>> live_;
  bool changed_ = true;
};

}  // namespace

std::vector<std::vector<bool>> live_variables(const ThreadGraph& graph,
                                              const std::vector<bool>& always) {
  return Liveness(graph, always).run();
}

}  // namespace raceproof::prove

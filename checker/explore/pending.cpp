#include "checker/explore/pending.h"

#include <limits>
#include <optional>

namespace raceproof::explore {
namespace {

constexpr StateIndex unknown = std::numeric_limits<StateIndex>::max();

class Unrolling {
 public:
  Unrolling(const StateSpace& space, const property::Property& property, const Limits& limits)
      : space_(space), limits_(limits), is_leads_to_(property.kind == property::Kind::leads_to),
        is_met_(space.states.size()), begins_(space.states.size(), !is_leads_to_) {
    const Expression& awaited = property.expressions.back();
    State state;
    keep_room(limits, 2 * sizeof(StateIndex) * std::uint64_t{space.states.size()});
    for (StateIndex s = 0; s < space.states.size(); ++s) {
      if (s % states_between_looks == 0) keep_within(limits);
      space.states.decode(s, state);
      is_met_[s] = is_true(awaited, state.cells);
      if (is_leads_to_) begins_[s] = is_true(property.expressions[0], state.cells);
    }
    number_[0].assign(space.states.size(), unknown);
    number_[1].assign(space.states.size(), unknown);
  }

  Pending run() {
    StateSpace& graph = result_.graph;
    add_edges(space_.roots.data(), space_.roots.size(), false, graph.roots);
    graph.first_edge.push_back(0);
    graph.first_of_level.push_back(0);
    while (graph.expanded() < result_.state_of.size()) {
      const auto end_of_level = static_cast<StateIndex>(result_.state_of.size());
      graph.first_of_level.push_back(end_of_level);
      while (graph.expanded() < end_of_level) expand(graph.expanded());
    }
    return std::move(result_);
  }

 private:
  // The vertex that a run comes to with this state; none where nothing more is to be followed.
  std::optional<StateIndex> vertex(StateIndex state, bool was_pending) {
    if (is_met_[state] && !is_leads_to_) return std::nullopt;
    const bool is_pending = !is_met_[state] && (was_pending || begins_[state]);
    StateIndex& number = number_[is_pending ? 1 : 0][state];
    if (number == unknown) {
      number = static_cast<StateIndex>(result_.state_of.size());
      result_.state_of.push_back(state);
      result_.is_pending.push_back(is_pending);
    }
    return number;
  }

  // Ends are left out: executions that failed or were discarded promise nothing.
  void add_edges(const Edge* first, std::size_t count, bool was_pending,
                 std::vector<Edge>& edges) {
    for (std::size_t i = 0; i < count; ++i) {
      if (first[i].is_end) continue;
      const std::optional<StateIndex> target = vertex(first[i].target, was_pending);
      if (!target) continue;
      edges.push_back(first[i]);
      edges.back().target = *target;
    }
  }

  void keep_room_to_grow() const {
    const StateSpace& graph = result_.graph;
    keep_room(limits_, bytes_to_grow(graph.edges) + bytes_to_grow(graph.first_edge) +
                           bytes_to_grow(graph.kinds) + bytes_to_grow(result_.state_of));
  }

  void expand(StateIndex at) {
    StateSpace& graph = result_.graph;
    if (at % states_between_looks == 0) keep_room_to_grow();
    const StateIndex s = result_.state_of[at];
    if (s < space_.expanded()) {
      graph.kinds.push_back(space_.kinds[s]);
      add_edges(space_.edges.data() + space_.first_edge[s],
                space_.first_edge[s + 1] - space_.first_edge[s], result_.is_pending[at],
                graph.edges);
    } else {
      graph.kinds.push_back(StateKind::inner);
    }
    graph.first_edge.push_back(graph.edges.size());
  }

  const StateSpace& space_;
  const Limits& limits_;
  bool is_leads_to_;
  std::vector<bool> is_met_;
  std::vector<bool> begins_;
  std::vector<StateIndex> number_[2];
  Pending result_;
};

}  // namespace

Pending pending_of(const StateSpace& space, const property::Property& property,
                   const Limits& limits) {
  return Unrolling(space, property, limits).run();
}

}  // namespace raceproof::explore

#include "checker/prove/state_list.h"

#include <algorithm>
#include <unordered_set>

#include "checker/prove/placed_move.h"
#include "checker/result/number.h"

namespace raceproof::prove {
namespace {

struct Hash {
  std::size_t operator()(const ListedState& state) const {
    std::size_t all = 0;
    const auto mix = [&](std::uint64_t value) {
      all = (all ^ value) * 0x9E3779B97F4A7C15u;
      all ^= all >> 29;
    };
    for (const LocationIndex at : state.at) mix(at);
    for (const Wide value : state.values) mix(static_cast<std::uint64_t>(value));
    return all;
  }
};

class Lister {
 public:
  Lister(const TransitionSystem& system, const Liveness& live, std::size_t states_max)
      : system_(system), live_(live), states_max_(states_max) {}

  std::vector<ListedState> run(const std::function<bool()>& stop) && {
    for (const Start& start : system_.starts) {
      ListedState state{start.locations, {}};
      for (const Affine& value : start.values) state.values.push_back(value.constant());
      add(std::move(state));
    }
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (stop && stop()) throw BudgetSpent{"it was stopped"};
      expand(*open_[i]);
    }
    std::vector<ListedState> all;
    for (const ListedState* state : open_) all.push_back(*state);
    std::sort(all.begin(), all.end());
    return all;
  }

 private:
  void add(ListedState&& state) {
    for (VariableIndex v = 0; v < state.values.size(); ++v) {
      if (!is_live(live_, state.at, v)) state.values[v] = 0;
    }
    const auto [place, is_new] = found_.insert(std::move(state));
    if (!is_new) return;
    if (found_.size() > states_max_) {
      throw BudgetSpent{"there are more than " + result::grouped(std::to_string(states_max_)) +
                        " states"};
    }
    open_.push_back(&*place);
  }

  void expand(const ListedState& state) {
    const std::optional<std::uint32_t> exclusive = exclusive_thread(system_, state.at);
    for (std::uint32_t thread = 0; thread < state.at.size(); ++thread) {
      if (exclusive && *exclusive != thread) continue;
      for (const Edge& edge : system_.threads[thread].edges) {
        if (edge.from != state.at[thread] || !is_possible(edge, state, thread)) continue;
        ListedState next{state.at, {}};
        next.at[thread] = edge.to;
        for (const Affine& value : edge.update) next.values.push_back(value.evaluate(state.values));
        add(std::move(next));
      }
    }
  }

  bool is_possible(const Edge& edge, const ListedState& state, std::uint32_t thread) const {
    const Location::Kind kind = system_.threads[thread].locations[edge.to].kind;
    if (kind == Location::Kind::failed || kind == Location::Kind::discarded) return false;
    return std::all_of(edge.guard.begin(), edge.guard.end(),
                       [&](const Constraint& one) { return one.holds(state.values); });
  }

  const TransitionSystem& system_;
  const Liveness& live_;
  std::size_t states_max_;
  std::unordered_set<ListedState, Hash> found_;
  std::vector<const ListedState*> open_;
};

}  // namespace

bool is_live(const Liveness& live, const std::vector<LocationIndex>& at, VariableIndex v) {
  for (std::size_t thread = 0; thread < at.size(); ++thread) {
    if (!live[thread][at[thread]][v]) return false;
  }
  return true;
}

std::vector<ListedState> list_states(const TransitionSystem& system, const Liveness& live,
                                  std::size_t states_max, const std::function<bool()>& stop) {
  return Lister(system, live, states_max).run(stop);
}

}  // namespace raceproof::prove

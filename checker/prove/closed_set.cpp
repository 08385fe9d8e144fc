#include "checker/prove/closed_set.h"

#include <algorithm>
#include <set>

#include "checker/prove/location_names.h"
#include "checker/prove/placed_move.h"
#include "checker/prove/smt_text.h"

namespace raceproof::prove {
namespace {

constexpr std::size_t states_max = 100'000;

struct ListedState {
  std::vector<LocationIndex> at;
  std::vector<Wide> values;  // zero where dead
  friend auto operator<=>(const ListedState&, const ListedState&) = default;
};

class Lister {
 public:
  Lister(const TransitionSystem& system, const Liveness& live, const std::function<bool()>& stop)
      : system_(system), live_(live) {
    for (const Start& start : system.starts) {
      ListedState state{start.locations, {}};
      for (const Affine& value : start.values) state.values.push_back(value.constant());
      add(std::move(state));
    }
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (stop && stop()) throw BudgetSpent{"it was stopped"};
      const ListedState state = open_[i];
      expand(state);
    }
  }

  const std::set<ListedState>& found() const { return found_; }
  bool is_live(const std::vector<LocationIndex>& at, VariableIndex v) const {
    for (std::size_t thread = 0; thread < at.size(); ++thread) {
      if (!live_[thread][at[thread]][v]) return false;
    }
    return true;
  }

 private:
  void add(ListedState&& state) {
    for (VariableIndex v = 0; v < state.values.size(); ++v) {
      if (!is_live(state.at, v)) state.values[v] = 0;
    }
    if (!found_.insert(state).second) return;
    if (found_.size() > states_max) throw BudgetSpent{"there are more than 100,000 states"};
    open_.push_back(std::move(state));
  }

  void expand(const ListedState& state) {
    const std::optional<std::uint32_t> exclusive = exclusive_thread(system_, state.at);
    for (std::uint32_t thread = 0; thread < state.at.size(); ++thread) {
      if (exclusive && *exclusive != thread) continue;
      for (const Edge& edge : system_.threads[thread].edges) {
        if (edge.from != state.at[thread] || !is_open(edge, state, thread)) continue;
        ListedState next{state.at, {}};
        next.at[thread] = edge.to;
        for (const Affine& value : edge.update) next.values.push_back(value.evaluate(state.values));
        add(std::move(next));
      }
    }
  }

  bool is_open(const Edge& edge, const ListedState& state, std::uint32_t thread) const {
    const Location::Kind kind = system_.threads[thread].locations[edge.to].kind;
    if (kind == Location::Kind::failed || kind == Location::Kind::discarded) return false;
    return std::all_of(edge.guard.begin(), edge.guard.end(),
                       [&](const Constraint& one) { return one.holds(state.values); });
  }

  const TransitionSystem& system_;
  const Liveness& live_;
  std::set<ListedState> found_;
  std::vector<ListedState> open_;
};

}  // namespace

std::string closed_set_text(const TransitionSystem& system, const Program& program,
                            const Liveness& live, const std::function<bool()>& stop) {
  const Lister lister(system, live, stop);
  std::string text;
  for (std::size_t thread = 0; thread < system.threads.size(); ++thread) {
    const std::vector<std::string> names = location_names(
        system.threads[thread], program.codes[program.threads[thread].code]);
    for (std::size_t at = 0; at < names.size(); ++at) {
      const std::string name = "T" + std::to_string(thread) + " " + names[at];
      text += "(define-fun " + smt_symbol(name) + " () Int " + std::to_string(at) + ")\n";
    }
  }
  text += "(set-info :columns \"";
  for (const Variable& variable : system.variables) text += variable.name + " ";
  text += "\")\n";
  for (const ListedState& state : lister.found()) {
    text += "(set-info :state \"";
    for (const LocationIndex at : state.at) text += std::to_string(at) + " ";
    for (VariableIndex v = 0; v < state.values.size(); ++v) {
      text += (lister.is_live(state.at, v) ? to_text(state.values[v]) : "-") + " ";
    }
    text += "\")\n";
  }
  return text;
}

}  // namespace raceproof::prove

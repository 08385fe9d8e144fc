#include "checker/prove/simplify.h"

#include <algorithm>

#include "checker/prove/live_variables.h"

namespace raceproof::prove {
namespace {

class Simplifier {
 public:
  Simplifier(TransitionSystem& system, const std::vector<CellIndex>& kept, const Program& program)
      : system_(system), program_(program), is_kept_(system.variables.size(), false) {
    for (const CellIndex cell : kept) is_kept_[cell] = true;
  }

  void run() {
    replace_constants();
    for (std::size_t cell = 0; cell < size(); ++cell) {
      system_.never_changes.push_back(system_.cells[cell].is_constant());
    }
    for (std::size_t thread = 0; thread < system_.threads.size(); ++thread) zero_dead(thread);
    replace_constants();
    for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) note_live(thread);
    leave_out_unused();
    for (std::size_t thread = 0; thread < system_.threads.size(); ++thread) prune(thread);
  }

 private:
  std::size_t size() const { return system_.variables.size(); }

  template <typename Visit>
  void each_update(const Visit& visit) {
    for (ThreadGraph& graph : system_.threads) {
      for (Edge& edge : graph.edges) visit(edge.update);
      for (std::vector<Settled>& list : graph.settled) {
        for (Settled& settled : list) visit(settled.update);
      }
    }
  }

  // The greatest set of variables that keep their first value if all of the set do.
  void replace_constants() {
    const std::vector<Affine> first = system_.starts.front().values;
    std::vector<bool> is_constant(size(), true);
    for (const Start& start : system_.starts) {
      for (std::size_t v = 0; v < size(); ++v) {
        if (start.values[v] != first[v]) is_constant[v] = false;
      }
    }
    std::vector<Affine> values(size());
    for (bool changed = true; changed;) {
      changed = false;
      for (VariableIndex v = 0; v < size(); ++v) {
        values[v] = is_constant[v] ? first[v] : Affine::variable(v);
      }
      each_update([&](const std::vector<Affine>& update) {
        for (std::size_t v = 0; v < size(); ++v) {
          if (!is_constant[v] || update[v].substitute(values) == first[v]) continue;
          is_constant[v] = false;
          changed = true;
        }
      });
    }
    substitute(values);
  }

  // Puts `values` in place of variables everywhere; what cannot be true any more is removed.
  void substitute(const std::vector<Affine>& values) {
    const auto narrow = [&](Conjunction& guard) {
      Conjunction all;
      const bool is_possible = substitute_into(all, guard, values);
      guard = std::move(all);
      return is_possible;
    };
    for (ThreadGraph& graph : system_.threads) {
      std::erase_if(graph.edges, [&](Edge& edge) { return !narrow(edge.guard); });
      std::erase_if(graph.obligations, [&](Obligation& one) { return !narrow(one.guard); });
      for (Obligation& one : graph.obligations) one.value = one.value.substitute(values);
      for (std::vector<Settled>& list : graph.settled) {
        std::erase_if(list, [&](Settled& settled) { return !narrow(settled.guard); });
      }
    }
    each_update([&](std::vector<Affine>& update) {
      for (Affine& value : update) value = value.substitute(values);
    });
    for (Start& start : system_.starts) {
      for (Affine& value : start.values) value = value.substitute(values);
    }
    for (Affine& cell : system_.cells) cell = cell.substitute(values);
  }

  bool is_own(std::size_t thread, VariableIndex v) const {
    return program_.threads[thread].owns(system_.variables[v].cell);
  }

  // What is dead is zero, so that what does not matter any more tells no states apart.
  void zero_dead(std::size_t thread) {
    ThreadGraph& graph = system_.threads[thread];
    std::vector<bool> always = is_kept_;
    for (VariableIndex v = 0; v < size(); ++v) always[v] = always[v] || !is_own(thread, v);
    const std::vector<std::vector<bool>> live = live_variables(graph, always);
    live_.push_back(live);
    const auto zero = [&](std::vector<Affine>& update, LocationIndex to) {
      for (VariableIndex v = 0; v < size(); ++v) {
        if (!live[to][v]) update[v] = Affine();
      }
    };
    for (Edge& edge : graph.edges) zero(edge.update, edge.to);
    for (std::vector<Settled>& list : graph.settled) {
      for (Settled& one : list) zero(one.update, one.to);
    }
    for (Start& start : system_.starts) {
      for (VariableIndex v = 0; v < size(); ++v) {
        if (!live[start.locations[thread]][v]) start.values[v] = Affine();
      }
    }
  }

  // Where the thread may still read locals that have become constants.
  void note_live(std::uint32_t thread) {
    const std::vector<Location>& locations = system_.threads[thread].locations;
    for (VariableIndex v = 0; v < size(); ++v) {
      const Affine& value = system_.cells[v];
      if (!is_own(thread, v) || system_.never_changes[v] || !value.is_constant()) continue;
      for (LocationIndex at = 0; at < locations.size(); ++at) {
        if (!live_[thread][at][v]) continue;
        system_.live_constants.push_back({v, thread, locations[at], value.constant()});
      }
    }
  }

  // Renumbers the variables that are left: kept ones that change, and whatever a guard, an update
  // of such a variable or an obligation reads.
  void leave_out_unused() {
    std::vector<bool> is_used(size(), false);
    const auto use = [&](const Affine& value) {
      for (const auto& [v, coefficient] : value.terms()) is_used[v] = true;
    };
    for (VariableIndex v = 0; v < size(); ++v) {
      if (is_kept_[system_.variables[v].cell]) use(system_.cells[v]);
    }
    for (const ThreadGraph& graph : system_.threads) {
      for (const Edge& edge : graph.edges) {
        for (const Constraint& one : edge.guard) use(one.expression);
      }
      for (const std::vector<Settled>& list : graph.settled) {
        for (const Settled& settled : list) {
          for (const Constraint& one : settled.guard) use(one.expression);
        }
      }
      for (const Obligation& one : graph.obligations) {
        for (const Constraint& part : one.guard) use(part.expression);
        use(one.value);
      }
    }
    for (std::size_t before = 0, after = 1; before != after;) {
      before = static_cast<std::size_t>(std::count(is_used.begin(), is_used.end(), true));
      each_update([&](const std::vector<Affine>& update) {
        for (VariableIndex v = 0; v < size(); ++v) {
          if (is_used[v]) use(update[v]);
        }
      });
      after = static_cast<std::size_t>(std::count(is_used.begin(), is_used.end(), true));
    }
    renumber(is_used);
  }

  void renumber(const std::vector<bool>& is_used) {
    std::vector<Affine> values(size());
    VariableIndex number = 0;
    for (VariableIndex v = 0; v < size(); ++v) {
      if (is_used[v]) values[v] = Affine::variable(number++);
    }
    const auto pick = [&](auto& list) {
      std::size_t to = 0;
      for (std::size_t v = 0; v < is_used.size(); ++v) {
        if (!is_used[v]) continue;
        if (to != v) list[to] = std::move(list[v]);
        ++to;
      }
      list.resize(to);
    };
    each_update([&](std::vector<Affine>& update) { pick(update); });
    for (Start& start : system_.starts) pick(start.values);
    pick(system_.variables);
    substitute(values);
  }

  // Leaves out locations that no edge leads to, and orders the rest as they are found.
  void prune(std::size_t thread) {
    ThreadGraph& graph = system_.threads[thread];
    constexpr LocationIndex none = ~LocationIndex{0};
    std::vector<LocationIndex> numbers(graph.locations.size(), none);
    std::vector<LocationIndex> order;
    const auto find = [&](LocationIndex at) {
      if (numbers[at] != none) return;
      numbers[at] = static_cast<LocationIndex>(order.size());
      order.push_back(at);
    };
    for (const Start& start : system_.starts) find(start.locations[thread]);
    for (std::size_t i = 0; i < order.size(); ++i) {
      for (const Edge& edge : graph.edges) {
        if (edge.from == order[i]) find(edge.to);
      }
      for (const Settled& one : graph.settled[order[i]]) find(one.to);
    }
    ThreadGraph pruned;
    for (const LocationIndex at : order) {
      pruned.locations.push_back(graph.locations[at]);
      pruned.settled.push_back(std::move(graph.settled[at]));
      for (Settled& one : pruned.settled.back()) one.to = numbers[one.to];
    }
    for (Edge& edge : graph.edges) {
      if (numbers[edge.from] == none) continue;
      edge.from = numbers[edge.from];
      edge.to = numbers[edge.to];
      pruned.edges.push_back(std::move(edge));
    }
    for (Obligation& one : graph.obligations) {
      if (numbers[one.from] == none) continue;
      one.from = numbers[one.from];
      pruned.obligations.push_back(std::move(one));
    }
    for (Start& start : system_.starts) {
      start.locations[thread] = numbers[start.locations[thread]];
    }
    graph = std::move(pruned);
  }

  TransitionSystem& system_;
  const Program& program_;
  std::vector<bool> is_kept_;
  std::vector<std::vector<std::vector<bool>>> live_;  // by thread, location, variable
};

}  // namespace

void simplify(TransitionSystem& system, const std::vector<CellIndex>& kept,
              const Program& program) {
  Simplifier(system, kept, program).run();
}

}  // namespace raceproof::prove

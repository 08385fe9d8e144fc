#include "checker/prove/reached_formula.h"

#include "checker/prove/reduced.h"

namespace raceproof::prove {
namespace {

constexpr std::size_t parts_max = 1'000;

// Zero for what is dead at those places.
std::vector<Affine> live_values(const LocationVector& at, const FlatSystem& flat,
                                const Liveness& live) {
  std::vector<Affine> values;
  for (VariableIndex v = 0; v < flat.variables; ++v) {
    bool is_live = true;
    for (std::size_t thread = 0; thread < at.size(); ++thread) {
      const std::vector<bool>& here = live[thread][at[thread]];
      is_live = is_live && (v >= here.size() || here[v]);
    }
    values.push_back(is_live ? Affine::variable(v) : Affine());
  }
  return values;
}

}  // namespace

Formula reached_formula(const Presburger& in, const TransitionSystem& system,
                        const FlatSystem& flat, const Liveness& live,
                        const std::function<bool()>& stop) {
  const Fixpoint fixpoint(in, system, FixpointBudget{}, stop);
  std::vector<Formula> any;
  std::size_t count = 0;
  for (const auto& [at, states] : fixpoint.reached()) {
    const auto parts = states.coalesce().conjunctions();
    if (!parts) throw BudgetSpent{"the reachable states are no union of polyhedra"};
    count += parts->size();
    if (count > parts_max) {
      throw BudgetSpent{"the reachable states are more than " + std::to_string(parts_max) +
                        " sets"};
    }
    std::vector<Formula> all;
    for (std::uint32_t thread = 0; thread < at.size(); ++thread) {
      all.push_back(atom(flat.stands_at(thread, at[thread])));
    }
    std::vector<Formula> here;
    for (const Conjunction& part : *parts) here.push_back(all_of(part));
    all.push_back(any_of(std::move(here)).substitute(live_values(at, flat, live)));
    any.push_back(all_of(std::move(all)));
  }
  return reduced(any_of(std::move(any)));
}

}  // namespace raceproof::prove

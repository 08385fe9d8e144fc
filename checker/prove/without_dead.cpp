#include "checker/prove/without_dead.h"

#include <algorithm>
#include <optional>
#include <set>

#include "checker/prove/live_variables.h"
#include "checker/prove/reduced.h"

namespace raceproof::prove {
namespace {

class Eraser {
 public:
  Eraser(const FlatSystem& flat, const Liveness& live) : flat_(flat), live_(live) {}

  std::vector<Formula> run(const Formula& part) const {
    std::vector<Formula> open{part};
    for (std::uint32_t thread = 0; thread < live_.size(); ++thread) {
      std::vector<Formula> next;
      for (const Formula& one : open) {
        for (Formula& each : by_location(one, thread)) next.push_back(std::move(each));
      }
      open = std::move(next);
    }
    return open;
  }

 private:
  // The formula at each place of the thread, unless it is the same at all of them.
  std::vector<Formula> by_location(const Formula& formula, std::uint32_t thread) const {
    std::vector<bool> used(flat_.variables, false);
    mark_variables(formula, used);
    const std::optional<LocationIndex> only = guarded_place(formula, thread);
    std::vector<Formula> all;
    bool is_same = true;
    for (LocationIndex at = 0; at < live_[thread].size(); ++at) {
      if (only && at != *only) continue;
      const Formula here = reduced(formula.substitute(values_at(thread, at, used)));
      is_same &= here == reduced(formula);
      if (!is_true(here)) all.push_back(only ? here : flat_.where(thread, at, here));
    }
    if (is_same) return {reduced(formula)};
    return all;
  }

  std::vector<Affine> values_at(std::uint32_t thread, LocationIndex at,
                                const std::vector<bool>& used) const {
    std::vector<Affine> values;
    for (VariableIndex v = 0; v < flat_.variables; ++v) {
      const bool is_of_system = v < live_[thread][at].size();
      const bool is_dead = used[v] && is_of_system && !live_[thread][at][v];
      values.push_back(is_dead ? Affine() : Affine::variable(v));
    }
    return values;
  }

  // The only place of the thread of which the formula says anything, if it begins like that.
  std::optional<LocationIndex> guarded_place(const Formula& formula, std::uint32_t thread) const {
    if (formula.kind != Formula::Kind::any) return std::nullopt;
    for (LocationIndex at = 0; at < live_[thread].size(); ++at) {
      const Formula elsewhere = differs(flat_.position(thread), Wide{at});
      const auto has = [&](const Formula& part) {
        return std::find(formula.parts.begin(), formula.parts.end(), part) != formula.parts.end();
      };
      const bool is_nested = has(elsewhere);
      if (is_nested || std::all_of(elsewhere.parts.begin(), elsewhere.parts.end(), has)) return at;
    }
    return std::nullopt;
  }

  const FlatSystem& flat_;
  const Liveness& live_;
};

}  // namespace

Liveness liveness_of(const TransitionSystem& system, const Program& program,
                     const std::vector<CellIndex>& kept) {
  Liveness all;
  for (std::size_t thread = 0; thread < system.threads.size(); ++thread) {
    const ThreadInfo& info = program.threads[thread];
    std::vector<bool> always;
    for (const Variable& variable : system.variables) {
      const CellIndex cell = variable.cell;
      const bool is_kept = std::find(kept.begin(), kept.end(), cell) != kept.end();
      always.push_back(!info.owns(cell) || is_kept);
    }
    all.push_back(live_variables(system.threads[thread], always));
  }
  return all;
}

std::vector<Formula> without_dead(const FlatSystem& flat, const Liveness& live,
                                  const std::vector<Formula>& parts) {
  const Eraser eraser(flat, live);
  std::vector<Formula> all;
  std::set<Formula> known;
  for (const Formula& part : parts) {
    for (Formula& one : eraser.run(part)) {
      if (known.insert(one).second) all.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace raceproof::prove

#include "checker/prove/small_instance.h"

#include <algorithm>

namespace raceproof::prove {
namespace {

constexpr Wide large = 13;                  // from here on a constant is one
constexpr Wide far_beyond = Wide{1} << 61;  // not of the scenario: the bounds of 64 bits
constexpr Wide multiple_max = 64;           // of another one
constexpr std::size_t constants_max = 3;
constexpr std::size_t states_max = 40'000;  // of an instance
constexpr Wide distance = 2;                // from one constant to the next there

/// quotient * base + rest, near enough to move with the base.
struct Multiple {
  Wide quotient = 0;
  Wide rest = 0;
};
std::optional<Multiple> multiple_of(Wide base, Wide constant) {
  const Wide quotient = (constant + base / 2) / base;
  const Wide rest = constant - quotient * base;
  const bool is_near = rest < large && rest > -large;
  if (quotient == 0 || quotient > multiple_max || !is_near) return std::nullopt;
  return Multiple{quotient, rest};
}

}  // namespace

LargeConstants::LargeConstants(const TransitionSystem& system) : open_(system.open) {
  for (const ThreadGraph& graph : system.threads) {
    for (const Edge& edge : graph.edges) {
      collect(edge.guard);
      collect(edge.update);
    }
    for (const auto& settled : graph.settled) {
      for (const Settled& one : settled) {
        collect(one.guard);
        collect(one.update);
      }
    }
  }
  for (const Start& start : system.starts) collect(start.values);
  std::sort(found_.begin(), found_.end());
  std::vector<Wide> kept;
  for (const Wide constant : found_) {
    const auto is_base = [&](Wide base) { return multiple_of(base, constant).has_value(); };
    if (std::none_of(kept.begin(), kept.end(), is_base)) kept.push_back(constant);
  }
  found_ = std::move(kept);
  count_ = found_.size() + (open_ ? 1 : 0);
}

void LargeConstants::collect(const Conjunction& guard) {
  for (const Constraint& one : guard) collect(one.expression.constant());
}

void LargeConstants::collect(const std::vector<Affine>& values) {
  for (const Affine& value : values) collect(value.constant());
}

void LargeConstants::collect(Wide constant) {
  const Wide size = constant < 0 ? -constant : constant;
  if (size >= large && size < far_beyond) found_.push_back(size);
  if (size < large) most_small_ = std::max(most_small_, size);
}

Affine LargeConstants::at_full_size(std::size_t constant) const {
  if (open_ && constant == 0) return Affine::variable(open_->variable);
  return Affine(found_[constant - (open_ ? 1 : 0)]);
}

Wide LargeConstants::with(Wide constant, const std::vector<Wide>& values) const {
  if (constant < 0) return -with(-constant, values);
  if (constant < large) return constant;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    const auto multiple = multiple_of(found_[i], constant);
    if (multiple) return multiple->quotient * values[i + (open_ ? 1 : 0)] + multiple->rest;
  }
  return constant;
}

Affine LargeConstants::with(const Affine& value, const std::vector<Wide>& values) const {
  return value + Affine(with(value.constant(), values) - value.constant());
}

Formula LargeConstants::with(const Formula& formula, const std::vector<Wide>& values) const {
  Formula small = formula;
  small.constraint.expression = with(formula.constraint.expression, values);
  for (Formula& part : small.parts) part = with(part, values);
  return small;
}

TransitionSystem LargeConstants::with(const TransitionSystem& system,
                                      const std::vector<Wide>& values) const {
  TransitionSystem small = system;
  const auto shrink_guard = [&](Conjunction& guard) {
    for (Constraint& one : guard) one.expression = with(one.expression, values);
  };
  const auto shrink_all = [&](std::vector<Affine>& all) {
    for (Affine& value : all) value = with(value, values);
  };
  for (ThreadGraph& graph : small.threads) {
    for (Edge& edge : graph.edges) {
      shrink_guard(edge.guard);
      shrink_all(edge.update);
    }
  }
  std::vector<Affine> opened(system.variables.size());
  if (open_) opened[open_->variable] = Affine(values[0]);
  for (Start& start : small.starts) {
    shrink_all(start.values);
    for (Affine& value : start.values) value = value.substitute(opened);
  }
  small.open.reset();
  return small;
}

SmallInstances::SmallInstances(const TransitionSystem& system, const Program& program,
                               const std::vector<CellIndex>& observed,
                               const std::function<bool()>& stop)
    : constants_(system) {
  const std::size_t count = constants_.count();
  if (count > constants_max) return;
  const Liveness live = liveness_of(system, program, observed);
  // What is bounded by a small constant is seen only where the large ones are larger.
  for (const Wide size : {constants_.most_small() + 2, Wide{3}, Wide{2}, Wide{1}}) {
    std::vector<Wide> least;
    for (std::size_t i = 0; i < count; ++i) least.push_back(size + static_cast<Wide>(i) * distance);
    std::vector<std::vector<Wide>> sizes{least};
    for (std::size_t i = 0; i < count; ++i) {
      sizes.push_back(least);
      ++sizes.back()[i];
    }
    if (count > 0) {
      sizes.push_back(least);
      for (std::size_t i = 0; i < count; ++i) sizes.back()[i] += i % 2 == 0 ? 2 : 1;
    }
    if (list(system, live, sizes, stop) || count == 0) return;
  }
}

// The largest first, which are those that fail.
bool SmallInstances::list(const TransitionSystem& system, const Liveness& live,
                          const std::vector<std::vector<Wide>>& sizes,
                          const std::function<bool()>& stop) {
  std::vector<SmallInstance> all;
  for (auto size = sizes.rbegin(); size != sizes.rend(); ++size) {
    try {
      all.push_back({*size, list_states(constants_.with(system, *size), live, states_max, stop)});
    } catch (const BudgetSpent&) {
      return false;
    }
  }
  instances_.assign(std::make_move_iterator(all.rbegin()), std::make_move_iterator(all.rend()));
  return true;
}

bool SmallInstances::is_possible(const FlatSystem& flat, const Formula& formula) const {
  std::vector<Wide> values(flat.variables, 0);
  for (const SmallInstance& instance : instances_) {
    const Formula small = constants_.with(formula, instance.values);
    for (const ListedState& state : instance.states) {
      std::copy(state.values.begin(), state.values.end(), values.begin());
      std::copy(state.at.begin(), state.at.end(), values.begin() + flat.first_position);
      if (small.holds(values)) return true;
    }
  }
  return false;
}

}  // namespace raceproof::prove

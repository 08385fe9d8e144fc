#include "checker/prove/growth.h"

#include <algorithm>

#include "checker/prove/edge_counts.h"
#include "checker/prove/strong_components.h"

namespace raceproof::prove {
namespace {

constexpr Wide too_far = Wide{1} << 63;  // of an absolute value

Wide magnitude(Wide value) {
  return std::min(value < 0 ? -value : value, too_far);
}

// Of what is not negative, and no more than `too_far`.
Wide sum(Wide a, Wide b) {
  return std::min(a + b, too_far);
}

Wide product(Wide a, Wide b) {
  return a != 0 && b > too_far / a ? too_far : a * b;
}

}  // namespace

Growth::Growth(const TransitionSystem& system) : system_(system) {
  for (std::uint32_t thread = 0; thread < system.threads.size(); ++thread) {
    const std::vector<std::optional<Wide>> counts = edge_counts(system, thread);
    const ThreadGraph& graph = system.threads[thread];
    for (std::size_t i = 0; i < counts.size(); ++i) {
      taken_.push_back({&graph.edges[i].update, counts[i]});
    }
    for (const auto& settled : graph.settled) {
      for (const Settled& one : settled) taken_.push_back({&one.update, 1});
    }
  }
  most_.resize(system.variables.size());
  find_groups();
  for (std::size_t group = 0; group < members_.size(); ++group) bound(group);
}

std::optional<Wide> Growth::most(const Affine& value) const {
  const Wide most = most_of(value);
  return most < too_far ? std::optional(most) : std::nullopt;
}

bool Growth::fits_64_bits() const {
  const auto fits = [&](const Obligation& one) { return most_of(one.value) < too_far; };
  return std::all_of(system_.threads.begin(), system_.threads.end(), [&](const auto& graph) {
    return std::all_of(graph.obligations.begin(), graph.obligations.end(), fits);
  });
}

// Those that get their values from each other; a group comes behind those that it gets any from.
void Growth::find_groups() {
  const auto count = static_cast<VariableIndex>(system_.variables.size());
  std::vector<std::pair<std::size_t, std::size_t>> arcs;
  for (const Taken& taken : taken_) {
    for (VariableIndex v = 0; v < count; ++v) {
      for (const auto& [from, coefficient] : (*taken.update)[v].terms()) {
        if (from != v) arcs.emplace_back(v, from);
      }
    }
  }
  // What a variable begins with may depend on the constant that is left open.
  for (const Start& start : system_.starts) {
    for (VariableIndex v = 0; v < count; ++v) {
      for (const auto& [from, coefficient] : start.values[v].terms()) {
        if (from != v) arcs.emplace_back(v, from);
      }
    }
  }
  group_ = strong_components(count, arcs);
  for (const std::size_t group : group_) members_.resize(std::max(members_.size(), group + 1));
  for (VariableIndex v = 0; v < count; ++v) members_[group_[v]].push_back(v);
}

// To be called once what it gets from other groups is known. What does not depend on the group
// itself is as if it had been there from the start.
void Growth::bound(std::size_t group) {
  Wide first = 0;
  Change all{1, 0};
  for (const VariableIndex v : members_[group]) {
    if (system_.open && system_.open->variable == v) first = system_.open->most;
    for (const Start& start : system_.starts) first = std::max(first, most_of(start.values[v]));
  }
  for (const Taken& taken : taken_) {
    Change edge;
    for (const VariableIndex v : members_[group]) {
      const Change change = change_of((*taken.update)[v], group);
      if (change.factor == 0) {
        first = std::max(first, change.addend);
      } else {
        edge.factor = std::max(edge.factor, change.factor);
        edge.addend = std::max(edge.addend, change.addend);
      }
    }
    all = repeated(all, edge, taken.times);
  }
  for (const VariableIndex v : members_[group]) {
    most_[v] = product(all.factor, sum(first, all.addend));
  }
}

Growth::Change Growth::repeated(Change all, const Change& edge, const std::optional<Wide>& times) {
  if (edge.addend > 0) {
    all.addend = sum(all.addend, times ? product(edge.addend, *times) : too_far);
  }
  if (edge.factor <= 1) return all;
  for (Wide i = 0; (!times || i < *times) && all.factor < too_far; ++i) {
    all.factor = product(all.factor, edge.factor);
  }
  return all;
}

Growth::Change Growth::change_of(const Affine& value, std::size_t group) const {
  Change change{0, magnitude(value.constant())};
  for (const auto& [variable, coefficient] : value.terms()) {
    if (group_[variable] == group) {
      change.factor = sum(change.factor, magnitude(coefficient));
    } else {
      change.addend = sum(change.addend, product(magnitude(coefficient), most_[variable]));
    }
  }
  return change;
}

Wide Growth::most_of(const Affine& value) const {
  return change_of(value, members_.size()).addend;
}

}  // namespace raceproof::prove

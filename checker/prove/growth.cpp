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
  take_edges();
  find_nodes();
  find_groups();
  for (std::size_t group = 0; group < members_.size(); ++group) bound(group);
}

void Growth::take_edges() {
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    const std::vector<std::optional<Wide>> counts = edge_counts(system_, thread);
    const ThreadGraph& graph = system_.threads[thread];
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const Edge& edge = graph.edges[i];
      taken_.push_back({{thread, edge.from}, edge.to, &edge.update, counts[i]});
    }
    for (LocationIndex at = 0; at < graph.settled.size(); ++at) {
      for (const Settled& one : graph.settled[at]) {
        taken_.push_back({{thread, at}, one.to, &one.update, 1});
      }
    }
  }
}

void Growth::find_nodes() {
  const auto count = static_cast<VariableIndex>(system_.variables.size());
  std::vector<bool> has_several(count, false);
  writer_.resize(count);
  for (const Taken& taken : taken_) {
    for (VariableIndex v = 0; v < count; ++v) {
      if ((*taken.update)[v] == Affine::variable(v)) continue;
      if (writer_[v] && *writer_[v] != taken.from.thread) has_several[v] = true;
      writer_[v] = taken.from.thread;
    }
  }
  for (VariableIndex v = 0; v < count; ++v) {
    if (has_several[v]) writer_[v].reset();
    first_node_.push_back(nodes_.size());
    const std::size_t places = writer_[v] ? system_.threads[*writer_[v]].locations.size() : 1;
    for (LocationIndex at = 0; at < places; ++at) nodes_.push_back({v, at});
  }
  first_node_.push_back(nodes_.size());
}

// What is behind the edge.
std::size_t Growth::target(VariableIndex v, const Taken& taken) const {
  return first_node_[v] + (writer_[v] == taken.from.thread ? taken.to : 0);
}

// What a reader may find, or anybody: one node where the reader is who changes it.
Growth::Range Growth::nodes_of(VariableIndex v, const std::optional<Reader>& reader) const {
  if (!reader || writer_[v] != reader->thread) return {first_node_[v], first_node_[v + 1]};
  const std::size_t node = first_node_[v] + reader->at;
  return {node, node + 1};
}

std::optional<Wide> Growth::most(const Affine& value) const {
  const Wide most = most_of(value, std::nullopt);
  return most < too_far ? std::optional(most) : std::nullopt;
}

bool Growth::fits_64_bits() const {
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    for (const Obligation& one : system_.threads[thread].obligations) {
      if (most_of(one.value, Reader{thread, one.from}) >= too_far) return false;
    }
  }
  return true;
}

// Those that get their values from each other; a group comes behind those that it gets any from.
void Growth::find_groups() {
  std::vector<std::pair<std::size_t, std::size_t>> arcs;
  const auto add = [&](std::size_t to, const Affine& value, const std::optional<Reader>& reader) {
    for (const auto& [variable, coefficient] : value.terms()) {
      const Range from = nodes_of(variable, reader);
      for (std::size_t node = from.first; node < from.second; ++node) {
        if (node != to) arcs.emplace_back(to, node);
      }
    }
  };
  const auto count = static_cast<VariableIndex>(system_.variables.size());
  for (VariableIndex v = 0; v < count; ++v) {
    for (const Taken& taken : taken_) {
      if (is_changed_by(v, taken)) add(target(v, taken), (*taken.update)[v], taken.from);
    }
    // What a variable begins with may depend on the constant that is left open.
    for (const Start& start : system_.starts) {
      for (std::size_t node = first_node_[v]; node < first_node_[v + 1]; ++node) {
        add(node, start.values[v], std::nullopt);
      }
    }
  }
  group_ = strong_components(nodes_.size(), arcs);
  most_.resize(nodes_.size());
  for (const std::size_t group : group_) members_.resize(std::max(members_.size(), group + 1));
  for (std::size_t node = 0; node < nodes_.size(); ++node) members_[group_[node]].push_back(node);
}

// To be called once what it gets from other groups is known. What does not depend on the group
// itself is as if it had been there from the start.
void Growth::bound(std::size_t group) {
  Wide first = 0;
  Change all{1, 0};
  for (const std::size_t node : members_[group]) {
    const VariableIndex v = nodes_[node].variable;
    if (system_.open && system_.open->variable == v) first = system_.open->most;
    for (const Start& start : system_.starts) {
      first = std::max(first, most_of(start.values[v], std::nullopt));
    }
  }
  for (const Taken& taken : taken_) {
    Change edge;
    for (const std::size_t node : members_[group]) {
      const VariableIndex v = nodes_[node].variable;
      if (!is_changed_by(v, taken) || target(v, taken) != node) continue;
      const Change change = change_of((*taken.update)[v], group, taken.from);
      if (change.factor == 0) {
        first = std::max(first, change.addend);
      } else {
        edge.factor = std::max(edge.factor, change.factor);
        edge.addend = std::max(edge.addend, change.addend);
      }
    }
    all = repeated(all, edge, taken.times);
  }
  for (const std::size_t node : members_[group]) {
    most_[node] = product(all.factor, sum(first, all.addend));
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

Growth::Change Growth::change_of(const Affine& value, std::size_t group,
                                 const std::optional<Reader>& reader) const {
  Change change{0, magnitude(value.constant())};
  for (const auto& [variable, coefficient] : value.terms()) {
    const Range from = nodes_of(variable, reader);
    bool is_in_group = false;
    Wide most = 0;
    for (std::size_t node = from.first; node < from.second; ++node) {
      if (group_[node] == group) is_in_group = true;
      if (group_[node] != group) most = std::max(most, most_[node]);
    }
    if (is_in_group) change.factor = sum(change.factor, magnitude(coefficient));
    change.addend = sum(change.addend, product(magnitude(coefficient), most));
  }
  return change;
}

Wide Growth::most_of(const Affine& value, const std::optional<Reader>& reader) const {
  return change_of(value, members_.size(), reader).addend;
}

}  // namespace raceproof::prove

#include "checker/prove/value_groups.h"

#include <algorithm>

namespace raceproof::prove {

std::optional<Copy> copy_of(const Affine& value) {
  if (value.is_constant()) return Copy{std::nullopt, value.constant()};
  const bool is_copy = value.terms().size() == 1 && value.terms()[0].second == 1;
  if (!is_copy) return std::nullopt;
  return Copy{value.terms()[0].first, value.constant()};
}

ValueGroups::ValueGroups(const TransitionSystem& system, const Program& program)
    : system_(system), program_(program) {
  for (VariableIndex v = 0; v < system.variables.size(); ++v) {
    owner_.emplace_back();
    for (std::uint32_t thread = 0; thread < program.threads.size(); ++thread) {
      const ThreadInfo& info = program.threads[thread];
      const CellIndex cell = system.variables[v].cell;
      if (info.owns(cell)) owner_.back() = thread;
    }
    first_node_.push_back(parent_.size());
    const std::size_t nodes = owner_[v] ? system.threads[*owner_[v]].locations.size() : 1;
    for (std::size_t i = 0; i < nodes; ++i) parent_.push_back(parent_.size());
  }
  is_simple_.assign(parent_.size(), true);
  group_.assign(parent_.size(), none);
  join();
  choose();
}

std::size_t ValueGroups::node(VariableIndex v, LocationIndex at) const {
  return first_node_[v] + (owner_[v] ? at : 0);
}

std::size_t ValueGroups::root(std::size_t node) const {
  while (parent_[node] != node) node = parent_[node];
  return node;
}

bool ValueGroups::is_shared(VariableIndex v) const {
  return !owner_[v];
}
bool ValueGroups::is_own(std::uint32_t thread, VariableIndex v) const {
  return owner_[v] == thread;
}
std::size_t ValueGroups::group(VariableIndex v, LocationIndex at) const {
  return group_[node(v, at)];
}
bool ValueGroups::is_ever(VariableIndex v, std::size_t group) const {
  const std::size_t behind = v + 1 < first_node_.size() ? first_node_[v + 1] : parent_.size();
  for (std::size_t i = first_node_[v]; i < behind; ++i) {
    if (group_[i] == group) return true;
  }
  return false;
}
bool ValueGroups::is_ever(VariableIndex v) const {
  for (std::size_t group = 0; group < count(); ++group) {
    if (is_ever(v, group)) return true;
  }
  return false;
}

void ValueGroups::join() {
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    for (const Edge& edge : system_.threads[thread].edges) {
      for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
        if (owner_[v] && owner_[v] != thread) continue;
        const auto copy = copy_of(edge.update[v]);
        const std::size_t to = node(v, edge.to);
        if (!copy) {
          is_simple_[to] = false;
          continue;
        }
        if (!copy->from) continue;
        const bool is_foreign = owner_[*copy->from] && owner_[*copy->from] != thread;
        if (is_foreign) is_simple_[to] = false;
        if (!is_foreign) parent_[root(to)] = root(node(*copy->from, edge.from));
      }
    }
  }
}

void ValueGroups::choose() {
  for (VariableIndex first = 0; first < system_.variables.size(); ++first) {
    if (!is_shared(first) || group_[first_node_[first]] != none) continue;
    const Affine& begin = system_.starts.front().values[first];
    if (!begin.is_constant()) continue;  // a constant that is left open
    const Wide base = begin.constant();
    std::vector<std::size_t> members;
    bool fits = true;
    for (std::size_t i = 0; i < parent_.size(); ++i) {
      if (root(i) != root(first_node_[first])) continue;
      members.push_back(i);
      fits = fits && is_simple_[i];
    }
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (!is_shared(v) || root(first_node_[v]) != root(first_node_[first])) continue;
      for (const Start& start : system_.starts) fits = fits && start.values[v] == Affine(base);
    }
    if (!fits) continue;
    for (const std::size_t i : members) group_[i] = bases_.size();
    bases_.push_back(base);
  }
}

}  // namespace raceproof::prove

// Which variables copy their values to each other: the ways that values can take. A local belongs
// to a group at some locations of its thread only, since temporaries are used again and again.
#pragma once

#include <optional>
#include <vector>

#include "checker/prove/transition_system.h"

namespace raceproof::prove {

/// `v := w + constant`, or `v := constant` where there is no w.
struct Copy {
  std::optional<VariableIndex> from;
  Wide constant = 0;
};

/// The value as a copy, if it is one.
std::optional<Copy> copy_of(const Affine& value);

class ValueGroups {
 public:
  static constexpr std::size_t none = ~std::size_t{0};

  /// A group holds a shared variable, is only ever set to copies and constants, and its shared
  /// variables begin with one value.
  ValueGroups(const TransitionSystem& system, const Program& program);

  std::size_t count() const { return bases_.size(); }
  Wide base(std::size_t group) const { return bases_[group]; }
  /// The variable's group, where its thread stands at that location (of a local); or `none`.
  std::size_t group(VariableIndex v, LocationIndex at) const;
  /// Whether it belongs to the group, at some location.
  bool is_ever(VariableIndex v, std::size_t group) const;
  /// Whether it belongs to any.
  bool is_ever(VariableIndex v) const;
  bool is_shared(VariableIndex v) const;
  bool is_local(VariableIndex v) const { return owner_[v].has_value(); }
  bool is_own(std::uint32_t thread, VariableIndex v) const;

 private:
  std::size_t node(VariableIndex v, LocationIndex at) const;
  std::size_t root(std::size_t node) const;
  void join();
  void choose();

  const TransitionSystem& system_;
  const Program& program_;
  std::vector<std::size_t> first_node_;              // by variable
  std::vector<std::optional<std::uint32_t>> owner_;  // by variable: the thread whose local it is
  std::vector<std::size_t> parent_;                  // by node
  std::vector<bool> is_simple_;                      // by node
  std::vector<std::size_t> group_;                   // by node
  std::vector<Wide> bases_;
};

}  // namespace raceproof::prove

// How far values can go, by how often each edge can be taken: a bound that needs no invariant.
#pragma once

#include <optional>
#include <vector>

#include "checker/prove/transition_system.h"

namespace raceproof::prove {

/// Of variables that get their values from each other the largest absolute value is looked at: an
/// edge that makes one of them `2*x - y + 5` of themselves makes it three times as large and five
/// larger at most. So often as edges are taken that is done, in the worst order: first all that
/// adds, then all that multiplies. What they get from other variables adds as much as these can be.
class Growth {
 public:
  explicit Growth(const TransitionSystem& system);

  /// The most that the absolute value of an expression over the variables can be, in any state of
  /// any execution; nothing where it may not fit 64 bits.
  std::optional<Wide> most(const Affine& value) const;

  /// Whether every result of every execution surely fits 64 bits. Where it is false, they may all
  /// the same.
  bool fits_64_bits() const;

 private:
  /// What an edge does to all variables, and how often at most, if that is known.
  struct Taken {
    const std::vector<Affine>* update = nullptr;
    std::optional<Wide> times;
  };
  /// By how much a value can be larger than all before: so many times, and then so much more.
  struct Change {
    Wide factor = 0;
    Wide addend = 0;
  };

  void find_groups();
  void bound(std::size_t group);
  static Change repeated(Change all, const Change& edge, const std::optional<Wide>& times);
  Change change_of(const Affine& value, std::size_t group) const;
  Wide most_of(const Affine& value) const;

  const TransitionSystem& system_;
  std::vector<Taken> taken_;
  std::vector<std::size_t> group_;                   // by variable
  std::vector<std::vector<VariableIndex>> members_;  // by group
  std::vector<Wide> most_;                           // by variable
};

}  // namespace raceproof::prove

// The same scenario with small constants in place of large ones, so that its states can be listed:
// what holds of them may hold at full size.
#pragma once

#include <functional>
#include <vector>

#include "checker/prove/invariant.h"
#include "checker/prove/state_list.h"

namespace raceproof::prove {

/// The large constants of a system, as few as possible: all others are near a multiple of one, and
/// move with it. The constant that is left open is the first of them, if there is one.
class LargeConstants {
 public:
  explicit LargeConstants(const TransitionSystem& system);

  std::size_t count() const { return count_; }
  /// The largest of the others.
  Wide most_small() const { return most_small_; }
  /// The system with these values in place of them, nothing left open.
  TransitionSystem with(const TransitionSystem& system, const std::vector<Wide>& values) const;
  /// The same of a formula over the system's variables.
  Formula with(const Formula& formula, const std::vector<Wide>& values) const;
  /// A large constant as what stands for it at full size.
  Affine at_full_size(std::size_t constant) const;

 private:
  Wide with(Wide constant, const std::vector<Wide>& values) const;
  Affine with(const Affine& value, const std::vector<Wide>& values) const;
  void collect(const Conjunction& guard);
  void collect(const std::vector<Affine>& values);
  void collect(Wide constant);

  std::optional<OpenVariable> open_;
  std::size_t count_ = 0;
  Wide most_small_ = 0;
  std::vector<Wide> found_;  // those that are no multiples, ascending
};

/// All states that the system has with these values in place of its large constants.
struct SmallInstance {
  std::vector<Wide> values;
  std::vector<ListedState> states;
};

/// Instances of a few sizes from which to learn how what holds depends on the large constants: the
/// smallest, one that is larger in each constant, and one that is larger in all of them. None where
/// there are too many large constants, or states.
class SmallInstances {
 public:
  SmallInstances(const TransitionSystem& system, const Program& program,
                 const std::vector<CellIndex>& observed, const std::function<bool()>& stop);

  const LargeConstants& constants() const { return constants_; }
  const std::vector<SmallInstance>& instances() const { return instances_; }
  /// Whether the formula, which has no other variables than the system and positions, is true in a
  /// state of an instance.
  bool is_possible(const FlatSystem& flat, const Formula& formula) const;

 private:
  bool list(const TransitionSystem& system, const Liveness& live,
            const std::vector<std::vector<Wide>>& sizes, const std::function<bool()>& stop);

  LargeConstants constants_;
  std::vector<SmallInstance> instances_;
};

}  // namespace raceproof::prove

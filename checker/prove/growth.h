// How far values can go, by how often each edge can be taken: a bound that needs no invariant.
#pragma once

#include <optional>
#include <vector>

#include "checker/prove/transition_system.h"

namespace raceproof::prove {

/// A variable that only one thread changes is looked at apart wherever that thread stands, since
/// temporaries are used again and again. Of those that get their values from each other the largest
/// absolute value is looked at: an edge that makes one of them `2*x - y + 5` of themselves makes it
/// three times as large and five larger at most. So often as edges are taken that is done, in the
/// worst order: first all that adds, then all that multiplies. What they get from other variables
/// adds as much as these can be.
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
  /// A variable, where the thread stands that changes it.
  struct Node {
    VariableIndex variable = 0;
    LocationIndex at = 0;  ///< 0 where several threads change it
  };
  /// Where a thread stands that reads.
  struct Reader {
    std::uint32_t thread = 0;
    LocationIndex at = 0;
  };
  /// What an edge does to all variables, and how often at most, if that is known.
  struct Taken {
    Reader from;
    LocationIndex to = 0;
    const std::vector<Affine>* update = nullptr;
    std::optional<Wide> times;
  };
  /// By how much a value can be larger than all before: so many times, and then so much more.
  struct Change {
    Wide factor = 0;
    Wide addend = 0;
  };

  using Range = std::pair<std::size_t, std::size_t>;

  void take_edges();
  void find_nodes();
  void find_groups();
  void bound(std::size_t group);
  bool is_changed_by(VariableIndex v, const Taken& taken) const {
    return !writer_[v] || *writer_[v] == taken.from.thread;
  }
  std::size_t target(VariableIndex v, const Taken& taken) const;
  Range nodes_of(VariableIndex v, const std::optional<Reader>& reader) const;
  static Change repeated(Change all, const Change& edge, const std::optional<Wide>& times);
  Change change_of(const Affine& value, std::size_t group,
                   const std::optional<Reader>& reader) const;
  Wide most_of(const Affine& value, const std::optional<Reader>& reader) const;

  const TransitionSystem& system_;
  std::vector<Taken> taken_;
  std::vector<std::optional<std::uint32_t>> writer_;  // by variable: the only one, if there is one
  std::vector<Node> nodes_;
  std::vector<std::size_t> first_node_;            // by variable, and behind all
  std::vector<std::size_t> group_;                 // by node
  std::vector<std::vector<std::size_t>> members_;  // by group: its nodes
  std::vector<Wide> most_;                         // by node
};

}  // namespace raceproof::prove

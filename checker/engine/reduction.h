// What makes a search smaller without changing its answer, and which questions permit it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace raceproof::engine {

/// symmetry: of states that differ only in which of several identical threads is which, one is
/// looked at for all. fusion: a step that touches nothing that other threads see is taken at once.
/// partial_order: where no other thread can ever conflict with the next steps of some, these are
/// taken first; fusion is a part of it. dead: locals that nobody reads any more tell no states
/// apart.
enum class Reduction : std::uint8_t { symmetry, fusion, partial_order, dead };
inline constexpr std::size_t reduction_count = 4;

/// What a search is to tell: verdicts with their traces, the final values, how many interleavings
/// lead to each and how likely, or the states and steps themselves.
enum class Asked : std::uint8_t { verdicts, values, counts, graph };

/// One row a reduction: its name on the command line, and by which questions it is permitted.
struct ReductionRow {
  Reduction reduction;
  std::string_view name;
  bool verdicts;
  bool values;
  bool counts;
  bool graph;
};

inline constexpr std::array<ReductionRow, reduction_count> reductions{{
    // Counts: all states of an orbit have as many ways to them, and each passes them on alike.
    {Reduction::symmetry, "symmetry", true, true, true, false},
    // A count is of orders, and some of them are what is left out.
    {Reduction::fusion, "fusion", true, true, false, false},
    {Reduction::partial_order, "partial-order", true, true, false, false},
    {Reduction::dead, "dead", true, true, true, false},
}};

/// A set of reductions; all of them where nothing is said.
class Reductions {
 public:
  static constexpr Reductions none() { return Reductions(0); }
  constexpr Reductions() = default;

  constexpr bool has(Reduction one) const { return (bits_ >> static_cast<unsigned>(one) & 1) != 0; }
  constexpr bool is_empty() const { return bits_ == 0; }
  constexpr void add(Reduction one) { bits_ |= 1U << static_cast<unsigned>(one); }
  /// Whether one of them makes states fewer, in a way that does not tell how many there are.
  constexpr bool leave_out() const {
    return has(Reduction::fusion) || has(Reduction::partial_order) || has(Reduction::dead);
  }
  /// Without those by which steps wait.
  constexpr Reductions of_all_steps() const {
    Reductions rest = of_whole_space();
    if (has(Reduction::dead)) rest.add(Reduction::dead);
    return rest;
  }
  /// Without those that make them fewer so.
  constexpr Reductions of_whole_space() const {
    Reductions rest = none();
    if (has(Reduction::symmetry)) rest.add(Reduction::symmetry);
    return rest;
  }

  /// Those of them that a question for this permits.
  constexpr Reductions permitted_by(Asked asked) const {
    Reductions permitted = none();
    for (const ReductionRow& row : reductions) {
      if (has(row.reduction) && permits(row, asked)) permitted.add(row.reduction);
    }
    return permitted;
  }

 private:
  constexpr explicit Reductions(std::uint32_t bits) : bits_(bits) {}

  static constexpr bool permits(const ReductionRow& row, Asked asked) {
    switch (asked) {
      case Asked::verdicts: return row.verdicts;
      case Asked::values: return row.values;
      case Asked::counts: return row.counts;
      case Asked::graph: return row.graph;
    }
    return false;
  }

  std::uint32_t bits_ = (1U << reduction_count) - 1;
};

}  // namespace raceproof::engine

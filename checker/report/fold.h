// Finds what repeats in a long sequence, so that a trace of millions of steps can be shown in a few
// lines. Loops in loops are folds in folds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace raceproof::report {

/// One step, or several rounds of the same pattern.
struct Fold {
  std::size_t first = 0;          ///< index of the first step
  std::size_t steps = 1;          ///< of all rounds together
  std::size_t rounds = 1;         ///< 1: a single step
  std::vector<Fold> first_round;  ///< empty for a single step
  std::vector<Fold> last_round;
};

/// Folds a sequence of shapes. Equal numbers are steps that look alike; shapes must be numbered in
/// the order in which they first occur, which is how a pattern is made to begin where its loop
/// does.
std::vector<Fold> fold(const std::vector<std::uint32_t>& shapes);

}  // namespace raceproof::report

// What comes to the states of a level, and what they pass on to those of the next one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/level_steps.h"
#include "checker/engine/limbs.h"
#include "checker/explore/limits.h"
#include "checker/result/number.h"

namespace raceproof::engine {

/// Of each state: in how many ways it is reached, and how likely they are together, over a
/// denominator that is that of all states of the level.
class LevelNumbers {
 public:
  LimbPairs own;   ///< of the level
  LimbPairs next;  ///< of the next one, whose denominator is `ways` times that of this one

  /// The next level begins, with so many states and all zero. All parts of the ways that are asked
  /// for have to be whole.
  void begin_next(std::size_t states, std::size_t for_ways, std::size_t for_weight,
                  result::Integer ways);
  const result::Integer& ways() const { return ways_; }
  /// When all was passed on, the next level is the one at hand.
  void end_level();
  /// In how many ways all states of the level are reached together.
  const result::Integer& all_ways() const { return all_ways_; }

  /// What a state passes on to each of so many: its ways, and that part of its probability, over
  /// the denominator of the next level. Valid until the next call of anything.
  ConstLimbs divide(std::size_t source, std::uint64_t one_in);

  /// Passes on from all states of the level and forgets their steps; their own numbers are lost.
  /// The last ones of these have nothing to pass on, or have done so.
  explore::Stop pass_on(std::span<NotedSteps> noted, const explore::Limits& limits);
  /// The same, from some states.
  void pass_on(std::size_t first, const NotedSteps& noted);

  std::uint64_t memory_bytes() const { return own.memory_bytes() + next.memory_bytes(); }

 private:
  void add_up_next();
  void pass_on_to(std::span<const std::uint32_t> targets, std::size_t source, std::uint64_t one_in);
  ConstLimbs part(std::uint64_t one_in);

  std::size_t next_states_ = 0;
  bool is_next_added_up_ = false;
  result::Integer all_ways_ = 1;
  result::Integer ways_ = 1;
  std::vector<std::vector<std::uint64_t>> parts_;  ///< of the ways, by their number
  std::vector<std::uint64_t> passed_on_;           ///< ways, and their probability behind them
};

}  // namespace raceproof::engine

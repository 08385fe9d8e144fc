// Exact counts of interleavings and exact probabilities, level by level: no step is stored.
#pragma once

#include <vector>

#include "checker/engine/level_steps.h"
#include "checker/engine/level_table.h"
#include "checker/engine/limbs.h"
#include "checker/engine/packed_space.h"
#include "checker/explore/count.h"

namespace raceproof::engine {

/// As `explore::count`, of which it gives the same shares, for a space in which all ways to a state
/// are equally long. Each state of a level passes on to its successors on the next one how many
/// ways lead to it, and how likely they are together; only two levels are held, so that it can go
/// along with a search that forgets the others.
///
/// What comes to a canonical state stands for what comes to all of its orbit: each of them passes
/// on as much as any other.
class LevelCount {
 public:
  /// Both must outlive it.
  LevelCount(PackedSpace& space, explore::Counts& counts) : space_(space), counts_(counts) {}

  /// To be called when the roots are there.
  void begin();
  /// What was expanded of the level, in order, and where in the next one the successors stand. A
  /// level that was not noted as a whole is expanded again.
  void note(const Batch& batch, std::span<const std::uint32_t> targets);
  /// Passes on from a level of which all states were expanded to the next one. What was asked for
  /// is complete when the last level was passed on from.
  explore::Stop pass_on(std::size_t level, const explore::Limits& limits);

  std::uint64_t memory_bytes() const;

  /// Gives up counting, and the memory that it takes.
  void abandon();
  bool is_abandoned() const { return is_abandoned_; }

 private:
  struct Step {
    const StepEnd* end = nullptr;
    std::uint32_t target = 0;
    std::uint32_t thread = 0;
  };

  bool has_alternatives() const;
  bool begin_next(std::size_t level, const explore::Limits& limits);
  void find_positions(StateIndex first, std::size_t count);
  void look_up(std::span<Word> keys);
  NotedSteps find_steps(StateIndex first, std::size_t count);
  void forget_steps();
  void pass_on_batch(StateIndex first, std::size_t from, const NotedSteps& noted);
  void pass_on_evenly(std::size_t source, std::span<const std::uint32_t> targets);
  std::size_t pass_on_by_thread(StateIndex first, std::size_t source,
                                std::span<const std::uint32_t> targets);
  void pass_on_group(std::span<const Step> group, std::uint64_t threads, std::size_t source);
  void divide(std::size_t source, std::uint64_t one_in);
  ConstLimbs part(std::uint64_t one_in);
  result::Share share(ConstLimbs ways, ConstLimbs weight, const result::Integer& denominator) const;

  PackedSpace& space_;
  explore::Counts& counts_;
  LimbPairs own_;   ///< of the level: ways, and their probability over `denominator_`
  LimbPairs next_;  ///< of the next level, over `denominator_ * ways_`
  std::vector<NotedSteps> noted_;  ///< out of the level
  std::size_t noted_states_ = 0;
  std::uint64_t noted_bytes_ = 0;
  LevelTable positions_{true};  ///< of the next level, where not all was noted
  result::Integer denominator_ = 1;
  result::Integer ways_ = 1;  ///< what every number of threads times alternatives divides
  std::vector<std::vector<std::uint64_t>> parts_;  ///< of `ways_`, by their number
  std::vector<std::uint64_t> passed_on_;           ///< ways, and their probability behind them
  bool is_abandoned_ = false;
  SlicedBatch batch_;
  std::vector<Word> keys_;
  std::vector<std::uint32_t> targets_;
  std::vector<std::uint8_t> are_new_;
  std::vector<Step> steps_;
};

}  // namespace raceproof::engine

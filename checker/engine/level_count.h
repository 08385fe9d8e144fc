// Exact counts of interleavings and exact probabilities, level by level: no step is stored.
#pragma once

#include <future>
#include <vector>

#include "checker/engine/level_numbers.h"
#include "checker/engine/level_steps.h"
#include "checker/engine/level_table.h"
#include "checker/engine/packed_space.h"
#include "checker/explore/count.h"

namespace raceproof::engine {

/// As `explore::count`, of which it gives the same shares, for a space in which all ways to a state
/// are equally long. Each state of a level passes on to its successors on the next one how many
/// ways lead to it, and how likely they are together; only two levels are held, so that it can go
/// along with a search that forgets the others.
///
/// Where several threads may work, one passes on from a large level while the next one is searched.
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
  /// is complete when the last level was passed on from, and `end` was called. The limits must
  /// outlive that.
  explore::Stop pass_on(std::size_t level, const explore::Limits& limits);
  /// Waits for what still goes on.
  explore::Stop end();

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
  /// What was noted of a level.
  struct Noted {
    std::vector<NotedSteps> steps;
    std::size_t states = 0;
    bool has_ends = false;
    std::uint64_t bytes = 0;
  };

  bool has_alternatives() const;
  bool begin_next(std::size_t level, const explore::Limits& limits);
  result::Integer ways() const;
  void find_positions(StateIndex first, std::size_t count);
  void look_up(std::span<Word> keys);
  NotedSteps find_steps(StateIndex first, std::size_t count);
  explore::Stop pass_on_noted(StateIndex first, const explore::Limits& limits);
  explore::Stop pass_on_found(StateIndex first, std::size_t count, const explore::Limits& limits);
  void pass_on_lasts(StateIndex first, std::size_t from, const NotedSteps& noted);
  void pass_on_by_thread(StateIndex first, std::size_t source,
                         std::span<const std::uint32_t> targets);
  void pass_on_group(std::span<const Step> group, std::uint64_t threads, std::size_t source);
  explore::Stop end_level();
  result::Share share(ConstLimbs ways, ConstLimbs weight, const result::Integer& denominator) const;

  PackedSpace& space_;
  explore::Counts& counts_;
  LevelNumbers numbers_;
  Noted noted_;                      ///< out of the level that is searched
  Noted passing_;                    ///< out of the one that is passed on from
  LevelTable positions_{true};       ///< of the next level, where not all was noted
  result::Integer denominator_ = 1;  ///< of the level that is passed on from
  bool is_abandoned_ = false;
  SlicedBatch batch_;
  std::vector<Word> keys_;
  std::vector<std::uint32_t> targets_;
  std::vector<std::uint8_t> are_new_;
  std::vector<Step> steps_;
  std::future<explore::Stop> aside_;  ///< passes on while the next level is searched
};

}  // namespace raceproof::engine

// How a level is made block by block, each looked up in a small table, by several threads.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "checker/engine/batch.h"
#include "checker/engine/block_steps.h"
#include "checker/engine/chunk_pool.h"
#include "checker/engine/chunked_row.h"
#include "checker/engine/fresh_steps.h"
#include "checker/engine/level_log.h"
#include "checker/engine/level_table.h"
#include "checker/engine/state_block.h"
#include "checker/engine/steps.h"
#include "checker/engine/workers.h"

namespace raceproof::engine {

/// The states of a level fall into blocks by where some threads stand. All steps into a block wait
/// for its turn; then one thread puts what they lead to into a table that fits its cache, and goes
/// on to expand what is new. Most steps are of other threads, stay in their block, and so wait near
/// by. (Structured duplicate detection, Zhou and Hansen, 2004 and 2007, with the steps of a whole
/// level put off, so that any two blocks can be worked on at once.)
///
/// What comes of a level, and in which order, does not depend on the number of threads: they take
/// blocks as far as the rows of steps are made, and the rows that are missing are made in between,
/// in the order of the blocks.
class BlockSweep {
 public:
  enum class End : std::uint8_t {
    complete,
    misfit,   ///< a value does not fit the layout
    memory,   ///< it would take more than it may
    stopped,  ///< as was asked for
    uneven,   ///< most states would be in one block
  };

  /// What it works with. Between two calls for a level all may change, where packed states keep
  /// their meaning.
  struct Given {
    Steps& steps;
    const LevelLog& log;
    std::uint32_t key_bits = 0;
    std::uint64_t bytes_max = ~std::uint64_t{0};  ///< that it may have in all
    /// Called now and then, by the thread of the caller, with how many states are new so far; false
    /// ends the work.
    std::function<bool(std::uint64_t states)> may_go_on;
  };

  /// Begins with a level whose states stand in the log, from `first` to before `end`. Keys have so
  /// many bits. The workers must outlive it.
  BlockSweep(StateBlock block, std::uint32_t key_bits, std::uint64_t first, std::uint64_t end,
             Workers& workers);

  const StateBlock& block() const { return block_; }
  /// Whether keys may have so many bits.
  bool fits(std::uint32_t key_bits) const;

  /// Whether the level that was made last, or else the one that it began with, begins there.
  bool is_at(std::uint64_t first) const { return first == first_; }

  /// Makes the next level; where something is in the way, goes on when it is called again.
  End make_level(const Given& given);

  /// What has come of it, in the order of blocks: the new states, and for each of all steps into
  /// the block, in the order of the states that they lead out of, 1 where it led to a new one, else
  /// 0.
  struct Made {
    const ChunkedRow<Word>& fresh;
    const FreshSteps::Packed& is_new;
    std::uint64_t steps_into = 0;
  };
  std::vector<Made> made() const;
  /// Of the level that it was made from: all steps, also those that lead to no state.
  std::uint64_t steps() const { return now_.steps; }
  /// Of that level, in order, to be asked for once; those that are known, where it was not made.
  /// Sources are counted from its first state.
  std::vector<Happening> happenings();

  /// The new states stand in the log now, from `first` on, block behind block.
  void end_level(std::uint64_t first);

  std::uint64_t memory_bytes() const;

 private:
  enum class Stage : std::uint8_t { inserting, expanding, done };

  /// A block; or, of a level that is not in order of blocks, some states.
  struct alignas(128) Part {
    std::uint32_t number = 0;
    Stage stage = Stage::done;
    std::size_t next = 0;     ///< state that is to be expanded
    std::uint64_t first = 0;  ///< of a piece: its first state in the log
    std::uint64_t count = 0;  ///< of its states on the level at hand
    std::vector<BlockSteps::Run> runs;
    std::uint64_t steps_into = 0;
    std::uint64_t last_steps_into = 0;  ///< those that led to its `count` states
    ChunkedRow<Word> fresh;
    FreshSteps::Packed is_new;
    std::uint64_t steps = 0;            ///< out of its states, new ones or those in the log
    std::vector<Happening> happenings;  ///< sources are counted from its first state
    std::uint64_t known_bytes = 0;      ///< of it, which were told

    std::uint64_t memory_bytes() const;
  };
  struct alignas(128) Thread {
    Thread(const StateBlock& block, bool is_short, ChunkPool& pool)
        : steps{BlockSteps(block, is_short, pool), BlockSteps(block, is_short, pool)} {}

    std::array<BlockSteps, 2> steps;  ///< into the level being made, and into the next one
    LevelTable table;
    Batch batch;
    std::vector<Word> keys;
    std::vector<std::uint8_t> is_new;
    std::uint64_t known_bytes = 0;  ///< of it, which were told

    std::uint64_t memory_bytes() const;
  };
  /// Of a thread to work on something.
  struct Turn {
    Thread& thread;
    const Given& given;
    bool is_caller = false;
  };
  /// How many new states the steps into all blocks have led to.
  struct Led {
    std::uint64_t steps_into = 0;
    std::uint64_t fresh = 0;
  };
  /// What is known of a level.
  struct Level {
    std::uint64_t steps = 0;
    std::vector<Happening> happenings;
  };

  End work_on(std::vector<Part*> parts, const Given& given);
  void go_on(Part& part, const Turn& turn);
  bool insert(Part& part, const Turn& turn);
  bool expand(Part& part, const Turn& turn);
  bool may_go_on(const Turn& turn);
  void note_all_memory();
  void note_memory(Part& part, const Turn& turn);
  bool make_rows(const Part& part, const Given& given);
  std::span<const Word> next_states(const Part& part, Thread& thread, const Given& given) const;
  std::uint64_t states_to_expect(const Part& part) const;
  std::uint64_t states_of(const Part& part) const;
  void keep(Part& part, std::span<Word> fresh);
  std::uint64_t steps_into_blocks() const;
  End begin_blocks();
  void note_pieces();
  BlockSteps& steps_to_come(Thread& thread) const;

  StateBlock block_;
  bool is_short_;
  Workers& workers_;
  ChunkPool pool_;
  std::vector<Part> blocks_;
  std::vector<Part> pieces_;  ///< of a level that is not in the order of blocks
  std::vector<Thread> threads_;
  std::uint64_t first_ = 0;  ///< of the level at hand
  Level now_;                ///< the level at hand
  Led last_;                 ///< when the level at hand was made
  bool are_blocks_begun_ = false;
  std::uint32_t parity_ = 0;  ///< which steps lead into the level being made
  std::atomic<std::size_t> next_part_ = 0;
  std::atomic<End> end_ = End::complete;
  std::atomic<std::uint64_t> bytes_ = 0;  ///< beside those of the pool
  std::atomic<std::uint64_t> fresh_ = 0;
};

}  // namespace raceproof::engine

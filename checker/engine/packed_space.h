// The states that a search has reached, packed: what is known of them, and how to read them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "checker/engine/bit_layout.h"
#include "checker/engine/block_sweep.h"
#include "checker/engine/canonical_form.h"
#include "checker/engine/fresh_steps.h"
#include "checker/engine/level_log.h"
#include "checker/engine/seen_states.h"
#include "checker/engine/state_tree.h"
#include "checker/engine/step_table.h"
#include "checker/engine/workers.h"
#include "checker/explore/state_space.h"

namespace raceproof::engine {

using explore::StateIndex;

/// One way through `init`: the state it leads to, or nothing where it ends the execution.
struct Root {
  std::uint32_t alternative = 0;
  std::optional<StateIndex> target;
  StepEnd end;
};

/// How states are packed and looked up. What is found does not depend on it.
struct Packing {
  /// What one thread gains by blocks, it gains where a level outgrows the cache; several have less
  /// to hand to each other, in small levels too.
  static constexpr std::uint64_t blocks_from_for(std::uint32_t jobs) {
    return jobs == 1 ? std::uint64_t{5} << 16 : std::uint64_t{1} << 10;
  }

  std::uint64_t many = 1 << 15;  ///< states, from which on packing them again is avoided
  bool sweeps = true;            ///< looks up one level where all ways to a state are equally long
  /// From so many states on a sweep keeps only those that will be expanded; the others cannot be
  /// asked for any more.
  std::uint64_t forgets_from = ~std::uint64_t{0};
  bool has_positions = false;  ///< tells where in the next level steps lead to, while it sweeps
  bool keeps_all = false;      ///< keeps all states as they are, ready to be saved
  /// 2^so many states are forgotten at once.
  std::uint32_t piece_bits = LevelLog::piece_bits_usual;
  /// A level of so many states of four threads is made in blocks, where it can be, and much smaller
  /// ones behind it; of other numbers of threads, one with as many steps. The order of the states
  /// depends on it.
  std::uint64_t blocks_from = blocks_from_for(1);
  std::uint32_t jobs = 1;  ///< threads that may work
  bool is_wide = false;    ///< states may be too wide for a word
  AlikeThreads alike{};    ///< of states that differ in which of them is which, one is kept
  const PersistentSets* persistent = nullptr;  ///< where some steps can wait; outlives the space
  const explore::DeadLocals* dead = nullptr;   ///< what is cleared; outlives the space
};

/// States are numbered in the order in which they were met, level by level, and block by block
/// where a level is made in blocks; level d holds those that d steps reach and fewer do not.
///
/// How many values a part of the state takes shows only as the search goes on. Where one more does
/// not fit its field, the layout is made anew and the states are packed again; once there are many,
/// the field is extended instead, so that they can stay as they are.
///
/// As long as all ways to a state are equally long, only the states of the level that is being made
/// are looked up; when that ends, all states so far are put into the set.
///
/// Once they are expanded, most states are forgotten: which of the steps out of them led to a new
/// one is known, and some levels stay, from which all behind them are found again in their order,
/// with nothing to look up. What is asked for is brought back with all that stands between two such
/// levels, one such segment at a time.
class PackedSpace {
 public:
  explicit PackedSpace(const Machine& machine, const Packing& packing = {});

  /// Inserts a state that no step leads to, new or not. False where it does not fit.
  bool insert(State state);
  /// Expands states from `first` on; where a new value did not fit, the layout is made anew first.
  void expand(StateIndex first, std::span<Word> keys, SlicedBatch& batch);
  /// Inserts what has come of it, in order.
  void insert(SlicedBatch& batch);
  /// Inserts packed states in order, which must be canonical; returns how many were new. They are
  /// the successors of the states that are expanded, each as often as steps lead to it.
  std::size_t insert(std::span<Word> keys);
  /// Whether the level at hand, the states that are not expanded, may be made in blocks.
  bool may_use_blocks() const;
  /// Expands it so, whole, and inserts what comes of it; `may_go_on` as for `BlockSweep`, whose
  /// happenings it returns. Where that was false, the level stays as it was, and the happenings are
  /// those that are known; where it is nothing, the level is to be expanded some other way.
  std::optional<std::vector<Happening>> expand_blocks(
      const std::function<bool(std::uint64_t)>& may_go_on);
  bool has_positions() const { return seen_.has_positions(); }
  /// Of the states of the last insert: where in their level they stand, where it has positions.
  std::span<const std::uint32_t> positions() const { return seen_.positions(); }

  std::uint64_t size() const { return log_.size(); }
  /// A state as it is packed, brought back where it was forgotten.
  Word key(std::uint64_t index) {
    if (!log_.has(index)) [[unlikely]]
      bring_back(index);
    return log_[index];
  }
  void read(std::uint64_t first, std::span<Word> keys);
  void decode(Word key, State& state);
  void decode_index(std::uint64_t index, State& state) { decode(key(index), state); }
  /// Whether the state is there without being brought back.
  bool holds(std::uint64_t index) const { return log_.has(index); }
  /// What it takes to bring it back with its segment.
  std::uint64_t bytes_to_bring_back(std::uint64_t index) const;

  /// To be called before the first state, where the parts have been given values. A layout of
  /// several words does not fit a space of words.
  void restore_layout(const BitLayout& layout);
  /// The key of a state with these numbers of its parts. False where it does not fit.
  bool pack(const std::vector<PartId>& ids, Word& key);

  Steps& steps() { return *steps_; }
  /// Whether all steps out of a state are taken.
  bool takes_all() const { return persistent_ == nullptr; }
  const CanonicalForm& canonical() const { return *canonical_; }
  /// Counts what was expanded: states, and the steps out of them.
  void note_expanded(std::span<const Word> keys, SlicedBatch& batch);
  void note_expanded(Word key, std::uint32_t steps);
  /// Of the level: the numbers of steps out of a state that there are, ascending.
  std::vector<std::uint32_t> step_counts() const;
  /// How many states and steps there are, also of those that are kept as one.
  result::Integer all_states() const;
  const result::Integer& all_expanded() const { return all_expanded_; }
  const result::Integer& all_transitions() const { return all_transitions_; }
  StateParts& parts() { return parts_; }
  /// Where each part stands in a word; where states are wide, there is no such place.
  const BitLayout& layout() const { return layout_; }
  bool is_wide() const { return tree_ != nullptr; }
  /// The numbers of all parts of a state.
  const std::vector<PartId>& ids(Word key);
  std::uint64_t memory_bytes() const;
  std::uint64_t set_bytes() const { return seen_.set_bytes(); }
  /// From here on it is out of memory rather than to take more than this, but for a batch at hand.
  void set_memory_max(std::uint64_t bytes) { memory_max_ = bytes; }
  /// Whether so many states may be expanded: successors of wide ones take room when they are made.
  bool has_room_to_expand(std::size_t count) const;
  /// Whether so many states more may be inserted, all of them new.
  bool has_room_for(std::uint64_t more);
  /// Whether something did not fit the memory; then the space is as it was, and is to be left so.
  bool is_out_of_memory() const { return is_out_of_memory_; }
  std::uint32_t jobs() const { return workers_.shares(); }
  /// Whether states that were expanded cannot be asked for any more.
  bool forgets() const { return forgets_; }
  /// Where it forgets: gives up the states before this one.
  void forget_before(std::uint64_t first);
  /// Whether a state was forgotten that is needed after all: then the space is of no use.
  bool is_lost() const { return is_lost_; }
  /// To be called when no more states come: the tables that tell new ones are not needed any more.
  void end_search() {
    seen_.release();
    blocks_.reset();
  }
  /// To be called when all roots are there.
  void end_roots();
  /// To be called when all states of a level are expanded.
  void end_level();
  /// May be called before: what tells which states of the next level are new is not needed then.
  void forget_level_table() { seen_.end_level(); }
  /// Counts layouts: what was derived from an earlier one is of no use any more.
  std::uint32_t layout_number() const { return layout_number_; }
  std::uint32_t threads() const {
    return static_cast<std::uint32_t>(machine_.program().threads.size());
  }
  const Grading& grading() const { return grading_; }
  /// Whether the states fit; where they do not, the space is of no use.
  bool fits() const { return is_wide() || layout_.words() == 1; }
  /// To be called now and then: gives up the room that fields have had while states were few.
  void tighten();

  std::vector<Root> roots;
  std::vector<StateIndex> first_of_level;  ///< per level, and one more at the end
  std::uint64_t expanded = 0;
  std::uint64_t partly_expanded = 0;  ///< of these, those of which not all steps were taken

 private:
  /// A level that stays, from which the states up to the next such level are found again.
  struct Anchor {
    std::uint64_t first = 0;
    std::uint64_t end = 0;         ///< of the level, where its segment begins
    std::uint64_t first_step = 0;  ///< out of the level
  };
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t end = 0;
  };
  /// How far what was forgotten is found again.
  struct FoundAgain {
    std::uint64_t next = 0;  ///< state
    std::uint64_t step = 0;
  };
  /// By thread: how many of the lowest bits of the number of its local state are in the number of a
  /// block.
  using BlockBits = std::vector<std::uint32_t>;
  /// A level from which the next one was made in blocks.
  struct BlockedLevel {
    Range states;
    BlockBits block;
    std::vector<std::uint64_t> steps_into;  ///< by block
  };

  /// What a thread has made of its slice.
  struct alignas(128) Slice {
    FreshSteps::Packed fresh_steps;
    CanonicalForm::Orbits expanded;
    std::vector<std::uint8_t> has_step_count;  ///< of the level

    void note(const CanonicalForm& canonical, std::span<const Word> keys,
              std::span<const std::uint32_t> steps);
  };

  void add_expanded(std::uint64_t states, const CanonicalForm::Orbits& all);
  void lay_out();
  void insert_logged(std::uint64_t first);
  void stop_sweeping(SlicedBatch& batch);
  void insert_slices(std::span<const SeenStates::Keys> slices);
  void forget_expanded();
  void forget_for_good();
  void bring_back(std::uint64_t index);
  void put_away();
  bool begin_blocks();
  BlockBits choose_block() const;
  StateBlock place(const BlockBits& bits) const;
  bool are_in_order(const BlockBits& bits) const;
  std::uint64_t most_in_one(const StateBlock& block) const;
  BlockSweep::End make_blocks(const std::function<bool(std::uint64_t)>& may_go_on);
  void take_blocks();
  void leave_blocks();
  const BlockedLevel* blocked_behind(std::uint64_t index) const;
  std::uint64_t waiting_bytes(Range segment) const;
  bool bring_back_blocked(const BlockedLevel& level, FoundAgain& found);
  void put_again(std::span<const Word> successors, FoundAgain& found);
  std::size_t anchor_of(std::uint64_t index) const;
  Range segment_of(std::size_t anchor) const;
  std::uint64_t longest_segment_bytes() const;
  double logged_bytes_a_state() const;
  void make_tables();
  bool fits_anew(std::uint32_t bits);
  bool expand_slices(std::uint64_t first, std::span<Word> keys, SlicedBatch& batch);
  std::uint32_t key_bits() const {
    return is_wide() ? StateTree::word_bits : std::max<std::uint32_t>(layout_.bits(), 1);
  }
  void widen();
  std::vector<PartIndex> parts_to_extend() const;
  bool extend(const std::vector<PartIndex>& extended);
  bool fits_all() const;
  std::vector<std::uint32_t> widths(std::uint32_t slack) const;
  std::vector<std::uint32_t> widths_now() const;
  std::uint64_t values_to_come(PartIndex part) const;
  void add_ranges();

  const Machine& machine_;
  StateParts parts_;
  BitLayout layout_;
  std::unique_ptr<StateTree> tree_;  ///< where states are wide
  std::unique_ptr<Steps> steps_;
  std::unique_ptr<CanonicalForm> canonical_;
  Grading grading_;
  Workers workers_;
  SeenStates seen_;
  LevelLog log_;
  FreshSteps fresh_steps_;
  std::vector<Anchor> anchors_;
  std::unique_ptr<BlockSweep> blocks_;
  BlockBits block_bits_;
  std::vector<BlockedLevel> blocked_levels_;
  std::uint64_t blocks_from_;
  std::uint64_t blocks_begun_ = 0;  ///< states of the level with which those at hand began
  std::uint32_t packed_anew_ = 0;   ///< how often packed states got another meaning
  std::uint32_t blocks_anew_ = 0;   ///< the same, when the blocks at hand began
  std::uint64_t forgotten_to_ = 0;
  std::uint64_t segment_states_min_;
  Range brought_back_;
  std::vector<Slice> slices_;         ///< of each thread
  std::vector<std::uint64_t> range_;  ///< per part: how many values were declared; 0: unknown
  /// By part, where all states are looked up: how many values it had with half of `many_` states.
  /// Empty before, and once the states have become many.
  std::vector<std::uint64_t> values_half_way_;
  std::vector<PartId> ids_;
  result::Integer all_expanded_ = 0;
  result::Integer all_transitions_ = 0;
  std::uint64_t batch_bytes_ = 0;
  std::uint64_t many_ = 0;
  const PersistentSets* persistent_;
  const explore::DeadLocals* dead_;
  std::uint64_t forgets_from_;
  bool forgets_ = false;
  bool keeps_all_ = false;
  bool is_lost_ = false;
  std::uint64_t memory_max_ = ~std::uint64_t{0};
  bool is_out_of_memory_ = false;
  bool is_tight_ = false;
  std::uint32_t layout_number_ = 0;
};

}  // namespace raceproof::engine

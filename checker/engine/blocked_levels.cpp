// How a space makes levels in blocks, and how it finds such levels again.
#include <algorithm>
#include <atomic>
#include <bit>
#include <numeric>

#include "checker/engine/gather.h"
#include "checker/engine/packed_space.h"

namespace raceproof::engine {
namespace {

constexpr std::uint32_t block_bits_min = 2;
constexpr std::uint32_t block_bits_usual = 4;  // so that threads have some each
constexpr std::uint32_t block_bits_max = 10;
constexpr std::uint32_t block_states_bits = 16;  // a table for 2^so many fits the cache of a thread
constexpr std::uint32_t worth_a_thread = 2;      // bits: all steps of one more thread leave a block
constexpr std::uint64_t usual_threads = 4;
constexpr std::uint64_t worth_going_on = 8;  // where the level before was in blocks
constexpr std::uint32_t much_larger = 2;     // bits of a block, which are worth to begin anew for
constexpr std::uint64_t samples_max = 1 << 14;
constexpr std::uint64_t uneven = 2;  // a block with half of the states is too large
constexpr std::size_t expanded_at_once = 256;

// For levels of so many states: as many as make blocks small enough.
std::uint32_t block_bits_for(std::uint64_t states) {
  return std::clamp(static_cast<std::uint32_t>(std::bit_width(states >> block_states_bits)),
                    block_bits_usual, block_bits_max);
}

}  // namespace

// The fewer threads there are, the more of the steps lead from block to block. What was begun is
// worth going on with for longer: what is expanded ahead would be lost.
bool PackedSpace::may_use_blocks() const {
  const std::uint64_t from = blocks_ ? blocks_from_ / worth_going_on : blocks_from_;
  const bool is_large = (size() - expanded) * threads() >= from * usual_threads;
  return seen_.sweeps() && !seen_.has_positions() && !is_wide() && !keeps_all_ && takes_all() &&
         canonical_->is_idle() && grading_.is_graded() && is_large;
}

// The lowest bits of a field stay where they are when it is extended.
StateBlock PackedSpace::place(const BlockBits& bits) const {
  StateBlock block;
  for (std::uint32_t thread = 0; thread < bits.size(); ++thread) {
    const Word lowest = (Word{1} << bits[thread]) - 1;
    block.mask |= scatter(lowest, layout_.mask(parts_.of_thread(thread)));
  }
  return block;
}

// Whether the bits of the threads stand in their order in a word.
bool PackedSpace::are_in_order(const BlockBits& bits) const {
  Word before = 0;
  for (std::uint32_t thread = 0; thread < bits.size(); ++thread) {
    BlockBits own(bits.size());
    own[thread] = bits[thread];
    const Word mask = place(own).mask;
    if (mask != 0 && (before >> std::countr_zero(mask)) != 0) return false;
    before |= mask;
  }
  return true;
}

// How many states of the level are in the block that has most, as a sample of them tells.
std::uint64_t PackedSpace::most_in_one(const StateBlock& block) const {
  const std::uint64_t level = size() - expanded;
  const std::uint64_t stride = std::max<std::uint64_t>(level / samples_max, 1);
  std::vector<std::uint64_t> count(block.count());
  for (std::uint64_t i = expanded; i < size(); i += stride) ++count[block.of(log_[i])];
  return *std::max_element(count.begin(), count.end()) * stride;
}

// By the thread of which the local states are spread most evenly over the level, and the next one,
// and so on, until the blocks are small enough. Empty where they would be uneven.
PackedSpace::BlockBits PackedSpace::choose_block() const {
  const auto bits_of = [this](std::uint32_t thread, std::uint32_t most) {
    const auto bits = static_cast<std::uint32_t>(std::bit_width(parts_.values(thread))) - 1;
    return std::min(bits, most);
  };
  std::uint32_t left = block_bits_for(size() - expanded);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> candidates;
  for (std::uint32_t thread = 0; thread < threads(); ++thread) {
    BlockBits own(threads());
    own[thread] = bits_of(thread, left);
    if (own[thread] != 0) candidates.emplace_back(most_in_one(place(own)), thread);
  }
  std::sort(candidates.begin(), candidates.end());
  BlockBits chosen(threads());
  for (const auto& [most, thread] : candidates) {
    if (left < worth_a_thread) break;
    chosen[thread] = bits_of(thread, left);
    left -= chosen[thread];
  }
  const StateBlock block = place(chosen);
  const bool is_even =
      block.bits() >= block_bits_min && most_in_one(block) < (size() - expanded) / uneven;
  return is_even ? chosen : BlockBits();
}

// Where fields were extended, the bits of the block may not stand in the order of the threads; then
// the layout is made anew.
bool PackedSpace::begin_blocks() {
  block_bits_ = choose_block();
  if (block_bits_.empty()) return false;
  if (!are_in_order(block_bits_)) lay_out();
  if (!fits()) return false;
  blocks_ =
      std::make_unique<BlockSweep>(place(block_bits_), key_bits(), expanded, size(), workers_);
  blocks_begun_ = size() - expanded;
  return true;
}

// Not to be tried again with every level.
void PackedSpace::leave_blocks() {
  blocks_.reset();
  blocks_from_ = 2 * std::max(blocks_from_, size() - expanded);
}

std::optional<std::vector<Happening>> PackedSpace::expand_blocks(
    const std::function<bool(std::uint64_t)>& may_go_on) {
  const bool are_too_few =
      block_bits_for(size() - expanded) >= block_bits_for(blocks_begun_) + much_larger;
  const bool is_ready =
      blocks_ && blocks_->is_at(expanded) && blocks_anew_ == packed_anew_ && !are_too_few;
  if (!is_ready && !begin_blocks()) {
    leave_blocks();
    return std::nullopt;
  }
  blocks_anew_ = packed_anew_;
  const BlockSweep::End end = make_blocks(may_go_on);
  std::optional<std::vector<Happening>> happenings;
  if (end == BlockSweep::End::complete || end == BlockSweep::End::stopped) {
    happenings = blocks_->happenings();
  }
  if (end == BlockSweep::End::complete) {
    take_blocks();
  } else {
    leave_blocks();
  }
  return happenings;
}

// Where a field is extended on the way, packed states keep their meaning. Where not, the level
// begins anew.
BlockSweep::End PackedSpace::make_blocks(const std::function<bool(std::uint64_t)>& may_go_on) {
  while (fits()) {
    const std::uint64_t others = memory_bytes() - blocks_->memory_bytes();
    const BlockSweep::Given given{*steps_, log_, key_bits(),
                                  memory_max_ - std::min(memory_max_, others), may_go_on};
    const BlockSweep::End end = blocks_->make_level(given);
    if (!grading_.is_graded()) return BlockSweep::End::misfit;
    if (end != BlockSweep::End::misfit) return end;
    widen();
    if (is_out_of_memory_) return BlockSweep::End::memory;
    if (fits() && (blocks_anew_ != packed_anew_ || !blocks_->fits(key_bits()))) {
      if (!begin_blocks()) return BlockSweep::End::uneven;
      blocks_anew_ = packed_anew_;
    }
  }
  return BlockSweep::End::misfit;
}

// Puts the new states into the log, block behind block.
void PackedSpace::take_blocks() {
  const Range level{expanded, size()};
  const std::vector<BlockSweep::Made> made = blocks_->made();
  const bool notes_steps = !forgets_ && !keeps_all_;
  std::vector<std::uint64_t> first;
  for (const BlockSweep::Made& block : made) {
    first.push_back(log_.size());
    log_.extend(block.fresh.size());
  }
  std::atomic<std::size_t> next = 0;
  workers_.side_by_side(true, [&](std::uint32_t) {
    for (std::size_t i = next++; i < made.size(); i = next++) {
      const ChunkedRow<Word>& fresh = made[i].fresh;
      std::span<const Word> some;
      for (std::size_t at = 0; at < fresh.size(); at += some.size()) {
        some = fresh.from(at, fresh.size());
        log_.write(first[i] + at, some);
      }
    }
  });
  if (notes_steps) {
    blocked_levels_.push_back({level, block_bits_, {}});
    for (const BlockSweep::Made& block : made) {
      fresh_steps_.append(block.is_new);
      blocked_levels_.back().steps_into.push_back(block.steps_into);
    }
  }
  add_expanded(level.end - level.first, {level.end - level.first, blocks_->steps()});
  blocks_->end_level(level.end);
}

// The first such level that does not end before the state.
const PackedSpace::BlockedLevel* PackedSpace::blocked_behind(std::uint64_t index) const {
  const auto at = std::upper_bound(
      blocked_levels_.begin(), blocked_levels_.end(), index,
      [](std::uint64_t wanted, const BlockedLevel& level) { return wanted < level.states.end; });
  return at == blocked_levels_.end() ? nullptr : &*at;
}

// What takes most room at once while the states of a segment are found again, beside themselves.
std::uint64_t PackedSpace::waiting_bytes(Range segment) const {
  std::uint64_t most = 0;
  for (const BlockedLevel& level : blocked_levels_) {
    const bool is_of_use = level.states.end > segment.first && level.states.first < segment.end;
    if (!is_of_use) continue;
    most = std::max(
        most, std::accumulate(level.steps_into.begin(), level.steps_into.end(), std::uint64_t{0}));
  }
  return most * sizeof(Word);
}

// All steps out of the level, block by block, each in their order.
bool PackedSpace::bring_back_blocked(const BlockedLevel& level, FoundAgain& found) {
  const StateBlock block = place(level.block);
  std::vector<std::vector<Word>> waiting(block.count());
  for (std::size_t i = 0; i < waiting.size(); ++i) waiting[i].reserve(level.steps_into[i]);
  std::vector<Word> keys;
  Batch batch;
  for (std::uint64_t at = level.states.first; at < level.states.end; at += keys.size()) {
    keys.resize(std::min<std::uint64_t>(expanded_at_once, level.states.end - at));
    log_.read(at, keys);
    batch.clear();
    if (steps_->expand(keys, 0, Steps::Missing::make, batch) != keys.size()) return false;
    for (const Word key : batch.all_successors()) waiting[block.of(key)].push_back(key);
  }
  for (const std::vector<Word>& successors : waiting) put_again(successors, found);
  return true;
}

}  // namespace raceproof::engine

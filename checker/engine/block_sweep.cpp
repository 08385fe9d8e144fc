#include "checker/engine/block_sweep.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace raceproof::engine {
namespace {

constexpr std::uint64_t piece_states = 1 << 12;  // of a level that is not in order
constexpr std::size_t states_at_once = 256;
constexpr std::size_t steps_at_once = 1024;
constexpr std::uint64_t number_shift = 40;  // a block's number stands above its states'
constexpr std::uint32_t short_bits = 32;

template <typename Value>
std::uint64_t bytes_of(const std::vector<Value>& values) {
  return sizeof(Value) * values.capacity();
}

// Appends happenings of states of which the first is this one.
void append(std::vector<Happening>& all, std::span<const Happening> some, std::uint64_t first) {
  for (Happening one : some) {
    one.source += static_cast<std::uint32_t>(first);
    all.push_back(one);
  }
}

}  // namespace

BlockSweep::BlockSweep(StateBlock block, std::uint32_t key_bits, std::uint64_t first,
                       std::uint64_t end, Workers& workers)
    : block_(block),
      is_short_(key_bits - block.bits() <= short_bits),
      workers_(workers),
      blocks_(block.count()),
      pieces_((end - first + piece_states - 1) / piece_states),
      first_(first) {
  for (std::uint32_t i = 0; i < blocks_.size(); ++i) blocks_[i].number = i;
  for (std::uint32_t i = 0; i < pieces_.size(); ++i) {
    Part& piece = pieces_[i];
    piece.number = i;
    piece.stage = Stage::expanding;
    piece.first = first + i * piece_states;
    piece.count = std::min(piece_states, end - piece.first);
  }
  threads_.reserve(workers.shares());
  for (std::uint32_t i = 0; i < workers.shares(); ++i) {
    threads_.emplace_back(block, is_short_, pool_);
  }
}

bool BlockSweep::fits(std::uint32_t key_bits) const {
  return !is_short_ || key_bits - block_.bits() <= short_bits;
}

BlockSweep::End BlockSweep::make_level(const Given& given) {
  end_ = End::complete;
  note_all_memory();
  std::vector<Part*> parts;
  for (Part& piece : pieces_) parts.push_back(&piece);
  const End end = work_on(std::move(parts), given);
  if (end != End::complete) return end;
  if (!are_blocks_begun_ && begin_blocks() != End::complete) return End::uneven;
  parts.clear();
  for (Part& block : blocks_) parts.push_back(&block);
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part* a, const Part* b) { return a->steps_into > b->steps_into; });
  return work_on(std::move(parts), given);
}

void BlockSweep::note_pieces() {
  for (Part& piece : pieces_) {
    now_.steps += piece.steps;
    append(now_.happenings, piece.happenings, piece.first - first_);
  }
  pieces_.clear();
}

BlockSweep::End BlockSweep::begin_blocks() {
  note_pieces();
  are_blocks_begun_ = true;
  fresh_ = 0;
  std::uint64_t most = 0;
  for (Part& block : blocks_) {
    block.runs.clear();
    block.steps_into = 0;
    for (const Thread& thread : threads_) {
      thread.steps[parity_].collect(block.number, block.runs);
    }
    for (const BlockSteps::Run& run : block.runs) block.steps_into += run.size();
    std::stable_sort(block.runs.begin(), block.runs.end(),
                     [](const auto& a, const auto& b) { return a.source < b.source; });
    block.stage = block.steps_into == 0 ? Stage::done : Stage::inserting;
    most = std::max(most, block.steps_into);
  }
  return most <= steps_into_blocks() / 4 * 3 + 1 ? End::complete : End::uneven;
}

std::uint64_t BlockSweep::steps_into_blocks() const {
  return std::accumulate(
      blocks_.begin(), blocks_.end(), std::uint64_t{0},
      [](std::uint64_t before, const Part& block) { return before + block.steps_into; });
}

// All threads go on with some parts as far as they can. Then the rows that are missing are made, in
// the order of the parts, and so on.
BlockSweep::End BlockSweep::work_on(std::vector<Part*> parts, const Given& given) {
  const auto is_done = [](const Part* part) { return part->stage == Stage::done; };
  std::erase_if(parts, is_done);
  while (!parts.empty()) {
    next_part_ = 0;
    workers_.side_by_side(parts.size() > 1, [&](std::uint32_t share) {
      const Turn turn{threads_[share], given, share == 0};
      for (std::size_t i = next_part_++; i < parts.size() && end_ == End::complete;
           i = next_part_++) {
        go_on(*parts[i], turn);
      }
    });
    if (end_ != End::complete) return end_;
    std::erase_if(parts, is_done);
    std::vector<Part*> in_order = parts;
    std::sort(in_order.begin(), in_order.end(),
              [](const Part* a, const Part* b) { return a->number < b->number; });
    for (const Part* part : in_order) {
      if (!make_rows(*part, given)) return End::misfit;
    }
  }
  return End::complete;
}

bool BlockSweep::make_rows(const Part& part, const Given& given) {
  Thread& thread = threads_[0];
  const std::span<const Word> states = next_states(part, thread, given);
  thread.batch.clear();
  return given.steps.expand(states, 0, Steps::Missing::make, thread.batch) == states.size();
}

void BlockSweep::go_on(Part& part, const Turn& turn) {
  if (part.stage == Stage::inserting && insert(part, turn)) part.stage = Stage::expanding;
  if (part.stage == Stage::expanding && expand(part, turn)) part.stage = Stage::done;
  note_memory(part, turn);
}

bool BlockSweep::may_go_on(const Turn& turn) {
  if (turn.is_caller && !turn.given.may_go_on(fresh_.load(std::memory_order_relaxed))) {
    end_ = End::stopped;
  }
  return end_.load(std::memory_order_relaxed) == End::complete;
}

void BlockSweep::note_all_memory() {
  std::uint64_t bytes = 0;
  const auto note = [&bytes](auto& one) { bytes += one.known_bytes = one.memory_bytes(); };
  std::for_each(blocks_.begin(), blocks_.end(), note);
  std::for_each(pieces_.begin(), pieces_.end(), note);
  std::for_each(threads_.begin(), threads_.end(), note);
  bytes_ = bytes;
}

// One part is little of a level.
void BlockSweep::note_memory(Part& part, const Turn& turn) {
  Thread& thread = turn.thread;
  bytes_ -= part.known_bytes + thread.known_bytes;
  part.known_bytes = part.memory_bytes();
  thread.known_bytes = thread.memory_bytes();
  bytes_ += part.known_bytes + thread.known_bytes;
  if (bytes_ + pool_.memory_bytes() > turn.given.bytes_max) end_ = End::memory;
}

// Whatever leads into the block, in order. The room of what has waited is free then.
bool BlockSweep::insert(Part& part, const Turn& turn) {
  LevelTable& table = turn.thread.table;
  turn.thread.is_new.resize(steps_at_once);
  turn.thread.keys.resize(steps_at_once);
  table.set_bits(turn.given.key_bits - block_.bits());
  table.clear(states_to_expect(part) + steps_at_once);
  for (const BlockSteps::Run& run : part.runs) {
    for (std::size_t first = 0; first < run.size(); first += steps_at_once) {
      if (!may_go_on(turn)) return false;
      const std::size_t steps = std::min(steps_at_once, run.size() - first);
      Word* const fresh = turn.thread.keys.data();
      const auto is_new = std::span(turn.thread.is_new).first(steps);
      const std::size_t count = is_short_
                                    ? table.insert(run.halves.subspan(first, steps), fresh, is_new)
                                    : table.insert(run.words.subspan(first, steps), fresh, is_new);
      keep(part, {fresh, count});
      part.is_new.add(is_new);
    }
  }
  part.runs.clear();
  for (Thread& thread : threads_) thread.steps[parity_].clear(part.number);
  fresh_.fetch_add(part.fresh.size(), std::memory_order_relaxed);
  return true;
}

void BlockSweep::keep(Part& part, std::span<Word> fresh) {
  while (!fresh.empty()) {
    const std::span<Word> room = part.fresh.room(pool_);
    const std::size_t count = std::min(room.size(), fresh.size());
    block_.put_back(part.number, fresh.first(count), room);
    part.fresh.take(count);
    fresh = fresh.subspan(count);
  }
}

// As many of the steps into it lead to new states as on the level before, in this block or in all,
// or some more. Of the first level nothing is known.
std::uint64_t BlockSweep::states_to_expect(const Part& part) const {
  if (last_.steps_into == 0) return part.steps_into / 4 * 3;
  const std::uint64_t as_all = part.steps_into * last_.fresh / last_.steps_into;
  const std::uint64_t as_own =
      part.last_steps_into == 0 ? 0 : part.steps_into * part.count / part.last_steps_into;
  return std::min(std::max(as_all, as_own) * 3 / 2, part.steps_into);
}

// What steps lead to out of a level that is not in order is in the level being made.
BlockSteps& BlockSweep::steps_to_come(Thread& thread) const {
  return thread.steps[pieces_.empty() ? parity_ ^ 1 : parity_];
}

std::uint64_t BlockSweep::states_of(const Part& part) const {
  return pieces_.empty() ? part.fresh.size() : part.count;
}

// Some of those that come next.
std::span<const Word> BlockSweep::next_states(const Part& part, Thread& thread,
                                              const Given& given) const {
  if (pieces_.empty()) return part.fresh.from(part.next, states_at_once);
  thread.keys.resize(std::min<std::uint64_t>(states_at_once, part.count - part.next));
  given.log.read(part.first + part.next, thread.keys);
  return thread.keys;
}

// Returns whether all are done; else a row is missing, or nothing more is wanted.
bool BlockSweep::expand(Part& part, const Turn& turn) {
  Batch& batch = turn.thread.batch;
  BlockSteps& found = steps_to_come(turn.thread);
  const std::uint64_t source = (std::uint64_t{part.number} << number_shift) + part.next;
  const std::uint64_t states = states_of(part);
  found.begin_source();
  bool is_missing = false;
  while (part.next < states && !is_missing && may_go_on(turn)) {
    const std::span<const Word> some = next_states(part, turn.thread, turn.given);
    batch.clear();
    const std::size_t came = turn.given.steps.expand(some, 0, Steps::Missing::stop, batch);
    append(part.happenings, batch.happenings, part.next);
    part.steps += std::accumulate(batch.steps.begin(), batch.steps.end(), std::uint64_t{0});
    found.add(batch.all_successors(), part.number % block_.count());
    part.next += came;
    is_missing = came < some.size();
  }
  found.end_source(source);
  return part.next == states;
}

std::vector<BlockSweep::Made> BlockSweep::made() const {
  std::vector<Made> made;
  for (const Part& block : blocks_) {
    made.push_back({block.fresh, block.is_new, block.steps_into});
  }
  return made;
}

std::vector<Happening> BlockSweep::happenings() {
  note_pieces();
  return std::move(now_.happenings);
}

void BlockSweep::end_level(std::uint64_t first) {
  first_ = first;
  now_ = {};
  are_blocks_begun_ = false;
  last_ = {};
  std::uint64_t at = first;
  for (Part& block : blocks_) {
    now_.steps += std::exchange(block.steps, 0);
    append(now_.happenings, block.happenings, at - first);
    block.happenings.clear();
    block.count = block.fresh.size();
    at += block.count;
    block.next = 0;
    block.last_steps_into = block.steps_into;
    last_.steps_into += block.steps_into;
    last_.fresh += block.count;
    block.fresh.clear(pool_);
    block.is_new.clear();
  }
  parity_ ^= 1;
}

// New states are written to the log as well.
std::uint64_t BlockSweep::Part::memory_bytes() const {
  return sizeof(Word) * fresh.size() + is_new.memory_bytes() + bytes_of(happenings) +
         bytes_of(runs);
}

std::uint64_t BlockSweep::Thread::memory_bytes() const {
  return steps[0].memory_bytes() + steps[1].memory_bytes() + table.memory_bytes() + bytes_of(keys) +
         batch.memory_bytes();
}

std::uint64_t BlockSweep::memory_bytes() const {
  std::uint64_t bytes = pool_.memory_bytes() + bytes_of(now_.happenings);
  for (const Part& part : blocks_) bytes += part.memory_bytes();
  for (const Part& part : pieces_) bytes += part.memory_bytes();
  for (const Thread& thread : threads_) bytes += thread.memory_bytes();
  return bytes;
}

}  // namespace raceproof::engine

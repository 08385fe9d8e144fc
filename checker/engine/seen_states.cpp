#include "checker/engine/seen_states.h"

#include <algorithm>

namespace raceproof::engine {
namespace {

constexpr std::size_t worth_a_thread = 1 << 9;     // keys, of each
constexpr std::uint64_t worth_clearing = 1 << 17;  // bytes, by each
constexpr std::uint64_t uneven = 1 << 12;          // keys that a share may get beyond its part

}  // namespace

SeenStates::SeenStates(bool sweeps, bool has_positions, Workers& workers)
    : workers_(workers), sweeps_(sweeps), has_positions_(has_positions) {
  const std::uint32_t shares = workers.shares();
  for (std::uint32_t i = 0; i < (has_positions ? 1 : shares); ++i) {
    levels_.emplace_back(has_positions);
  }
  for (std::uint32_t i = 0; i < shares; ++i) sets_.emplace_back(1);
  slices_.resize(shares);
  for (Slice& slice : slices_) slice.asked.resize(shares);
}

// Positions are given in the order in which keys come, by one thread.
void SeenStates::insert(std::span<const Keys> slices) {
  if (sweeps_ && (jobs() == 1 || has_positions_)) {
    insert_in_level(slices);
  } else {
    insert_in_shares(slices);
  }
}

void SeenStates::insert_in_level(std::span<const Keys> slices) {
  positions_.clear();
  for (std::size_t i = 0; i < slices.size(); ++i) {
    Slice& slice = slices_[i];
    slice.is_new.resize(slices[i].size());
    if (has_positions_) {
      const std::size_t first = positions_.size();
      positions_.resize(first + slices[i].size());
      const auto positions = std::span(positions_).subspan(first);
      slice.fresh = levels_[0].insert(slices[i], slice.is_new, positions);
    } else {
      slice.fresh = levels_[0].insert(slices[i], slice.is_new);
    }
  }
}

// Every thread hands out the keys of its slice; then each inserts those that all have handed out to
// its share, in their order; then each takes back what has come of its own.
void SeenStates::insert_in_shares(std::span<const Keys> slices) {
  const bool is_worth_while = slices.size() > 1 && slices[0].size() >= worth_a_thread;
  const auto of_each_slice = [&](auto work) {
    workers_.side_by_side(is_worth_while, [&](std::uint32_t i) {
      if (i < slices.size()) work(i);
    });
  };
  of_each_slice([&](std::uint32_t slice) { hand_out(slice, slices[slice]); });
  workers_.side_by_side(is_worth_while,
                        [&](std::uint32_t share) { insert_asked(share, slices.size()); });
  of_each_slice([&](std::uint32_t slice) { take_back(slice, slices[slice]); });
}

// Most keys that come again come again soon, and in the same slice. What is asked for is written
// always, and kept by going on to the next place.
void SeenStates::hand_out(std::uint32_t number, Keys keys) {
  Slice& slice = slices_[number];
  slice.unmet.resize(keys.size() + 1);
  std::vector<std::uint64_t*> next;
  for (Asked& asked : slice.asked) {
    asked.keys.resize(std::max(asked.keys.size(), keys.size() + 1));
    next.push_back(asked.keys.data());
  }
  std::uint32_t* const unmet = slice.unmet.data();
  std::uint64_t** const next_of = next.data();
  const std::uint32_t shares = jobs();
  std::size_t count = 0;
  slice.recent->meet(keys, [&](std::size_t i, std::uint64_t key, bool is_known) {
    const std::size_t is_asked = is_known ? 0 : 1;
    unmet[count] = static_cast<std::uint32_t>(i);
    count += is_asked;
    std::uint64_t*& place = next_of[share_of(key, shares)];
    *place = key;
    place += is_asked;
  });
  slice.unmet.resize(count);
  for (std::size_t share = 0; share < next.size(); ++share) {
    Asked& asked = slice.asked[share];
    asked.count = static_cast<std::size_t>(next[share] - asked.keys.data());
  }
}

void SeenStates::insert_asked(std::uint32_t share, std::size_t slices) {
  for (std::size_t i = 0; i < slices; ++i) {
    Asked& asked = slices_[i].asked[share];
    asked.is_new.resize(asked.keys.size());
    const Keys keys = std::span(asked.keys).first(asked.count);
    if (sweeps_) {
      levels_[share].insert(keys, asked.is_new);
    } else {
      sets_[share].insert(keys, asked.is_new);
    }
  }
}

// The keys were handed out in their order, so the answers come in it.
void SeenStates::take_back(std::uint32_t number, Keys keys) {
  Slice& slice = slices_[number];
  slice.is_new.assign(keys.size(), 0);
  std::vector<const std::uint8_t*> next;
  for (const Asked& asked : slice.asked) next.push_back(asked.is_new.data());
  std::uint8_t* const is_new_of = slice.is_new.data();
  const std::uint8_t** const next_of = next.data();
  const std::uint32_t shares = jobs();
  std::size_t fresh = 0;
  for (const std::uint32_t place : slice.unmet) {
    const std::uint64_t key = keys[place];
    const std::uint8_t is_new = *next_of[share_of(key, shares)]++;
    is_new_of[place] = is_new;
    keys[fresh] = key;
    fresh += is_new;
  }
  slice.fresh = fresh;
}

void SeenStates::clear(std::uint32_t bits, std::uint64_t expected) {
  bits_ = bits;
  end_level();
  for (LevelTable& level : levels_) level.set_bits(bits);
  for (Slice& slice : slices_) {
    slice.recent.reset();
    if (!sweeps_ || jobs() > 1) slice.recent.emplace(bits);
  }
  for (VisitedSet& set : sets_) set = VisitedSet(bits, sweeps_ ? 0 : expected / sets_.size());
}

void SeenStates::extend(std::uint32_t bits) {
  bits_ += bits;
  for (Slice& slice : slices_) {
    if (slice.recent) slice.recent->set_bits(bits_);
  }
  if (sweeps_) {
    for (LevelTable& level : levels_) level.set_bits(bits_);
    return;
  }
  workers_.side_by_side(true, [&](std::uint32_t share) { sets_[share].extend(bits); });
}

void SeenStates::end_level() {
  const bool is_worth_while = levels_.size() > 1 && levels_[0].memory_bytes() >= worth_clearing;
  workers_.side_by_side(is_worth_while, [&](std::uint32_t i) {
    if (i < levels_.size()) levels_[i].clear();
  });
}

void SeenStates::release() {
  for (LevelTable& level : levels_) level = LevelTable(has_positions_);
  for (Slice& slice : slices_) {
    slice = Slice();
    slice.asked.resize(jobs());
  }
  for (VisitedSet& set : sets_) set = VisitedSet(1);
  positions_ = std::vector<std::uint32_t>();
}

void SeenStates::stop_sweeping(std::uint32_t bits, std::uint64_t expected) {
  sweeps_ = false;
  for (LevelTable& level : levels_) level = LevelTable(has_positions_);
  clear(bits, expected);
}

std::uint64_t SeenStates::memory_bytes() const {
  std::uint64_t bytes = set_bytes();
  for (const LevelTable& level : levels_) bytes += level.memory_bytes();
  bytes += sizeof(std::uint32_t) * positions_.capacity();
  for (const Slice& slice : slices_) bytes += slice.memory_bytes();
  return bytes;
}

std::uint64_t SeenStates::Slice::memory_bytes() const {
  std::uint64_t bytes = recent ? recent->memory_bytes() : 0;
  bytes += key_bytes * unmet.capacity();
  for (const Asked& one : asked) bytes += Asked::key_bytes * one.keys.capacity();
  return bytes;
}

std::uint64_t SeenStates::set_bytes() const {
  std::uint64_t bytes = 0;
  for (const VisitedSet& set : sets_) bytes += set.memory_bytes();
  return bytes;
}

// All keys of a slice could be of one share.
std::uint64_t SeenStates::bytes_to_hand_out(std::uint64_t keys) const {
  std::uint64_t now = 0;
  for (const Slice& slice : slices_) now += slice.memory_bytes();
  const std::uint64_t wanted = keys * (Asked::key_bytes * jobs() + Slice::key_bytes);
  return wanted - std::min(wanted, now);
}

// Of many keys each share gets about as many.
std::uint64_t SeenStates::peak_bytes(std::uint64_t more, std::uint64_t rest,
                                     double bytes_elsewhere) {
  const std::uint64_t shares = jobs();
  const std::uint64_t own = shares == 1 ? more : more / shares * 5 / 4 + uneven;
  std::uint64_t bytes = memory_bytes() + bytes_to_hand_out(more);
  if (sweeps_) {
    for (const LevelTable& level : levels_) bytes += level.bytes_to_grow(own);
    return bytes;
  }
  bytes -= set_bytes();
  for (VisitedSet& set : sets_) {
    const double here = set.bytes_a_key();
    const double part = here / (here + bytes_elsewhere) / static_cast<double>(shares);
    set.keep_below(static_cast<std::uint64_t>(static_cast<double>(rest) * part));
    bytes += std::max(set.peak_bytes(own), set.memory_bytes());
  }
  return bytes;
}

std::uint64_t SeenStates::set_bytes_for(std::uint32_t bits, std::uint64_t keys) const {
  return sets_.size() * VisitedSet(bits).peak_bytes(keys / sets_.size());
}

}  // namespace raceproof::engine

#include "checker/engine/seen_states.h"

#include <algorithm>

namespace raceproof::engine {
namespace {

constexpr std::size_t chunk = 1024;
constexpr std::size_t worth_a_thread = 1 << 9;  // keys, of each
constexpr std::uint64_t uneven = 1 << 12;       // keys that a share may get beyond its part

}  // namespace

SeenStates::SeenStates(bool sweeps, bool has_positions, Workers& workers)
    : workers_(workers), sweeps_(sweeps), has_positions_(has_positions) {
  const std::uint32_t shares = workers.shares();
  for (std::uint32_t i = 0; i < (has_positions ? 1 : shares); ++i) {
    levels_.emplace_back(has_positions);
  }
  for (std::uint32_t i = 0; i < shares; ++i) sets_.emplace_back(1);
  asked_.resize(std::size_t{shares} * shares);
  unmet_.resize(shares);
}

// Other bits of the hash than those that find the place in a table.
std::uint32_t SeenStates::share_of(std::uint64_t key) const {
  const std::uint64_t hash = (key ^ key >> 31) * 0x9e3779b97f4a7c15 >> 32;
  return static_cast<std::uint32_t>(hash * sets_.size() >> 32);
}

// Positions are given in the order in which keys come, by one thread.
std::size_t SeenStates::insert(std::span<std::uint64_t> keys) {
  is_new_.assign(keys.size(), 0);
  if (sweeps_ && (jobs() == 1 || has_positions_)) return insert_in_level(keys);
  if (jobs() == 1) return insert_alone(keys);
  return insert_side_by_side(keys);
}

std::size_t SeenStates::insert_in_level(std::span<std::uint64_t> keys) {
  if (!has_positions_) return levels_[0].insert(keys, is_new_);
  positions_.resize(keys.size());
  return levels_[0].insert(keys, is_new_, positions_);
}

std::size_t SeenStates::insert_alone(std::span<std::uint64_t> keys) {
  Asked& asked = asked_[0];
  std::size_t kept = 0;
  for (std::size_t begin = 0; begin < keys.size(); begin += chunk) {
    asked.make_room(chunk);
    std::size_t count = 0;
    for (std::size_t i = begin; i < std::min(begin + chunk, keys.size()); ++i) {
      asked.take(count, keys[i], static_cast<std::uint32_t>(i));
      count += recent_[0].meet(keys[i]) ? 0 : 1;
    }
    const std::size_t fresh = insert_asked(0, asked, count);
    std::copy_n(asked.keys.begin(), fresh, keys.begin() + static_cast<std::ptrdiff_t>(kept));
    kept += fresh;
  }
  return kept;
}

// Every thread hands out a slice of the keys, and then inserts those that all have handed out to
// its share, in their order. The new ones are brought to the front, in the order in which they
// came.
std::size_t SeenStates::insert_side_by_side(std::span<std::uint64_t> keys) {
  const std::uint32_t jobs = this->jobs();
  const bool is_worth_while = keys.size() >= worth_a_thread * jobs;
  workers_.side_by_side(is_worth_while, [&](std::uint32_t slice) { hand_out(slice, keys); });
  workers_.side_by_side(is_worth_while, [&](std::uint32_t share) {
    for (std::uint32_t slice = 0; slice < jobs; ++slice) {
      Asked& asked = asked_[slice * jobs + share];
      insert_asked(share, asked, asked.count);
    }
  });
  std::size_t kept = 0;
  for (const std::vector<std::uint32_t>& places : unmet_) {
    for (const std::uint32_t place : places) {
      keys[kept] = keys[place];
      kept += is_new_[place];
    }
  }
  return kept;
}

// Most keys that come again come again soon, and in the same slice.
void SeenStates::hand_out(std::uint32_t slice, std::span<const std::uint64_t> keys) {
  const std::uint32_t jobs = this->jobs();
  const std::size_t begin = keys.size() * slice / jobs;
  const std::size_t end = keys.size() * (slice + 1) / jobs;
  std::vector<std::uint32_t>& unmet = unmet_[slice];
  unmet.resize(end - begin + 1);
  std::size_t count = 0;
  for (std::size_t i = begin; i < end; ++i) {
    unmet[count] = static_cast<std::uint32_t>(i);
    count += recent_[slice].meet(keys[i]) ? 0 : 1;
  }
  unmet.resize(count);
  const std::span<Asked> shares = std::span(asked_).subspan(std::size_t{slice} * jobs, jobs);
  for (Asked& asked : shares) asked.count = 0;
  for (const std::uint32_t place : unmet) ++shares[share_of(keys[place])].count;
  for (Asked& asked : shares) {
    asked.make_room(asked.count);
    asked.count = 0;
  }
  for (const std::uint32_t place : unmet) {
    Asked& asked = shares[share_of(keys[place])];
    asked.take(asked.count++, keys[place], place);
  }
}

std::size_t SeenStates::insert_asked(std::uint32_t share, Asked& asked, std::size_t count) {
  const std::span<std::uint64_t> keys = std::span(asked.keys).first(count);
  const std::size_t fresh = sweeps_ ? levels_[share].insert(keys, asked.are_new)
                                    : sets_[share].insert(keys, asked.are_new);
  for (std::size_t i = 0; i < count; ++i) is_new_[asked.places[i]] = asked.are_new[i];
  return fresh;
}

void SeenStates::clear(std::uint32_t bits, std::uint64_t expected) {
  bits_ = bits;
  end_level();
  for (LevelTable& level : levels_) level.set_bits(bits);
  if (!sweeps_ || jobs() > 1) recent_.assign(jobs(), RecentKeys());
  for (VisitedSet& set : sets_) set = VisitedSet(bits, sweeps_ ? 0 : expected / sets_.size());
}

void SeenStates::extend(std::uint32_t bits) {
  bits_ += bits;
  if (sweeps_) {
    for (LevelTable& level : levels_) level.set_bits(bits_);
    return;
  }
  workers_.side_by_side(true, [&](std::uint32_t share) { sets_[share].extend(bits); });
}

void SeenStates::end_level() {
  for (LevelTable& level : levels_) level.clear();
}

void SeenStates::release() {
  for (LevelTable& level : levels_) level = LevelTable(has_positions_);
  recent_ = std::vector<RecentKeys>();
  for (Asked& asked : asked_) asked = Asked();
  for (auto& places : unmet_) places = std::vector<std::uint32_t>();
  for (VisitedSet& set : sets_) set = VisitedSet(1);
  is_new_ = std::vector<std::uint8_t>();
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
  bytes += is_new_.capacity() + sizeof(std::uint32_t) * positions_.capacity();
  for (const RecentKeys& recent : recent_) bytes += recent.memory_bytes();
  for (const Asked& asked : asked_) bytes += asked.memory_bytes();
  for (const auto& places : unmet_) bytes += sizeof(std::uint32_t) * places.capacity();
  return bytes;
}

std::uint64_t SeenStates::set_bytes() const {
  std::uint64_t bytes = 0;
  for (const VisitedSet& set : sets_) bytes += set.memory_bytes();
  return bytes;
}

// Of many keys each share gets about as many.
std::uint64_t SeenStates::peak_bytes(std::uint64_t more, std::uint64_t rest,
                                     double bytes_elsewhere) {
  const std::uint64_t shares = jobs();
  const std::uint64_t own = shares == 1 ? more : more / shares * 5 / 4 + uneven;
  std::uint64_t bytes = memory_bytes();
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

#include "checker/engine/seen_states.h"

#include <algorithm>

#include "checker/engine/side_by_side.h"

namespace raceproof::engine {
namespace {

constexpr std::size_t worth_a_thread = 1 << 14;  // keys
constexpr std::uint64_t uneven = 1 << 12;        // keys that a share may get beyond its part

}  // namespace

SeenStates::SeenStates(bool sweeps, bool has_positions, std::uint32_t jobs)
    : sweeps_(sweeps), has_positions_(has_positions), level_(has_positions) {
  for (std::uint32_t i = 0; i < jobs; ++i) sets_.emplace_back(1);
}

// Other bits of the hash than those that find the place in a table.
std::uint32_t SeenStates::share_of(std::uint64_t key) const {
  const std::uint64_t hash = (key ^ key >> 31) * 0x9e3779b97f4a7c15 >> 32;
  return static_cast<std::uint32_t>(hash * sets_.size() >> 32);
}

// The table of a level fits the cache, so that one thread looks keys up in less time than several
// take to share them.
std::size_t SeenStates::insert(std::span<std::uint64_t> keys) {
  is_new_.assign(keys.size(), 0);
  if (sweeps_) return insert_in_level(keys);
  if (sets_.size() == 1) return insert_alone(keys);
  return insert_side_by_side(keys);
}

std::size_t SeenStates::insert_in_level(std::span<std::uint64_t> keys) {
  if (!has_positions_) return level_.insert(keys, is_new_);
  positions_.resize(keys.size());
  return level_.insert(keys, is_new_, positions_);
}

std::size_t SeenStates::insert_alone(std::span<std::uint64_t> keys) {
  Chunk chunk;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < keys.size();) {
    chunk.count = 0;
    for (; i < keys.size() && chunk.count < chunk_max; ++i) {
      chunk.take(keys[i], i, !recent_[0].meet(keys[i]));
    }
    const std::size_t fresh = insert_chunk(0, chunk);
    std::copy_n(chunk.keys.begin(), fresh, keys.begin() + static_cast<std::ptrdiff_t>(kept));
    kept += fresh;
  }
  return kept;
}

// Every thread passes over all keys and takes those of its share; then the new ones are brought to
// the front, in the order in which they came.
std::size_t SeenStates::insert_side_by_side(std::span<std::uint64_t> keys) {
  const auto shares = static_cast<std::uint32_t>(sets_.size());
  side_by_side(shares, keys.size() >= worth_a_thread,
               [&](std::uint32_t share) { insert_share(share, keys); });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[kept] = keys[i];
    kept += is_new_[i];
  }
  return kept;
}

void SeenStates::insert_share(std::uint32_t share, std::span<const std::uint64_t> keys) {
  Chunk chunk;
  for (std::size_t i = 0; i < keys.size();) {
    chunk.count = 0;
    for (; i < keys.size() && chunk.count < chunk_max; ++i) {
      if (share_of(keys[i]) == share) chunk.take(keys[i], i, !recent_[share].meet(keys[i]));
    }
    insert_chunk(share, chunk);
  }
}

std::size_t SeenStates::insert_chunk(std::uint32_t share, Chunk& chunk) {
  const std::span<std::uint64_t> keys = std::span(chunk.keys).first(chunk.count);
  const std::size_t fresh = sets_[share].insert(keys, chunk.are_new);
  for (std::size_t i = 0; i < chunk.count; ++i) is_new_[chunk.places[i]] = chunk.are_new[i];
  return fresh;
}

void SeenStates::clear(std::uint32_t bits, std::uint64_t expected) {
  end_level();
  if (!sweeps_) recent_.assign(sets_.size(), RecentKeys());
  for (VisitedSet& set : sets_) set = VisitedSet(bits, sweeps_ ? 0 : expected / sets_.size());
}

void SeenStates::extend(std::uint32_t bits) {
  if (sweeps_) return;
  for (VisitedSet& set : sets_) set.extend(bits);
}

void SeenStates::end_level() {
  level_.clear();
}

void SeenStates::release() {
  level_ = LevelTable(has_positions_);
  recent_ = std::vector<RecentKeys>();
  for (VisitedSet& set : sets_) set = VisitedSet(1);
  is_new_ = std::vector<std::uint8_t>();
  positions_ = std::vector<std::uint32_t>();
}

void SeenStates::stop_sweeping(std::uint32_t bits, std::uint64_t expected) {
  sweeps_ = false;
  level_ = LevelTable(has_positions_);
  clear(bits, expected);
}

std::uint64_t SeenStates::memory_bytes() const {
  std::uint64_t bytes = set_bytes() + level_.memory_bytes();
  bytes += is_new_.capacity() + sizeof(std::uint32_t) * positions_.capacity();
  for (const RecentKeys& recent : recent_) bytes += recent.memory_bytes();
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
  if (sweeps_) return memory_bytes() + level_.bytes_to_grow(more);
  const std::uint64_t shares = sets_.size();
  const std::uint64_t own = shares == 1 ? more : more / shares * 5 / 4 + uneven;
  std::uint64_t bytes = memory_bytes() - set_bytes();
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

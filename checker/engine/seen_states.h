// Which states were seen: of the whole search, or of the level that is being made, where that will
// do; in shares, so that several threads can insert at once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/level_table.h"
#include "checker/engine/recent_keys.h"
#include "checker/engine/visited_set.h"
#include "checker/engine/workers.h"

namespace raceproof::engine {

/// A key belongs to one share, by its hash, and each share is looked after by one thread: there is
/// nothing to lock, and what is new does not depend on which thread was faster.
class SeenStates {
 public:
  /// `sweeps`: only a level is looked up; `has_positions`: it is asked where in it states stand.
  /// There are as many shares as `workers` have; they must outlive it.
  SeenStates(bool sweeps, bool has_positions, Workers& workers);

  bool sweeps() const { return sweeps_; }

  /// As `VisitedSet::insert`.
  std::size_t insert(std::span<std::uint64_t> keys);
  /// Of the keys of the last insert, as they came: 1 for each that was new, else 0.
  std::span<const std::uint8_t> is_new() const { return is_new_; }

  bool has_positions() const { return sweeps_ && has_positions_; }
  /// Of the same keys, where it has positions: where in the level they stand.
  std::span<const std::uint32_t> positions() const { return positions_; }

  /// Forgets everything, for keys of so many bits, of which so many are to be expected.
  void clear(std::uint32_t bits, std::uint64_t expected);
  /// From now on keys have so many bits more.
  void extend(std::uint32_t bits);
  void end_level();
  /// Forgets everything and gives its memory back.
  void release();
  /// From now on all states are looked up; they have to be inserted again.
  void stop_sweeping(std::uint32_t bits, std::uint64_t expected);

  std::uint64_t memory_bytes() const;
  std::uint64_t set_bytes() const;
  /// What it takes at most while it gets room for so many keys more. `rest` is what there is for it
  /// and for what is kept of each key elsewhere, which takes so many bytes: a set that grows does
  /// not take the room of the others.
  std::uint64_t peak_bytes(std::uint64_t more, std::uint64_t rest, double bytes_elsewhere);
  /// What sets for so many keys of so many bits take.
  std::uint64_t set_bytes_for(std::uint32_t bits, std::uint64_t keys) const;

 private:
  /// Keys that a set is asked for, and where they stand among those that came. Each thread counts
  /// in cache lines of its own.
  struct alignas(128) Asked {
    std::vector<std::uint64_t> keys;
    std::vector<std::uint32_t> places;
    std::vector<std::uint8_t> are_new;
    std::size_t count = 0;

    void make_room(std::size_t most) {
      if (keys.size() >= most) return;
      keys.resize(most);
      places.resize(most);
      are_new.resize(most);
    }
    void take(std::size_t number, std::uint64_t key, std::uint32_t place) {
      keys[number] = key;
      places[number] = place;
    }
    std::uint64_t memory_bytes() const { return 13 * keys.capacity(); }
  };

  std::uint32_t share_of(std::uint64_t key) const;
  std::size_t insert_in_level(std::span<std::uint64_t> keys);
  std::size_t insert_alone(std::span<std::uint64_t> keys);
  std::size_t insert_side_by_side(std::span<std::uint64_t> keys);
  void hand_out(std::uint32_t slice, std::span<const std::uint64_t> keys);
  std::size_t insert_asked(std::uint32_t share, Asked& asked, std::size_t count);
  std::uint32_t jobs() const { return static_cast<std::uint32_t>(sets_.size()); }

  Workers& workers_;
  bool sweeps_;
  bool has_positions_;
  std::uint32_t bits_ = 1;          ///< of keys
  std::vector<LevelTable> levels_;  ///< one, where it has positions, else as many as sets
  std::vector<VisitedSet> sets_;
  std::vector<RecentKeys> recent_;                 ///< of each thread
  std::vector<Asked> asked_;                       ///< by each thread, of each share
  std::vector<std::vector<std::uint32_t>> unmet_;  ///< by thread: where the keys stand, ascending
  std::vector<std::uint8_t> is_new_;
  std::vector<std::uint32_t> positions_;
};

}  // namespace raceproof::engine

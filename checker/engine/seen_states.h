// Which states were seen: of the whole search, or of the level that is being made, where that will
// do; in shares, so that several threads can insert at once.
#pragma once

#include <cstdint>
#include <optional>
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

  using Keys = std::span<std::uint64_t>;

  /// Inserts the keys of some slices, no more than there are workers, one behind the other. Those
  /// that were not there before are moved to the front of their slice, in their order.
  void insert(std::span<const Keys> slices);
  /// Of a slice of the last insert: how many were new; and of each, as they came, 1 where it was
  /// one of them, else 0.
  std::size_t fresh(std::size_t slice) const { return slices_[slice].fresh; }
  std::span<const std::uint8_t> is_new(std::size_t slice) const { return slices_[slice].is_new; }

  bool has_positions() const { return sweeps_ && has_positions_; }
  /// Of the keys of the last insert, where it has positions: where in the level they stand.
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
  /// The keys of a slice that one share is asked for.
  struct Asked {
    std::vector<std::uint64_t> keys;
    std::vector<std::uint8_t> is_new;
    std::size_t count = 0;

    static constexpr std::uint64_t key_bytes = 9;
  };
  /// What is known of the keys of a slice, by the thread that it belongs to, in cache lines of its
  /// own.
  struct alignas(128) Slice {
    std::optional<RecentKeys> recent;  ///< where shares are asked
    std::vector<std::uint32_t> unmet;  ///< where the keys that are asked for stand, ascending
    std::vector<Asked> asked;          ///< by share
    std::vector<std::uint8_t> is_new;
    std::size_t fresh = 0;

    static constexpr std::uint64_t key_bytes = 5;  ///< but for what is asked
    std::uint64_t memory_bytes() const;
  };

  // Each share gets keys whose product has upper halves between those of others.
  static std::uint32_t share_of(std::uint64_t key, std::uint64_t shares) {
    return static_cast<std::uint32_t>((key * 0x9e3779b97f4a7c15 >> 32) * shares >> 32);
  }
  std::uint64_t bytes_to_hand_out(std::uint64_t keys) const;
  void insert_in_level(std::span<const Keys> slices);
  void insert_in_shares(std::span<const Keys> slices);
  void hand_out(std::uint32_t slice, Keys keys);
  void insert_asked(std::uint32_t share, std::size_t slices);
  void take_back(std::uint32_t slice, Keys keys);
  std::uint32_t jobs() const { return workers_.shares(); }

  Workers& workers_;
  bool sweeps_;
  bool has_positions_;
  std::uint32_t bits_ = 1;          ///< of keys
  std::vector<LevelTable> levels_;  ///< one, where it has positions, else as many as sets
  std::vector<VisitedSet> sets_;
  std::vector<Slice> slices_;
  std::vector<std::uint32_t> positions_;
};

}  // namespace raceproof::engine

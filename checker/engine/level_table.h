// The states of one level: a plain table that fits the cache, forgotten when the level is done.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "checker/engine/level_line.h"
#include "checker/engine/page_memory.h"

namespace raceproof::engine {

/// A key stands in the first line from its own one on that has had room for it. The places of a
/// line are compared all at once, so that there is hardly a branch to mispredict.
class LevelTable {
 public:
  /// `has_positions`: whether it is asked where in the level a state stands.
  explicit LevelTable(bool has_positions = false) : has_positions_(has_positions) {}

  /// Keys are below 2^bits, bits <= 63, as they are where nothing is said; those that are there
  /// stay.
  void set_bits(std::uint32_t bits);

  /// A table that is much too large for the level that ends would take longer to clear, level after
  /// level, than to grow again. The memory of a large one is the system's until it is used again.
  void clear();
  /// The same, for so many keys as are to be expected. All memory stays from now on, for when they
  /// are more.
  void clear(std::uint64_t expected);

  /// The keys that were not there before are written to `fresh`, in their order, which has room for
  /// all; returns how many there are. `is_new` receives for each 1 where it was one of them, else
  /// 0.
  std::size_t insert(std::span<const std::uint64_t> keys, std::uint64_t* fresh,
                     std::span<std::uint8_t> is_new);
  std::size_t insert(std::span<const std::uint32_t> keys, std::uint64_t* fresh,
                     std::span<std::uint8_t> is_new);
  /// As `VisitedSet::insert`.
  std::size_t insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new);

  /// The same for a table that has positions: `positions` receives that of each of all keys among
  /// those that were new since the table was cleared, in their order.
  std::size_t insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new,
                     std::span<std::uint32_t> positions);

  std::uint64_t memory_bytes() const { return memory_.bytes() + spare_.bytes(); }
  /// What it takes at most while it grows to have room for so many keys more, beside what it has.
  std::uint64_t bytes_to_grow(std::uint64_t more) const {
    return has_room(more) ? 0 : line_bytes() * lines_for(size_ + more);
  }

 private:
  /// Where it is written what comes of a batch: the new keys, and for each of all what it is.
  struct Found {
    std::uint64_t* keys = nullptr;
    std::uint8_t* is_new = nullptr;
    std::uint32_t* positions = nullptr;
  };
  static constexpr std::uint64_t places = LevelLine<std::uint32_t>::places;
  static constexpr std::uint64_t lines_min = 128;

  // Five of eight places are used at most: then one key in a hundred stands behind its own line.
  static std::uint64_t room_of(std::uint64_t lines) { return 5 * lines; }
  static std::uint64_t lines_for(std::uint64_t keys);

  std::uint64_t line_bytes() const {
    const std::uint64_t key_bytes = is_long_ ? sizeof(std::uint64_t) : sizeof(std::uint32_t);
    return places * (key_bytes + (has_positions_ ? sizeof(std::uint32_t) : 0));
  }
  bool has_room(std::uint64_t more) const { return size_ + more <= room_; }

  template <typename Work>
  auto with_line_type(Work work) const;
  template <typename Line>
  std::span<Line> lines_of_type();
  template <typename Key>
  std::size_t insert_all(std::span<const Key> keys, Found found);
  template <typename Line, typename Key, typename Look>
  std::size_t insert_keys(std::span<const Key> keys, Found found, Look look);
  template <typename Line, typename Key>
  std::size_t insert_wide(std::span<const Key> keys, Found found);
  template <typename Line, typename Key>
  std::size_t insert_batch(std::span<const Key> keys, Found found);
  void make_room(std::uint64_t more);
  void make_lines(std::uint64_t count);
  void use_lines(std::uint64_t count);
  void move_to(LevelTable& other);

  bool has_positions_;
  bool is_long_ = true;  ///< keys have more than 31 bits
  bool keeps_memory_ = false;
  PageMemory memory_;
  PageMemory spare_;         ///< of the table that it was before it grew
  std::uint64_t lines_ = 0;  ///< that are used, the first ones
  std::uint32_t shift_ = 63;
  std::uint64_t room_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace raceproof::engine

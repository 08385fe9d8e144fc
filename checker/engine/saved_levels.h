// The levels of a search as bytes, and a search that begins with them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "checker/engine/packed_space.h"

namespace raceproof::engine {

using WriteBytes = std::function<void(const void* bytes, std::size_t size)>;
/// False where there are not so many.
using ReadBytes = std::function<bool(void* bytes, std::size_t size)>;

/// Writes the states of all levels that are whole, and the values that the parts of a state have
/// had; the tables of steps and of states seen follow from them. `states` is how many states these
/// levels have; the last one need not be expanded.
void save_levels(PackedSpace& space, std::uint64_t states, const WriteBytes& write);

/// Reads what `save_levels` wrote, level by level. What cannot be the levels of this search is
/// damaged, and nothing of it may be used.
class SavedLevels {
 public:
  explicit SavedLevels(ReadBytes read) : read_(std::move(read)) {}

  /// Gives the parts of a space that has no states the numbers of their values. Where the states
  /// were too wide for a word, a space of words does not fit.
  void restore_parts(PackedSpace& space);
  /// Whether the states of the space, those that the search starts in, are the first level.
  void check_roots(PackedSpace& space);

  bool is_damaged() const { return is_damaged_; }
  /// How many states the next level has; 0 where there is none.
  std::uint64_t next_size() const;
  /// Appends the next level to the space, in pieces; `has_room` is asked before each.
  /// False where there is no room: then the level is not whole.
  bool insert_next(PackedSpace& space, const std::function<bool(std::uint64_t)>& has_room);

 private:
  std::uint64_t number();
  bool read_values(StateParts& parts, PartIndex part);
  std::optional<BitLayout> read_layout();
  bool read_keys(PackedSpace& space, std::span<Word> keys);
  bool is_layout_of(const PackedSpace& space) const;
  bool read_ids(const std::uint8_t* from);

  ReadBytes read_;
  bool is_damaged_ = false;
  std::vector<std::uint64_t> values_;  ///< by part: how many it has had
  BitLayout layout_;                   ///< of a saved state, of any number of words
  std::uint64_t state_bytes_ = 0;
  std::vector<std::uint64_t> sizes_;  ///< by level
  std::size_t next_ = 0;
  std::vector<Word> words_;
  std::vector<PartId> ids_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace raceproof::engine

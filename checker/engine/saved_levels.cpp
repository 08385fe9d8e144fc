#include "checker/engine/saved_levels.h"

#include <algorithm>
#include <cstring>

#include "checker/engine/gather.h"

namespace raceproof::engine {
namespace {

constexpr std::size_t keys_at_once = 1 << 12;
constexpr std::uint64_t cells_max = 1 << 20;  // of one value

void write_number(const WriteBytes& write, std::uint64_t number) { write(&number, sizeof number); }

void write_values(const WriteBytes& write, const StateParts& parts) {
  State value;
  write_number(write, parts.count());
  for (PartIndex part = 0; part < parts.count(); ++part) {
    write_number(write, parts.values(part));
    for (PartId id = 0; id < parts.values(part); ++id) {
      parts.decode_value(part, id, value);
      write_number(write, value.cells.size());
      write(value.cells.data(), value.cells.size() * sizeof(std::int64_t));
    }
  }
}

}  // namespace

void save_levels(PackedSpace& space, std::uint64_t states, const WriteBytes& write) {
  write_values(write, space.parts());
  const BitLayout& layout = space.layout();
  for (PartIndex part = 0; part < space.parts().count(); ++part) {
    write_number(write, layout.mask(part));
  }
  const std::uint64_t key_bytes = (layout.bits() + 7) / 8;
  write_number(write, key_bytes);
  std::vector<std::uint64_t> begins;
  for (const StateIndex first : space.first_of_level) {
    if (first < states) begins.push_back(first);
  }
  begins.push_back(states);
  write_number(write, begins.size() - 1);
  for (std::size_t i = 1; i < begins.size(); ++i) write_number(write, begins[i] - begins[i - 1]);
  std::vector<std::uint8_t> bytes(keys_at_once * key_bytes + sizeof(Word));
  for (std::uint64_t s = 0; s < states;) {
    std::size_t count = 0;
    for (; s < states && count < keys_at_once; ++s, ++count) {
      const Word key = space.key(s);
      std::memcpy(bytes.data() + count * key_bytes, &key, sizeof key);
    }
    write(bytes.data(), count * key_bytes);
  }
}

std::uint64_t SavedLevels::number() {
  std::uint64_t number = 0;
  if (!is_damaged_ && !read_(&number, sizeof number)) is_damaged_ = true;
  return is_damaged_ ? 0 : number;
}

bool SavedLevels::read_values(StateParts& parts, PartIndex part) {
  const std::uint64_t count = number();
  State value;
  if (count == 0) return false;
  for (std::uint64_t id = 0; id < count; ++id) {
    const std::uint64_t cells = number();
    if (is_damaged_ || cells > cells_max) return false;
    value.cells.resize(cells);
    if (cells != 0 && !read_(value.cells.data(), cells * sizeof(std::int64_t))) return false;
    if (!parts.restore_value(part, value, static_cast<PartId>(id))) return false;
  }
  values_.push_back(count);
  return true;
}

void SavedLevels::restore_parts(PackedSpace& space) {
  StateParts& parts = space.parts();
  is_damaged_ = number() != parts.count();
  for (PartIndex part = 0; part < parts.count() && !is_damaged_; ++part) {
    is_damaged_ = !read_values(parts, part);
  }
  for (PartIndex part = 0; part < parts.count(); ++part) masks_.push_back(number());
  key_bytes_ = number();
  const std::uint64_t levels = number();
  for (std::uint64_t i = 0; i < levels && !is_damaged_; ++i) sizes_.push_back(number());
  const std::optional<BitLayout> layout = BitLayout::of_masks(masks_);
  is_damaged_ = is_damaged_ || !layout || key_bytes_ != (layout->bits() + 7) / 8;
  for (PartIndex part = 0; part < parts.count() && !is_damaged_; ++part) {
    is_damaged_ = !layout->fits(part, static_cast<PartId>(values_[part] - 1));
  }
  if (!is_damaged_) space.restore_layout(*layout);
}

std::uint64_t SavedLevels::next_size() const {
  return is_damaged_ || next_ >= sizes_.size() ? 0 : sizes_[next_];
}

// Keys of the same layout can be taken as they are. In another one the numbers of the parts are the
// same, and are packed anew.
bool SavedLevels::read_keys(PackedSpace& space, std::span<Word> keys) {
  bytes_.resize(keys.size() * key_bytes_);
  if (!read_(bytes_.data(), bytes_.size())) return false;
  const std::uint8_t* from = bytes_.data();
  const bool is_same = has_layout(space.layout());
  for (Word& key : keys) {
    key = 0;
    std::memcpy(&key, from, key_bytes_);
    from += key_bytes_;
    if (!is_same && !pack_anew(space.layout(), key)) return false;
  }
  return true;
}

bool SavedLevels::has_layout(const BitLayout& layout) const {
  for (PartIndex part = 0; part < masks_.size(); ++part) {
    if (masks_[part] != layout.mask(part)) return false;
  }
  return true;
}

bool SavedLevels::pack_anew(const BitLayout& layout, Word& key) {
  ids_.resize(masks_.size());
  for (std::size_t part = 0; part < masks_.size(); ++part) {
    ids_[part] = static_cast<PartId>(PlainGather{}(key, masks_[part]));
    if (ids_[part] >= values_[part]) return false;
  }
  return layout.pack(ids_, {&key, 1});
}

void SavedLevels::check_roots(PackedSpace& space) {
  if (is_damaged_ || next_size() != space.size()) {
    is_damaged_ = true;
    return;
  }
  std::vector<Word> keys(space.size());
  is_damaged_ = !read_keys(space, keys);
  for (std::size_t i = 0; i < keys.size() && !is_damaged_; ++i) {
    is_damaged_ = keys[i] != space.key(i);
  }
  ++next_;
}

bool SavedLevels::insert_next(PackedSpace& space,
                              const std::function<bool(std::uint64_t)>& has_room) {
  std::vector<Word> keys;
  for (std::uint64_t left = next_size(); left > 0 && !is_damaged_; left -= keys.size()) {
    keys.resize(std::min<std::uint64_t>(left, keys_at_once));
    if (!has_room(keys.size())) return false;
    is_damaged_ = !read_keys(space, keys);
    if (!is_damaged_) is_damaged_ = space.insert(keys) != keys.size();
  }
  ++next_;
  return true;
}

}  // namespace raceproof::engine

#include "checker/engine/saved_levels.h"

#include <algorithm>
#include <cstring>

namespace raceproof::engine {
namespace {

constexpr std::size_t states_at_once = 1 << 12;
constexpr std::uint64_t cells_max = 1 << 20;  // of one value
constexpr Word width_max = 32;                // of a field

void write_number(const WriteBytes& write, std::uint64_t number) {
  write(&number, sizeof number);
}

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

BitLayout wide_layout(const StateParts& parts) {
  std::vector<std::uint32_t> widths;
  for (PartIndex part = 0; part < parts.count(); ++part) {
    widths.push_back(bits_for(parts.values(part)));
  }
  return BitLayout(widths);
}

// Of one word the mask of each part, since fields are extended; of more the widths.
void write_layout(const WriteBytes& write, const BitLayout& layout, PartIndex parts) {
  write_number(write, layout.words());
  for (PartIndex part = 0; part < parts; ++part) {
    write_number(write, layout.words() == 1 ? layout.mask(part) : layout.width(part));
  }
}

std::uint64_t state_bytes_of(const BitLayout& layout) {
  return layout.words() == 1 ? (layout.bits() + 7) / 8 : sizeof(Word) * layout.words();
}

}  // namespace

void save_levels(PackedSpace& space, std::uint64_t states, const WriteBytes& write) {
  write_values(write, space.parts());
  const BitLayout layout = space.is_wide() ? wide_layout(space.parts()) : space.layout();
  write_layout(write, layout, space.parts().count());
  std::vector<std::uint64_t> begins;
  for (const StateIndex first : space.first_of_level) {
    if (first < states) begins.push_back(first);
  }
  begins.push_back(states);
  write_number(write, begins.size() - 1);
  for (std::size_t i = 1; i < begins.size(); ++i) write_number(write, begins[i] - begins[i - 1]);
  const std::uint64_t state_bytes = state_bytes_of(layout);
  std::vector<Word> words(layout.words());
  std::vector<std::uint8_t> bytes(states_at_once * state_bytes + sizeof(Word));
  for (std::uint64_t s = 0; s < states;) {
    std::size_t count = 0;
    for (; s < states && count < states_at_once; ++s, ++count) {
      words[0] = space.key(s);
      if (space.is_wide()) layout.pack(space.ids(words[0]), words);
      std::memcpy(bytes.data() + count * state_bytes, words.data(), words.size() * sizeof(Word));
    }
    write(bytes.data(), count * state_bytes);
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
  const std::optional<BitLayout> layout = read_layout();
  const std::uint64_t levels = number();
  for (std::uint64_t i = 0; i < levels && !is_damaged_; ++i) sizes_.push_back(number());
  is_damaged_ = is_damaged_ || !layout;
  for (PartIndex part = 0; part < parts.count() && !is_damaged_; ++part) {
    is_damaged_ = !layout->fits(part, static_cast<PartId>(values_[part] - 1));
  }
  if (is_damaged_) return;
  layout_ = *layout;
  state_bytes_ = state_bytes_of(layout_);
  words_.resize(layout_.words());
  space.restore_layout(layout_);
}

std::optional<BitLayout> SavedLevels::read_layout() {
  const std::uint64_t words = number();
  std::vector<Word> fields;
  for (std::size_t part = 0; part < values_.size(); ++part) fields.push_back(number());
  if (is_damaged_) return std::nullopt;
  if (words == 1) return BitLayout::of_masks(fields);
  if (std::any_of(fields.begin(), fields.end(), [](Word one) { return one > width_max; })) {
    return std::nullopt;
  }
  const BitLayout layout(std::vector<std::uint32_t>(fields.begin(), fields.end()));
  return layout.words() == words ? std::optional(layout) : std::nullopt;
}

std::uint64_t SavedLevels::next_size() const {
  return is_damaged_ || next_ >= sizes_.size() ? 0 : sizes_[next_];
}

// Keys of the same layout can be taken as they are. In another one the numbers of the parts are the
// same, and are packed anew.
bool SavedLevels::read_keys(PackedSpace& space, std::span<Word> keys) {
  bytes_.resize(keys.size() * state_bytes_);
  if (!read_(bytes_.data(), bytes_.size())) return false;
  const std::uint8_t* from = bytes_.data();
  const bool is_same = is_layout_of(space);
  for (Word& key : keys) {
    key = 0;
    if (is_same) {
      std::memcpy(&key, from, state_bytes_);
    } else if (!read_ids(from) || !space.pack(ids_, key)) {
      return false;
    }
    from += state_bytes_;
  }
  return true;
}

bool SavedLevels::is_layout_of(const PackedSpace& space) const {
  if (space.is_wide() || layout_.words() != 1) return false;
  for (PartIndex part = 0; part < values_.size(); ++part) {
    if (layout_.mask(part) != space.layout().mask(part)) return false;
  }
  return true;
}

bool SavedLevels::read_ids(const std::uint8_t* from) {
  std::fill(words_.begin(), words_.end(), Word{0});
  std::memcpy(words_.data(), from, state_bytes_);
  layout_.unpack(words_, ids_);
  for (std::size_t part = 0; part < values_.size(); ++part) {
    if (ids_[part] >= values_[part]) return false;
  }
  return true;
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
    keys.resize(std::min<std::uint64_t>(left, states_at_once));
    if (!has_room(keys.size())) return false;
    is_damaged_ = !read_keys(space, keys);
    if (!is_damaged_) is_damaged_ = space.insert(keys) != keys.size();
  }
  ++next_;
  return true;
}

}  // namespace raceproof::engine

#include "checker/engine/level_table.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace raceproof::engine {
namespace {

constexpr std::size_t batch_max = 1024;
constexpr std::size_t ahead = 24;
constexpr std::size_t fetched_max = 32;
constexpr std::uint32_t row = 8;  // words: one of each place
constexpr std::uint32_t short_bits = 31;
constexpr std::size_t given_back_from = std::size_t{32} << 20;  // bytes, rather than zeroed

// A line is a row of marked words, of which the highest bit says that the place is used; then, for
// keys that take two words, a row of their lower halves; then the positions.

template <bool is_long>
std::uint32_t marked_word(std::uint64_t key) {
  return static_cast<std::uint32_t>(key >> (is_long ? 32 : 0)) | std::uint32_t{1} << 31;
}

// A bit for each place that has the key, and behind these one for each that is not used: the lowest
// tells where the key stands, or else where it goes.
#if defined(__SSE2__)

template <bool is_long>
[[gnu::always_inline]] inline std::uint32_t look_at(const std::uint32_t* line, std::uint64_t key) {
  const auto* words = reinterpret_cast<const __m128i*>(line);
  const __m128i first = _mm_load_si128(words);
  const __m128i second = _mm_load_si128(words + 1);
  const __m128i marked = _mm_set1_epi32(static_cast<int>(marked_word<is_long>(key)));
  __m128i first_equal = _mm_cmpeq_epi32(first, marked);
  __m128i second_equal = _mm_cmpeq_epi32(second, marked);
  if constexpr (is_long) {
    const __m128i low = _mm_set1_epi32(static_cast<int>(static_cast<std::uint32_t>(key)));
    first_equal = _mm_and_si128(first_equal, _mm_cmpeq_epi32(_mm_load_si128(words + 2), low));
    second_equal = _mm_and_si128(second_equal, _mm_cmpeq_epi32(_mm_load_si128(words + 3), low));
  }
  const __m128i equal = _mm_packs_epi32(first_equal, second_equal);
  const __m128i used = _mm_packs_epi32(first, second);  // keeps the highest bit of each
  const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(equal, used)));
  return bits ^ 0xff00;
}

#else

template <bool is_long>
std::uint32_t look_at(const std::uint32_t* line, std::uint64_t key) {
  std::uint32_t found = 0;
  for (std::uint32_t i = 0; i < row; ++i) {
    const bool is_equal = line[i] == marked_word<is_long>(key) &&
                          (!is_long || line[row + i] == static_cast<std::uint32_t>(key));
    found |= (is_equal ? 1U : 0U) << i;
    found |= (line[i] >> 31 == 0 ? 1U : 0U) << (row + i);
  }
  return found;
}

#endif

}  // namespace

std::uint64_t LevelTable::lines_for(std::uint64_t keys) {
  const std::uint64_t lines = std::max(std::bit_ceil(keys / places), lines_min);
  return room_of(lines) < keys ? 2 * lines : lines;
}

void LevelTable::set_bits(std::uint32_t bits) {
  if ((bits > short_bits) == is_long_) return;
  LevelTable other(has_positions_);
  other.is_long_ = bits > short_bits;
  if (memory_.bytes() != 0) other.make_lines(lines());
  move_to(other);
}

void LevelTable::clear() {
  if (size_ == 0) return;
  const bool is_too_large = lines() > lines_min && size_ < room_ / 32;
  if (is_too_large || memory_.bytes() >= given_back_from) {
    make_lines(is_too_large ? lines_for(size_) : lines());
  } else {
    std::memset(memory_.data(), 0, memory_.bytes());
  }
  size_ = 0;
}

void LevelTable::make_lines(std::uint64_t count) {
  memory_ = PageMemory();
  memory_ = PageMemory(count * line_bytes());
  shift_ = static_cast<std::uint32_t>(64 - std::countr_zero(count));
  room_ = room_of(count);
}

std::size_t LevelTable::insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new) {
  return insert_all(keys, {keys.data(), is_new.data(), nullptr});
}

std::size_t LevelTable::insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new,
                               std::span<std::uint32_t> positions) {
  return insert_all(keys, {keys.data(), is_new.data(), positions.data()});
}

std::size_t LevelTable::insert_all(std::span<std::uint64_t> keys, Found found) {
  std::uint64_t* const front = found.keys;
  for (std::size_t begin = 0; begin < keys.size(); begin += batch_max) {
    const auto batch = keys.subspan(begin, std::min(batch_max, keys.size() - begin));
    if (!has_room(batch.size())) {
      LevelTable larger(has_positions_);
      larger.is_long_ = is_long_;
      larger.make_lines(lines_for(size_ + batch.size()));
      move_to(larger);
    }
    if (has_positions_) {
      found.keys += is_long_ ? insert_batch<true, true>(batch, found)
                             : insert_batch<false, true>(batch, found);
      found.positions += batch.size();
    } else {
      found.keys += is_long_ ? insert_batch<true, false>(batch, found)
                             : insert_batch<false, false>(batch, found);
    }
    found.is_new += batch.size();
  }
  return static_cast<std::size_t>(found.keys - front);
}

// The line of a key is fetched while those before it are looked at. What is there already is
// written once more, so that nothing depends on whether it is.
template <bool is_long, bool has_positions>
std::size_t LevelTable::insert_batch(std::span<const std::uint64_t> keys, Found found) {
  constexpr std::size_t stride = row * (1 + (is_long ? 1 : 0) + (has_positions ? 1 : 0));
  constexpr std::size_t positions_at = stride - row;
  auto* const words = reinterpret_cast<std::uint32_t*>(memory_.data());
  const std::uint32_t* const words_end = words + memory_.bytes() / sizeof(std::uint32_t);
  const std::uint32_t shift = shift_;
  std::array<std::uint32_t*, fetched_max> lines;
  const auto fetch = [&](std::size_t i) {
    std::uint32_t* const line = words + stride * line_of(keys[i], shift);
    lines[i % fetched_max] = line;
    __builtin_prefetch(line, 1);
    if constexpr (stride == 3 * row) __builtin_prefetch(line + stride - 1, 1);
  };
  for (std::size_t i = 0; i < std::min(ahead, keys.size()); ++i) fetch(i);
  std::size_t kept = 0;
  std::uint64_t size = size_;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i + ahead < keys.size()) fetch(i + ahead);
    const std::uint64_t key = keys[i];
    std::uint32_t* line = lines[i % fetched_max];
    std::uint32_t at = look_at<is_long>(line, key);
    while (at == 0) [[unlikely]] {
        line = line + stride == words_end ? words : line + stride;
        at = look_at<is_long>(line, key);
      }
    const auto first = static_cast<std::uint32_t>(std::countr_zero(at));
    const std::uint32_t is_fresh = first / row;
    const std::uint32_t place = first % row;
    line[place] = marked_word<is_long>(key);
    if constexpr (is_long) line[row + place] = static_cast<std::uint32_t>(key);
    if constexpr (has_positions) {
      std::uint32_t& position = line[positions_at + place];
      position = is_fresh != 0 ? static_cast<std::uint32_t>(size) : position;
      found.positions[i] = position;
    }
    found.keys[kept] = key;
    found.is_new[i] = static_cast<std::uint8_t>(is_fresh);
    kept += is_fresh;
    size += is_fresh;
  }
  size_ = size;
  return kept;
}

// A key that is not there yet, with its position.
void LevelTable::put(std::uint64_t key, std::uint32_t position) {
  const std::uint64_t stride = line_bytes() / sizeof(std::uint32_t);
  auto* const words = reinterpret_cast<std::uint32_t*>(memory_.data());
  std::uint64_t number = line_of(key, shift_);
  std::uint32_t* place = words + stride * number;
  const auto is_used = [](std::uint32_t word) { return word >> 31 != 0; };
  while (std::all_of(place, place + row, is_used)) {
    number = (number + 1) % lines();
    place = words + stride * number;
  }
  place = std::find_if_not(place, place + row, is_used);
  *place = is_long_ ? marked_word<true>(key) : marked_word<false>(key);
  if (is_long_) place[row] = static_cast<std::uint32_t>(key);
  if (has_positions_) place[is_long_ ? 2 * row : row] = position;
}

// The lines of a larger table come in the order of those of a smaller one, so that its pages are
// made while those of this one are given back.
void LevelTable::move_to(LevelTable& other) {
  const std::uint64_t stride = line_bytes() / sizeof(std::uint32_t);
  const std::uint64_t count = lines();
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto* line = reinterpret_cast<const std::uint32_t*>(memory_.data()) + i * stride;
    for (std::uint32_t place = 0; place < row; ++place) {
      if (line[place] >> 31 == 0) continue;
      std::uint64_t key = line[place] & ~(std::uint32_t{1} << 31);
      if (is_long_) key = key << 32 | line[row + place];
      other.put(key, has_positions_ ? line[stride - row + place] : 0);
    }
    memory_.release_up_to((i + 1) * line_bytes());
  }
  other.size_ = size_;
  *this = std::move(other);
}

}  // namespace raceproof::engine

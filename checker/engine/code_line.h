// A cache line full of codes of equal width, searched all at once.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace raceproof::engine {

/// How codes of a width are laid out in the 64 bytes of a line:
///
///   the low 16 bits of all codes | their other bits, packed | unused | count
///
/// The low parts stand together so that vector instructions compare all of them with the one
/// wanted; the other bits are looked at only where that agrees. Codes fill the line from the front,
/// so that "empty" needs no code of its own, and a zeroed line is an empty one.
struct LineShape {
  static constexpr std::uint32_t low_bits = 16;
  std::uint32_t high_bits = 0;
  std::uint32_t lanes = 0;       ///< how many codes a line takes
  std::uint32_t high_begin = 0;  ///< the bit at which the packed bits begin

  static constexpr std::uint32_t line_bytes = 64;
  static constexpr std::uint32_t count_byte = 63;

  LineShape() = default;
  /// 1 <= width <= 64.
  explicit LineShape(std::uint32_t width) {
    high_bits = width > low_bits ? width - low_bits : 0;
    lanes = 8 * count_byte / (low_bits + high_bits);
    while (bytes() > count_byte) --lanes;
    high_begin = lanes * low_bits;
  }

 private:
  std::uint32_t bytes() const { return lanes * low_bits / 8 + (lanes * high_bits + 7) / 8; }
};

namespace code_line {

// `has_high` of the templates: whether codes are wider than their low part.

inline std::uint32_t count(const std::uint8_t* line) {
  return line[LineShape::count_byte];
}

inline std::uint64_t read_word(const std::uint8_t* from) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// Where the high bits of a code are: all of them in eight bytes of its own line.
struct HighPlace {
  std::uint32_t byte = 0;
  std::uint32_t shift = 0;
};

// The last eight bytes of a line have all of a code that begins in them, since it ends before the
// count. Eight bytes that reach into the next line would bring that from memory.
inline HighPlace high_place(const LineShape& shape, std::uint32_t lane) {
  const std::uint32_t bit = shape.high_begin + lane * shape.high_bits;
  const std::uint32_t byte = std::min(bit / 8, LineShape::line_bytes - 8);
  return {byte, bit - 8 * byte};
}

/// The bits of a code above its low part.
inline std::uint64_t high(const LineShape& shape, const std::uint8_t* line, std::uint32_t lane) {
  const HighPlace place = high_place(shape, lane);
  const std::uint64_t mask = (std::uint64_t{1} << shape.high_bits) - 1;
  return (read_word(line + place.byte) >> place.shift) & mask;
}

inline std::uint64_t low(const std::uint8_t* line, std::uint32_t lane) {
  std::uint16_t value = 0;
  std::memcpy(&value, line + 2 * lane, sizeof value);
  return value;
}

template <bool has_high>
std::uint64_t code(const LineShape& shape, const std::uint8_t* line, std::uint32_t lane) {
  if constexpr (!has_high) return low(line, lane);
  return low(line, lane) | (high(shape, line, lane) << LineShape::low_bits);
}

#if defined(__SSE2__)

/// A bit for each lane whose low part is that of the code, used or not.
[[gnu::always_inline]] inline std::uint64_t matches(const LineShape& shape,
                                                    const std::uint8_t* line,
                                                    std::uint64_t wanted) {
  const auto* chunks = reinterpret_cast<const __m128i*>(line);
  const __m128i low = _mm_set1_epi16(static_cast<short>(wanted));
  const auto equal = [&](unsigned i) { return _mm_cmpeq_epi16(_mm_load_si128(chunks + i), low); };
  const auto bits = [](__m128i found) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(found)));
  };
  if (shape.lanes <= 16) return bits(_mm_packs_epi16(equal(0), equal(1)));
  return bits(_mm_packs_epi16(equal(0), equal(1))) |
         (bits(_mm_packs_epi16(equal(2), equal(3))) << 16);
}

#else

inline std::uint64_t matches(const LineShape& shape, const std::uint8_t* line,
                             std::uint64_t wanted) {
  std::uint64_t found = 0;
  for (std::uint32_t lane = 0; lane < shape.lanes; ++lane) {
    if (low(line, lane) == (wanted & 0xffff)) found |= std::uint64_t{1} << lane;
  }
  return found;
}

#endif

/// Whether a line has a code.
template <bool has_high>
bool contains(const LineShape& shape, const std::uint8_t* line, std::uint64_t wanted) {
  const std::uint64_t used = (std::uint64_t{1} << count(line)) - 1;
  std::uint64_t found = matches(shape, line, wanted) & used;
  if constexpr (!has_high) return found != 0;
  for (; found != 0; found &= found - 1) {
    const auto lane = static_cast<std::uint32_t>(std::countr_zero(found));
    if (high(shape, line, lane) == wanted >> LineShape::low_bits) return true;
  }
  return false;
}

inline void add_bits(std::uint8_t* word, std::uint64_t bits) {
  bits |= read_word(word);
  std::memcpy(word, &bits, sizeof bits);
}

/// Adds a code to those of a line, which must have room for it. Whole words are read and written,
/// always the same ones, so that the next code of the line need not wait until this one has come to
/// the memory.
template <bool has_high>
void append(const LineShape& shape, std::uint8_t* line, std::uint64_t added) {
  const std::uint32_t lane = line[LineShape::count_byte]++;
  std::memcpy(line + std::size_t{2} * lane, &added, LineShape::low_bits / 8);
  if constexpr (has_high) {
    const std::uint64_t high_part = added >> LineShape::low_bits;
    const std::uint32_t bit = shape.high_begin + lane * shape.high_bits;
    const std::uint32_t from = bit % 64;
    std::uint8_t* word = line + bit / 64 * 8;
    add_bits(word, high_part << from);
    if (from + shape.high_bits > 64) add_bits(word + 8, high_part >> (64 - from));
  }
}

/// The same by one access, wherever that is: for codes that come in no order, where the processor
/// cannot know beforehand how many words a code is in. The count comes last, since the word may
/// have it.
template <bool has_high>
[[gnu::always_inline]] inline void append_one(const LineShape& shape, std::uint8_t* line,
                                              std::uint64_t added) {
  const std::uint32_t lane = count(line);
  if constexpr (has_high) {
    const HighPlace place = high_place(shape, lane);
    add_bits(line + place.byte, added >> LineShape::low_bits << place.shift);
  }
  std::memcpy(line + std::size_t{2} * lane, &added, LineShape::low_bits / 8);
  line[LineShape::count_byte] = static_cast<std::uint8_t>(lane + 1);
}

/// What a code has met: itself, a free lane, or a line that has neither.
enum class Met : std::uint8_t { old, added, full };

/// Adds a code that has no high bits, where the line has it not and has room for it. What is there
/// is written once more, so that nothing that the processor would have to guess depends on it.
[[gnu::always_inline]] inline Met meet(const LineShape& shape, std::uint8_t* line,
                                       std::uint64_t wanted) {
  const std::uint32_t used = count(line);
  const std::uint64_t next = std::uint64_t{1} << used;
  const auto lane = static_cast<std::uint32_t>(
      std::countr_zero((matches(shape, line, wanted) & (next - 1)) | next));
  if (lane == shape.lanes) [[unlikely]]
    return Met::full;
  const std::uint32_t is_new = lane == used ? 1 : 0;
  std::memcpy(line + std::size_t{2} * lane, &wanted, LineShape::low_bits / 8);
  line[LineShape::count_byte] = static_cast<std::uint8_t>(used + is_new);
  return static_cast<Met>(is_new);
}

}  // namespace code_line
}  // namespace raceproof::engine

// A cache line full of codes of equal width, searched all at once.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace raceproof::engine {

/// How codes of a width are laid out in the 64 bytes of a line:
///
///   low parts of all codes (8 or 16 bits each) | their other bits, packed | unused | count
///
/// The low parts stand together so that vector instructions compare all of them with the one
/// wanted; the other bits are looked at only where that agrees. Codes fill the line from the front,
/// so that "empty" needs no code of its own, and a zeroed line is an empty one.
struct LineShape {
  std::uint32_t low_bits = 8;
  std::uint32_t high_bits = 0;
  std::uint32_t lanes = 0;       ///< how many codes a line takes
  std::uint32_t high_begin = 0;  ///< the bit at which the packed bits begin

  static constexpr std::uint32_t line_bytes = 64;
  static constexpr std::uint32_t count_byte = 63;
  /// The highest code is read eight bytes at a time, so the last line needs so many behind it.
  static constexpr std::uint32_t spare_bytes = 64;

  LineShape() = default;
  /// 1 <= width <= 64.
  explicit LineShape(std::uint32_t width) : low_bits(width < 16 ? 8 : 16) {
    high_bits = width > low_bits ? width - low_bits : 0;
    lanes = 8 * count_byte / (low_bits + high_bits);
    while (bytes() > count_byte) --lanes;
    high_begin = lanes * low_bits;
  }

 private:
  std::uint32_t bytes() const { return lanes * low_bits / 8 + (lanes * high_bits + 7) / 8; }
};

namespace code_line {

// Templates are for shapes of so many low bits.

inline std::uint32_t count(const std::uint8_t* line) {
  return line[LineShape::count_byte];
}

inline std::uint64_t read_word(const std::uint8_t* from) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// The bits of a code above its low part.
inline std::uint64_t high(const LineShape& shape, const std::uint8_t* line, std::uint32_t lane) {
  const std::uint32_t bit = shape.high_begin + lane * shape.high_bits;
  const std::uint64_t mask = (std::uint64_t{1} << shape.high_bits) - 1;
  return (read_word(line + bit / 8) >> (bit % 8)) & mask;
}

template <std::uint32_t low_bits>
std::uint64_t low(const std::uint8_t* line, std::uint32_t lane) {
  if constexpr (low_bits == 8) {
    return line[lane];
  } else {
    std::uint16_t value = 0;
    std::memcpy(&value, line + 2 * lane, sizeof value);
    return value;
  }
}

template <std::uint32_t low_bits>
std::uint64_t code(const LineShape& shape, const std::uint8_t* line, std::uint32_t lane) {
  return low<low_bits>(line, lane) | (high(shape, line, lane) << low_bits);
}

#if defined(__SSE2__)

/// A bit for each lane whose low part is that of the code, used or not.
template <std::uint32_t low_bits>
[[gnu::always_inline]] inline std::uint64_t matches(const LineShape&, const std::uint8_t* line,
                                                    std::uint64_t wanted) {
  const auto* chunks = reinterpret_cast<const __m128i*>(line);
  const auto bits = [](__m128i equal) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(equal)));
  };
  if constexpr (low_bits == 8) {
    const __m128i low = _mm_set1_epi8(static_cast<char>(wanted));
    const auto equal = [&](unsigned i) {
      return bits(_mm_cmpeq_epi8(_mm_load_si128(chunks + i), low)) << (16 * i);
    };
    return equal(0) | equal(1) | equal(2) | equal(3);
  } else {
    const __m128i low = _mm_set1_epi16(static_cast<short>(wanted));
    const auto equal = [&](unsigned i) { return _mm_cmpeq_epi16(_mm_load_si128(chunks + i), low); };
    return bits(_mm_packs_epi16(equal(0), equal(1))) |
           (bits(_mm_packs_epi16(equal(2), equal(3))) << 16);
  }
}

#else

template <std::uint32_t low_bits>
std::uint64_t matches(const LineShape& shape, const std::uint8_t* line, std::uint64_t wanted) {
  const std::uint64_t low_part = wanted & ((std::uint64_t{1} << low_bits) - 1);
  std::uint64_t found = 0;
  for (std::uint32_t lane = 0; lane < shape.lanes; ++lane) {
    if (low<low_bits>(line, lane) == low_part) found |= std::uint64_t{1} << lane;
  }
  return found;
}

#endif

template <std::uint32_t low_bits>
bool contains(const LineShape& shape, const std::uint8_t* line, std::uint64_t wanted) {
  const std::uint64_t used = (std::uint64_t{1} << count(line)) - 1;
  std::uint64_t found = matches<low_bits>(shape, line, wanted) & used;
  for (; found != 0; found &= found - 1) {
    const auto lane = static_cast<std::uint32_t>(std::countr_zero(found));
    if (high(shape, line, lane) == wanted >> low_bits) return true;
  }
  return false;
}

inline void add_bits(std::uint8_t* word, std::uint64_t bits) {
  bits |= read_word(word);
  std::memcpy(word, &bits, sizeof bits);
}

/// Adds a code; the line must have room for it. Whole words are read and written, always the same
/// ones, so that the next code need not wait until this one has come to the memory.
template <std::uint32_t low_bits>
void append(const LineShape& shape, std::uint8_t* line, std::uint64_t added) {
  const std::uint32_t lane = line[LineShape::count_byte]++;
  std::memcpy(line + lane * (low_bits / 8), &added, low_bits / 8);
  if (shape.high_bits == 0) return;
  const std::uint64_t high_part = added >> low_bits;
  const std::uint32_t bit = shape.high_begin + lane * shape.high_bits;
  const std::uint32_t from = bit % 64;
  std::uint8_t* word = line + bit / 64 * 8;
  add_bits(word, high_part << from);
  if (from + shape.high_bits > 64) add_bits(word + 8, high_part >> (64 - from));
}

}  // namespace code_line
}  // namespace raceproof::engine

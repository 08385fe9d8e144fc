// How a place in a table stands for a part of a key, so that only the rest has to be stored.
#pragma once

#include <bit>
#include <cstdint>

namespace raceproof::engine {

/// A bijection between the keys of `bits` bits and pairs of a line and a remainder.
///
/// The key is mixed by a bijection on words of so many bits: multiplied by an odd number, xored
/// with its own upper half, multiplied again. The mixed key m is then scaled to the number of
/// lines: y = floor(m * lines / 2^floor(log2 lines)) grows strictly with m, so nothing is lost; the
/// upper bits of y are the line and the lower ones the remainder, which has only bits - floor(log2
/// lines) bits. Any number of lines will do, and lines of a larger table come in the same order as
/// those of a smaller one.
///
/// Keys can get more bits later. The extension is not mixed, but stands below the mixed rest, so
/// that the order of the keys without it stays what it was.
///
/// Quotienting is Knuth's; tables that do so: Cleary, "Compact hash tables using bidirectional
/// linear probing" (1984).
class Quotient {
 public:
  static constexpr std::uint32_t bits_max = 63;

  struct Place {
    std::uint64_t line = 0;
    std::uint64_t remainder = 0;
  };

  Quotient() = default;
  /// 1 <= bits <= bits_max, of which the `extended` upper ones are the extension, at least one is
  /// not; 1 <= lines <= 2^bits.
  Quotient(std::uint32_t bits, std::uint32_t extended, std::uint64_t lines)
      : lines_(lines),
        mixed_bits_(bits - extended),
        extended_(extended),
        key_mask_((std::uint64_t{1} << mixed_bits_) - 1),
        half_((mixed_bits_ + 1) / 2),
        line_bits_(static_cast<std::uint32_t>(std::bit_width(lines)) - 1),
        remainder_bits_(bits - line_bits_),
        remainder_mask_((std::uint64_t{1} << remainder_bits_) - 1),
        scale_(static_cast<std::uint64_t>((Wide{1} << (64 + line_bits_)) / lines)) {}

  std::uint64_t lines() const { return lines_; }
  std::uint32_t remainder_bits() const { return remainder_bits_; }

  Place place(std::uint64_t key) const { return place_of_mixed(mix(key)); }
  std::uint64_t key(Place place) const { return unmix(mixed(place)); }

  /// The key mixed, which is the same for tables of different sizes.
  std::uint64_t mixed(Place place) const {
    return unscale((place.line << remainder_bits_) | place.remainder);
  }
  /// What it is where the key has so many bits more, all zero.
  std::uint64_t extended(std::uint64_t mixed, std::uint32_t bits) const {
    const std::uint64_t extension = mixed & ((std::uint64_t{1} << extended_) - 1);
    return (mixed ^ extension) << bits | extension;
  }
  Place place_of_mixed(std::uint64_t mixed) const {
    const auto scaled = static_cast<std::uint64_t>((Wide{mixed} * lines_) >> line_bits_);
    return {scaled >> remainder_bits_, scaled & remainder_mask_};
  }

  /// The key of a mixed key.
  std::uint64_t unmix(std::uint64_t mixed) const {
    std::uint64_t key = ((mixed >> extended_) * inverse(second_factor)) & key_mask_;
    key ^= key >> half_;  // undoes itself, since it shifts by at least half of the bits
    const std::uint64_t extension = mixed & ((std::uint64_t{1} << extended_) - 1);
    return ((key * inverse(first_factor)) & key_mask_) | extension << mixed_bits_;
  }

 private:
  __extension__ using Wide = unsigned __int128;

  static constexpr std::uint64_t first_factor = 0x9e3779b97f4a7c15;
  static constexpr std::uint64_t second_factor = 0xd6e8feb86659fd93;

  // Newton's iteration doubles the number of right bits; an odd number is its own inverse in three.
  static constexpr std::uint64_t inverse(std::uint64_t odd) {
    std::uint64_t result = odd;
    for (int right = 3; right < 64; right *= 2) result *= 2 - odd * result;
    return result;
  }

  std::uint64_t mix(std::uint64_t key) const {
    std::uint64_t mixed = (key * first_factor) & key_mask_;
    mixed ^= mixed >> half_;
    return ((mixed * second_factor) & key_mask_) << extended_ | key >> mixed_bits_;
  }

  // The least m with m * lines >= scaled * 2^line_bits. The estimate is too small by one as often
  // as not, which costs no branch, and hardly ever by more.
  std::uint64_t unscale(std::uint64_t scaled) const {
    if (scale_ == 0) return scaled;
    const Wide wanted = Wide{scaled} << line_bits_;
    auto mixed = static_cast<std::uint64_t>((Wide{scaled} * scale_) >> 64);
    mixed += Wide{mixed} * lines_ < wanted ? 1 : 0;
    while (Wide{mixed} * lines_ < wanted) {
      ++mixed;
    }
    return mixed;
  }

  std::uint64_t lines_ = 1;
  std::uint32_t mixed_bits_ = 0;
  std::uint32_t extended_ = 0;
  std::uint64_t key_mask_ = 0;  ///< of what is mixed
  std::uint32_t half_ = 0;
  std::uint32_t line_bits_ = 0;
  std::uint32_t remainder_bits_ = 0;
  std::uint64_t remainder_mask_ = 0;
  std::uint64_t scale_ = 0;  ///< 2^64 * 2^line_bits / lines, rounded down; 0 for 2^64
};

}  // namespace raceproof::engine

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
        remainder_bits_(bits - line_bits(lines)),
        remainder_mask_((std::uint64_t{1} << remainder_bits_) - 1),
        factor_(lines << (63 - line_bits(lines))),
        inverse_factor_(static_cast<std::uint64_t>((Wide{1} << (64 + line_bits(lines))) / lines)),
        is_short_(bits + line_bits(lines) < 63) {}

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
    const std::uint64_t scaled = scale(mixed);
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

  static std::uint64_t upper_word(Wide wide) { return static_cast<std::uint64_t>(wide >> 64); }

  static std::uint32_t line_bits(std::uint64_t lines) {
    return static_cast<std::uint32_t>(std::bit_width(lines)) - 1;
  }

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

  // floor(mixed * lines / 2^line_bits), which is the upper word of one product.
  std::uint64_t scale(std::uint64_t mixed) const { return upper_word(Wide{2 * mixed} * factor_); }

  // The least m that is scaled to no less, m = ceil(scaled * 2^line_bits / lines). The product is
  // less than that by less than 2^(bits + 1) / 2^64. Where that is less than a fraction can be, 1 /
  // lines, m is one more than the upper word, whether there is a fraction or not.
  std::uint64_t unscale(std::uint64_t scaled) const {
    if (inverse_factor_ == 0) return scaled;
    std::uint64_t mixed = upper_word(Wide{scaled} * inverse_factor_);
    if (is_short_) return mixed + (scaled != 0 ? 1 : 0);
    while (scale(mixed) < scaled) ++mixed;
    return mixed;
  }

  std::uint64_t lines_ = 1;
  std::uint32_t mixed_bits_ = 0;
  std::uint32_t extended_ = 0;
  std::uint64_t key_mask_ = 0;  ///< of what is mixed
  std::uint32_t half_ = 0;
  std::uint32_t remainder_bits_ = 0;
  std::uint64_t remainder_mask_ = 0;
  std::uint64_t factor_ = std::uint64_t{1} << 63;  ///< 2^63 * lines / 2^line_bits
  std::uint64_t inverse_factor_ = 0;  ///< 2^64 * 2^line_bits / lines, rounded down; 0 for 2^64
  bool is_short_ = true;
};

}  // namespace raceproof::engine

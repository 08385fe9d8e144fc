// The value of a number as it is written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace raceproof::lang {

/// An integer, or a duration in microseconds; or what is wrong with it.
struct Number {
  bool is_duration = false;
  std::uint64_t value = 0;  ///< at most 2^63 for an integer, 2^63 - 1 for a duration
  std::string message;      ///< empty if the number is right
  std::string help;
};

/// Reads a word that begins with a digit: `12`, `1_000`, `0xff`, `10ms`, and the wrong `007`.
Number read_number(std::string_view text);

/// The text in quotes, cut where it is very long: as messages name a piece of the source.
std::string quoted(std::string_view text);

/// What to say about an integer beyond 64 bits.
std::string integer_too_large(std::string_view text);
std::string largest_integer_help();

}  // namespace raceproof::lang

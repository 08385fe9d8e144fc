// Where something stands in a scenario file.
#pragma once

#include <cstdint>

namespace raceproof {

/// A piece of one line of the source text. `line` and `column` count from 1, columns in bytes;
/// line 0 means "nowhere" (something the file does not say, such as a default property).
struct SourceSpan {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 1;

  friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

}  // namespace raceproof

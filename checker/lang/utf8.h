// UTF-8, as far as a scenario file needs it: which bytes are one character, and which are none.
#pragma once

#include <cstddef>
#include <string_view>

namespace raceproof::lang {

/// How many bytes the character at the start of `text` has; 0 where none is valid there (truncated,
/// overlong, a surrogate, beyond U+10FFFF) or `text` is empty.
std::size_t utf8_length(std::string_view text);

/// Whether the valid character at the start of `text` is a control character, C1 ones included:
/// terminals obey those, so no file may smuggle them in and no message may print them.
bool is_control(std::string_view text);

/// Whether `byte` continues a character that began before it.
constexpr bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

}  // namespace raceproof::lang

// Colour: what a piece of text means, and the escape sequences for it where they are wanted. No
// meaning is ever carried by colour alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace raceproof::report {

enum class Tone : std::uint8_t {
  plain,
  strong,  ///< names and headings
  faint,   ///< what repeats
  good,    ///< as stated
  bad,     ///< NOT as stated, the step that goes wrong
  unsure,  ///< undecided, warnings
};

struct Palette {
  bool colored = false;

  std::string paint(Tone tone, std::string_view text) const;
};

}  // namespace raceproof::report

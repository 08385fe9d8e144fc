#include "checker/report/palette.h"

#include <array>

namespace raceproof::report {
namespace {

struct ToneRow {
  Tone tone;
  std::string_view sequence;
};

constexpr std::array<ToneRow, 6> table{{
    {Tone::plain, ""},
    {Tone::strong, "\x1b[1m"},
    {Tone::faint, "\x1b[2m"},
    {Tone::good, "\x1b[32m"},
    {Tone::bad, "\x1b[1;31m"},
    {Tone::unsure, "\x1b[33m"},
}};

}  // namespace

std::string Palette::paint(Tone tone, std::string_view text) const {
  const std::string_view sequence = table[static_cast<std::size_t>(tone)].sequence;
  if (!colored || sequence.empty() || text.empty()) return std::string(text);
  return std::string(sequence) + std::string(text) + "\x1b[0m";
}

}  // namespace raceproof::report

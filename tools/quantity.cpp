#include "tools/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string>

namespace raceproof::tools {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr std::array<Unit, 12> byte_units{{
    {"", 1}, {"K", 1ULL << 10}, {"M", 1ULL << 20}, {"G", 1ULL << 30}, {"T", 1ULL << 40},
    {"B", 1}, {"KB", 1ULL << 10}, {"MB", 1ULL << 20}, {"GB", 1ULL << 30}, {"TB", 1ULL << 40},
    {"MiB", 1ULL << 20}, {"GiB", 1ULL << 30},
}};

constexpr std::array<Unit, 5> time_units{{
    {"", 1'000}, {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000},
}};

template <std::size_t count>
std::optional<std::uint64_t> parse_quantity(std::string_view text,
                                            const std::array<Unit, count>& units) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789_"), text.size());
  const std::optional<std::int64_t> number = parse_integer(text.substr(0, digits));
  if (!number) return std::nullopt;
  for (const Unit& unit : units) {
    if (unit.name != text.substr(digits)) continue;
    std::uint64_t product = 0;
    const auto factor = static_cast<std::uint64_t>(*number);
    if (__builtin_mul_overflow(factor, unit.factor, &product)) return std::nullopt;
    return product;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const bool is_hexadecimal = text.starts_with("0x") || text.starts_with("0X");
  if (is_hexadecimal) text.remove_prefix(2);
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      digits += text[i];
    } else if (i == 0 || i + 1 == text.size() || text[i + 1] == '_') {
      return std::nullopt;  // `_` stands between digits
    }
  }
  if (digits.empty() || digits.front() == '-') return std::nullopt;
  if (negative) digits.insert(0, 1, '-');
  std::int64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [last, code] = std::from_chars(digits.data(), end, value, is_hexadecimal ? 16 : 10);
  if (code != std::errc() || last != end) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  return parse_quantity(text, byte_units);
}

std::optional<std::uint64_t> parse_time(std::string_view text) {
  return parse_quantity(text, time_units);
}

}  // namespace raceproof::tools

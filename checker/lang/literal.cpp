#include "checker/lang/literal.h"

#include <array>
#include <limits>
#include <optional>

namespace raceproof::lang {
namespace {

constexpr std::uint64_t integer_max = std::uint64_t{1} << 63U;
constexpr std::uint64_t duration_max = integer_max - 1;

struct Unit {
  std::string_view suffix;
  std::uint64_t microseconds;
};
constexpr std::array<Unit, 3> units{{{"us", 1}, {"ms", 1'000}, {"s", 1'000'000}}};

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The digit's value in a base up to 16, or nothing.
std::optional<std::uint64_t> digit(char c, std::uint64_t base) {
  std::uint64_t value = 0;
  if (is_digit(c)) {
    value = static_cast<std::uint64_t>(c - '0');
  } else if (c >= 'a' && c <= 'f') {
    value = static_cast<std::uint64_t>(c - 'a') + 10;
  } else if (c >= 'A' && c <= 'F') {
    value = static_cast<std::uint64_t>(c - 'A') + 10;
  } else {
    return std::nullopt;
  }
  if (value >= base) return std::nullopt;
  return value;
}

Number wrong(std::string message, std::string help, bool is_duration = false) {
  return {is_duration, 0, std::move(message), std::move(help)};
}

Number no_number(std::string_view text) {
  return wrong(quoted(text) + " is no number",
               "numbers are written '42', '1_000' or '0xff', durations '2s', '10ms' or '5us'");
}

// The value of digits with single `_` between them; the empty answer is a misplaced `_` or a
// strange digit, and a value above `integer_max` stands for everything that is too large.
std::optional<std::uint64_t> read_digits(std::string_view digits, std::uint64_t base) {
  if (digits.empty() || digits.front() == '_' || digits.back() == '_') return std::nullopt;
  std::uint64_t value = 0;
  bool too_large = false;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] == '_') {
      if (digits[i - 1] == '_') return std::nullopt;
      continue;
    }
    const std::optional<std::uint64_t> next = digit(digits[i], base);
    if (!next) return std::nullopt;
    too_large = too_large || value > (integer_max - *next) / base;
    if (!too_large) value = value * base + *next;
  }
  return too_large ? std::numeric_limits<std::uint64_t>::max() : value;
}

Number read_integer(std::string_view text, std::string_view digits, std::uint64_t base) {
  const std::optional<std::uint64_t> value = read_digits(digits, base);
  if (!value) {
    if (text.find('_') == std::string_view::npos) return no_number(text);
    return wrong("misplaced '_' in " + quoted(text), "'_' may stand only between two digits");
  }
  if (*value > integer_max) return wrong(integer_too_large(text), largest_integer_help());
  return {false, *value, "", ""};
}

Number read_duration(std::string_view text, Number count, std::uint64_t microseconds) {
  count.is_duration = true;
  if (count.message.empty() && count.value <= duration_max / microseconds) {
    count.value *= microseconds;
    return count;
  }
  if (!count.message.empty() && count.message != integer_too_large(text)) return count;
  return wrong("duration " + quoted(text) + " is too long", "the longest is 9223372036854775807us",
               true);
}

}  // namespace

std::string quoted(std::string_view text) {
  constexpr std::size_t shown = 40;
  if (text.size() <= shown) return "'" + std::string(text) + "'";
  return "'" + std::string(text.substr(0, shown)) + "...'";
}

std::string integer_too_large(std::string_view text) {
  return "integer " + quoted(text) + " does not fit in 64 bits";
}

std::string largest_integer_help() {
  return "the largest is 9223372036854775807";
}

Number read_number(std::string_view text) {
  if (text.starts_with("0x")) return read_integer(text, text.substr(2), 16);
  std::size_t length = 0;
  while (length < text.size() && (is_digit(text[length]) || text[length] == '_')) ++length;
  const std::string_view digits = text.substr(0, length);
  const std::string_view suffix = text.substr(length);

  std::uint64_t microseconds = 0;
  for (const Unit& unit : units) {
    if (suffix == unit.suffix) microseconds = unit.microseconds;
  }
  const bool is_duration = microseconds != 0;
  if (!suffix.empty() && !is_duration) return no_number(text);
  if (digits.size() > 1 && digits.front() == '0') {
    const std::size_t first = digits.find_first_not_of("0_");
    const std::string_view meant =
        first == std::string_view::npos ? text.substr(length - 1) : text.substr(first);
    return wrong("leading zero in " + quoted(text), "write " + quoted(meant), is_duration);
  }
  Number count = read_integer(text, digits, 10);
  return is_duration ? read_duration(text, std::move(count), microseconds) : count;
}

}  // namespace raceproof::lang

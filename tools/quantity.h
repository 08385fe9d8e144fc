// Numbers as command lines write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace raceproof::tools {

/// "1000", "1_000", "-3", "0xff".
std::optional<std::int64_t> parse_integer(std::string_view text);

/// "4G", "512M", "64K", "1000" in bytes.
std::optional<std::uint64_t> parse_bytes(std::string_view text);

/// "10m", "30s", "500ms", "2h" in milliseconds; a plain number is seconds.
std::optional<std::uint64_t> parse_time(std::string_view text);

}  // namespace raceproof::tools

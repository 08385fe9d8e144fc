// Text inside other formats. What a format cannot hold at all becomes U+FFFD or a question mark.
#pragma once

#include <string>
#include <string_view>

namespace raceproof::report {

/// Inside double quotes of DOT and AUT.
std::string escape_quoted(std::string_view text);

/// As text or inside a double-quoted attribute of XML 1.0: markup, control characters and bytes
/// that are not UTF-8.
std::string escape_xml(std::string_view text);

/// The message of a workflow command of GitHub, and a property of one.
std::string escape_github_message(std::string_view text);
std::string escape_github_property(std::string_view text);

}  // namespace raceproof::report

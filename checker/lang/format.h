// The canonical layout of a scenario file.
#pragma once

#include <string>
#include <string_view>

namespace raceproof::lang {

/// Lays out a source that parses: four spaces a block, one statement a line (a block of one
/// statement that was written on one line stays there if it fits), single spaces round binary
/// operators, at most one blank line in a row. Comments, line breaks inside brackets and behind
/// commas, and the scenario's meaning are kept; formatting twice changes nothing more. A source
/// that does not parse comes back as it is.
std::string format(std::string_view source);

}  // namespace raceproof::lang

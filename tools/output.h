// Where a command writes: data to stdout, everything else to stderr, whole files by name.
#pragma once

#include <string>
#include <string_view>

#include "checker/report/palette.h"

namespace raceproof::tools {

/// `--color auto|always|never`; `auto` is a terminal that understands it, and no NO_COLOR.
report::Palette stdout_palette(const std::string& color);
report::Palette stderr_palette(const std::string& color);

/// Columns of the terminal on stdout; 160 where it is none, so that files never depend on it.
std::size_t stdout_width();
bool stderr_is_terminal();

/// Writes and flushes. False when the reader has gone away, which is no error: a command then stops
/// quietly. Any other failure throws UsageError.
bool write_stdout(std::string_view text);
void write_stderr(std::string_view text);

/// Writes a file; throws UsageError with the reason if that fails.
void write_file(const std::string& path, std::string_view text);

}  // namespace raceproof::tools

// What a report is about: one scenario file, and how the user asked about it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "checker/lang/lower.h"
#include "models/source_span.h"

namespace raceproof::report {

struct Subject {
  std::string file;                                 ///< as the user named it
  std::string source;                               ///< its text
  std::shared_ptr<const lang::Lowered> scenario;
  std::map<std::string, std::int64_t> set;          ///< `--set`, for the commands that are printed
};

/// Line `number` (from 1) of the source, without its line end.
std::string_view source_line(const Subject& subject, std::uint32_t number);

/// A statement that begins at a place of the source, up to the end of its line: without what stands
/// behind it, as a comment or the braces of blocks.
std::string statement_text(const Subject& subject, const SourceSpan& span);

/// "2 threads   N = 10": what tells this run of the scenario from others.
std::string setting(const Subject& subject);

/// A word of a command line, quoted for a shell where it must be.
std::string shell_word(std::string_view word);

}  // namespace raceproof::report

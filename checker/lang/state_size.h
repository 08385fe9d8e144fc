// How large a state may be: all shared cells, objects and locals of all threads together.
#pragma once

#include <cstdint>

#include "checker/lang/globals.h"

namespace raceproof::lang {

/// Whether the program's states have room for so many cells more, which what is declared at `span`
/// needs. Where they have not, this is a mistake of the file.
bool has_room(Globals& globals, std::uint64_t cells, SourceSpan span);

}  // namespace raceproof::lang

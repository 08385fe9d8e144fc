// Names of the places where a thread can stand, derived from the source alone, so that whoever has
// lowered it in another way finds the same place.
#pragma once

#include <string>
#include <vector>

#include "checker/prove/transition_system.h"

namespace raceproof::prove {

/// By location: "10:9 load", "9:5 loop", "end"; ", GIL" behind it where no other thread may run;
/// "#2" for the second node of the code, in the order of the text, with the same name.
std::vector<std::string> location_names(const ThreadGraph& graph, const Code& code);

}  // namespace raceproof::prove

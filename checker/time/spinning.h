// Threads that go round without time while others take time.
#pragma once

#include <string>

#include "checker/time/timed_space.h"

namespace raceproof::timed {

/// What is wrong with the makespan, in a sentence, or nothing.
std::string find_spinning(const TimedMachine& machine, const TimedSpace& space,
                          const explore::Limits& limits);

}  // namespace raceproof::timed

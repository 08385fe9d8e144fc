// The wish to stop: the first SIGINT or SIGTERM sets a flag, so that what is known is still told; a
// second one kills.
#pragma once

#include <atomic>

namespace raceproof::tools {

/// Installs the handlers; the flag is set from then on.
const std::atomic<bool>& stop_on_signals();

/// A reader that goes away ends the program quietly, not by a signal.
void ignore_closed_pipes();

}  // namespace raceproof::tools

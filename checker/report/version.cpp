#include "checker/report/version.h"

namespace raceproof::report {

std::string_view version() { return RACEPROOF_VERSION; }

}  // namespace raceproof::report

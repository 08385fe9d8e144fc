// The version of the program, as its build knows it.
#pragma once

#include <string_view>

namespace raceproof::report {

std::string_view version();

}  // namespace raceproof::report

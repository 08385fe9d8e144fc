// What is printed for a wrong file.
#pragma once

#include <string>
#include <string_view>

#include "checker/lang/parser.h"

namespace raceproof::lang {

/// The mistakes of a file named `f`, behind an empty line.
inline std::string mistakes(std::string_view source) {
  return "\n" + render(parse(source).diagnostics, "f", source);
}

}  // namespace raceproof::lang

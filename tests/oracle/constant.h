// What is known when the file is read, and therefore is no step (section 5).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "checker/lang/scenario.h"

namespace raceproof::oracle {

/// Which names have a known value: `const`s, and the constant parameters of a function.
using KnownNames = std::function<std::optional<std::int64_t>(const std::string&)>;

/// The value of an expression in which literals, known names and `self` alone take part; nothing
/// for any other, and for one that cannot be evaluated (section 11.2: its operator is a step).
std::optional<std::int64_t> constant_value(const lang::Expression& expression,
                                           const KnownNames& known,
                                           std::optional<std::int64_t> self);

}  // namespace raceproof::oracle

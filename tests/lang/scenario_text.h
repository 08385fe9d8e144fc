// A scenario as one text without places: what tests compare.
#pragma once

#include <string>

#include "checker/lang/scenario.h"

namespace raceproof::lang {

/// Every operator in brackets of its own, in prefix form: `(+ 1 (* 2 x))`. Parentheses that were
/// written are shown as `(paren ...)`.
std::string tree_text(const Expression& expression);

/// All declarations and properties, a line each, the statements of blocks indented below them. The
/// text of properties is left out: it is as written, so formatting changes it.
std::string tree_text(const Scenario& scenario);

}  // namespace raceproof::lang

// The static judgement of a parsed scenario: every mistake that can be told without computing a
// constant. What needs values (sizes, ranges, recursion, budgets) is judged by the lowering.
#pragma once

#include <vector>

#include "checker/lang/diagnostic.h"
#include "checker/lang/scenario.h"

namespace raceproof::lang {

/// Every wrong name, kind, place of a statement and number of arguments, in the order of the text.
/// All code is judged, whether it is called, cut off or neither. A name that is declared wrongly
/// counts as declared, so one mistake is one diagnostic.
std::vector<Diagnostic> check_names(const Scenario& scenario);

/// The same for one expression in the manner of `outcomes EXPR`, read beside a right scenario.
std::vector<Diagnostic> check_outcome(const Scenario& scenario, const Expression& expression);

}  // namespace raceproof::lang

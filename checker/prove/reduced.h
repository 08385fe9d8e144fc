// Formulas without what is plainly true or false, as far as that shows without a solver.
#pragma once

#include "checker/prove/formula.h"

namespace raceproof::prove {

/// An equivalent formula, no part of it plainly true or false, none of the kind of its parent.
Formula reduced(const Formula& formula);

bool is_true(const Formula& formula);   ///< of a reduced one
bool is_false(const Formula& formula);  ///< of a reduced one

}  // namespace raceproof::prove

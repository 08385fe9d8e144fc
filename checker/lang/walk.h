// Visits everything in a block, for analyses that need no scopes.
#pragma once

#include <functional>

#include "checker/lang/scenario.h"

namespace raceproof::lang {

struct Visitor {
  std::function<void(const Statement&)> statement;    ///< before what is in it
  std::function<void(const Expression&)> expression;  ///< before its operands
};

/// Calls `visitor` for every statement and expression of a block, nested ones too.
void walk(const Block& block, const Visitor& visitor);

}  // namespace raceproof::lang

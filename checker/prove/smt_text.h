// Formulas as SMT-LIB 2 text, over named variables.
#pragma once

#include <string>
#include <vector>

#include "checker/prove/formula.h"

namespace raceproof::prove {

/// Names of variables; of some, names of their values too, as the places of a thread's position.
struct SmtNames {
  std::vector<std::string> variables;            ///< as symbols, quoted
  std::vector<std::vector<std::string>> values;  ///< by variable: symbols of 0, 1, ..., or empty
};

/// "|x|": any text without `|` and `\` as a symbol.
std::string smt_symbol(const std::string& name);
/// "(+ |x| 1)".
std::string smt_text(const Affine& value, const SmtNames& names);
/// A value of one variable: its name where it has one.
std::string smt_value(Wide value, VariableIndex of, const SmtNames& names);
/// "(=> (= |T0.at| |T0 10:9 load|) (>= |x| 1))". Reduces it first.
std::string smt_text(const Formula& formula, const SmtNames& names);

}  // namespace raceproof::prove

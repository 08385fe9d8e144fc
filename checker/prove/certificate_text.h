// The text of one certificate. Private to checker/prove.
#pragma once

#include <string>
#include <vector>

#include "checker/prove/invariant.h"

namespace raceproof::prove {

/// An inductive invariant and what it excludes, ready to be written. The variables of the violation
/// behind the system's are its own.
struct CertifiedInvariant {
  const TransitionSystem& system;
  const FlatSystem& flat;
  const Program& program;
  std::vector<std::string> history_names;
  std::vector<Formula> parts;
  Formula violation;
  std::size_t spare_variables = 0;
};

/// Definitions and obligations, without the head that says what is certified.
std::string certificate_text(const CertifiedInvariant& proof);

}  // namespace raceproof::prove

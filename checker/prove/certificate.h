// Proofs that others can check: an inductive invariant, what it starts from, and what it excludes,
// as SMT-LIB 2. README.md in this folder describes the text.
#pragma once

#include <functional>
#include <string>

#include "checker/property/property.h"
#include "models/machine.h"

namespace raceproof::prove {

/// A section of a certificate file, or why there is none.
struct Certificate {
  std::string text;
  std::string why_not;
};

/// Certifies that the property holds in every interleaving of the machine; of `outcomes`, that
/// there are no final values outside its set. `without` are the names of the locks removed.
Certificate certificate_of(const Machine& machine, const property::Property& property,
                           const std::string& without, const std::function<bool()>& stop);

}  // namespace raceproof::prove

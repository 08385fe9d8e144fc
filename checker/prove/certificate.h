// Proofs that others can check: an inductive invariant, what it starts from, and what it excludes,
// as SMT-LIB 2. README.md in this folder describes the text.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "checker/property/property.h"
#include "models/machine.h"

namespace raceproof::prove {

/// A section of a certificate file, or why there is none.
struct Certificate {
  std::string text;
  std::string why_not;
};

/// Certifies properties of one machine. References must outlive it.
class Certifier {
 public:
  /// `properties` are all that will be asked for. `without` names the locks removed.
  Certifier(const Machine& machine, const std::vector<const property::Property*>& properties,
            std::string without, const std::function<bool()>& stop);
  ~Certifier();

  /// That the property holds in every interleaving; of `outcomes`, that there are no final values
  /// outside its set.
  Certificate certify(const property::Property& property);

 private:
  struct Known;
  Known& known(std::size_t grain);
  std::string body(const property::Property& property);

  const Machine& machine_;
  std::string without_;
  const std::function<bool()>& stop_;
  std::vector<CellIndex> observed_;
  std::array<std::unique_ptr<Known>, 3> known_;  // by grain
};

}  // namespace raceproof::prove

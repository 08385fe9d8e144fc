// How a file's properties stand, taken together: what a summary line and an exit code need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "checker/result/result.h"

namespace raceproof::report {

/// Of one property under one model; `wrong` is NOT as stated.
enum class Standing : std::uint8_t { as_stated, undecided, wrong };

/// "as stated", "undecided", "NOT as stated".
std::string_view name(Standing standing);

Standing standing(const result::PropertyResult& property);

struct Totals {
  std::size_t judged = 0;     ///< properties, in each of their models
  std::size_t wrong = 0;
  std::size_t undecided = 0;
  result::Integer states = 0;

  Standing standing() const;
  Totals& operator+=(const Totals& other);
};

Totals totals(const result::Result& result);

}  // namespace raceproof::report

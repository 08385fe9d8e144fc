// Errors of the program under check: what ends an execution as *failed*.
#pragma once

#include <cstdint>
#include <string_view>

namespace raceproof {

enum class Fault : std::uint8_t {
  assertion,
  range,
  overflow,
  division_by_zero,
  index,
  not_held,
  not_owner,
  ends_holding,
  second_start,
  endless_loop,
  condition_not_held,
  empty_reference,
  new_of_allocated,
  use_after_free,
  double_free,
  negative_count,
};

/// One row a fault: its name in machine formats, one sentence for people, and the property whose
/// violation it is.
struct FaultRow {
  Fault fault;
  std::string_view name;
  std::string_view sentence;
  bool of_reference_counts;  ///< a violation of `refcount_safe`, not of `error_free`
};

const FaultRow& row(Fault fault);

}  // namespace raceproof

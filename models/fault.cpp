#include "models/fault.h"

#include <array>
#include <cstddef>

namespace raceproof {
namespace {

constexpr std::array<FaultRow, 16> table{{
    {Fault::assertion, "assertion", "an assertion failed", false},
    {Fault::range, "range", "a value left its declared range", false},
    {Fault::overflow, "overflow", "a result does not fit 64 bits", false},
    {Fault::division_by_zero, "division_by_zero", "a division by zero", false},
    {Fault::index, "index", "an index is out of bounds", false},
    {Fault::not_held, "not_held", "a lock was released that is not held", false},
    {Fault::not_owner, "not_owner", "an rlock was released by a thread that does not own it",
     false},
    {Fault::ends_holding, "ends_holding", "a thread ended while it held a lock", false},
    {Fault::second_start, "second_start", "a thread was started a second time", false},
    {Fault::endless_loop, "endless_loop", "more than 1,000,000 rounds of loops without a step",
     false},
    {Fault::condition_not_held, "condition_not_held",
     "a condition was used without holding its lock", false},
    {Fault::empty_reference, "empty_reference", "a name was used that holds no object", false},
    {Fault::new_of_allocated, "new_of_allocated", "an object was allocated a second time", false},
    {Fault::use_after_free, "use_after_free", "use after free", true},
    {Fault::double_free, "double_free", "double free", true},
    {Fault::negative_count, "negative_count", "negative reference count", true},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].fault) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order());

}  // namespace

const FaultRow& row(Fault fault) {
  return table[static_cast<std::size_t>(fault)];
}

}  // namespace raceproof

#include "checker/property/property.h"

#include <array>
#include <cstddef>

namespace raceproof::property {
namespace {

constexpr std::array<KindRow, 13> table{{
    {Kind::always, "always", false},
    {Kind::finally_, "finally", false},
    {Kind::possible, "possible", false},
    {Kind::eventually, "eventually", false},
    {Kind::leads_to, "leads_to", false},
    {Kind::outcomes, "outcomes", false},
    {Kind::deadlock_free, "deadlock_free", true},
    {Kind::error_free, "error_free", true},
    {Kind::race_free, "race_free", false},
    {Kind::serializable, "serializable", false},
    {Kind::refcount_safe, "refcount_safe", false},
    {Kind::starvation_free, "starvation_free", false},
    {Kind::makespan, "makespan", false},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].kind) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order());

}  // namespace

const KindRow& row(Kind kind) { return table[static_cast<std::size_t>(kind)]; }

}  // namespace raceproof::property

#include "checker/prove/violation.h"

#include "checker/prove/cases.h"
#include "checker/prove/final_values.h"
#include "checker/prove/observed_cells.h"
#include "checker/prove/value_text.h"

namespace raceproof::prove {
namespace {

using property::Kind;
using property::Property;

constexpr std::uint64_t operations_max = 1'000'000;

Formula where_not(const Expression& expression, const TransitionSystem& system) {
  return one_of(conditions_of(expression, system.cells, false));
}

// Final values that are no element of the set, or that cannot be evaluated.
Formula outside(const Property& property, const TransitionSystem& system, Above& above) {
  std::vector<Affine> values;
  std::vector<Formula> any;
  for (const property::Observed& one : property.observed) {
    std::size_t plain = 0;
    for (const Case& each : cases_of(one.expression, system.cells)) {
      if (each.fault) {
        any.push_back(all_of(each.guard));
      } else {
        values.push_back(each.value);
        ++plain;
      }
    }
    if (plain != 1) throw Unsupported{"outcomes of an expression by cases", property.span};
  }
  const Presburger in(operations_max);
  const auto rest = above.outside(in, claimed_set(in, *property.set, values.size()), values);
  if (!rest) throw Unsupported{"a set of outcomes that is no union of a few ranges", property.span};
  any.push_back(*rest);
  return any_of(std::move(any));
}

}  // namespace

Grain grain_of(const Property& property, const Program& program) {
  if (property.kind != Kind::always) return Grain::coarse;
  return observed_locals(program, {&property}, nullptr).empty() ? Grain::writes : Grain::steps;
}

Formula violation_of(const Property& property, const TransitionSystem& system,
                     const Program& program, Above& above) {
  switch (property.kind) {
    case Kind::always: return where_not(property.expressions[0], system);
    case Kind::finally_: return all_of({above.ended(), where_not(property.expressions[0], system)});
    case Kind::outcomes:
      if (!property.set) throw Unsupported{"outcomes that claim nothing", property.span};
      return all_of({above.ended(), outside(property, system, above)});
    case Kind::deadlock_free: return above.stuck();
    case Kind::error_free: return any_of({above.failing(), above.overflowing()});
    case Kind::race_free: return race_formula(system, program, above.flat());
    case Kind::possible:
    case Kind::eventually:
    case Kind::leads_to:
    case Kind::serializable:
    case Kind::refcount_safe:
    case Kind::starvation_free:
    case Kind::makespan: break;
  }
  throw Unsupported{"`" + std::string(row(property.kind).name) + "`", property.span};
}

}  // namespace raceproof::prove

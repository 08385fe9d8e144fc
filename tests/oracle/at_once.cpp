#include "tests/oracle/at_once.h"

namespace raceproof::oracle {
namespace {

using lang::Expression;
using lang::SetPart;

std::optional<std::int64_t> read(const lang::Place& place, const Reading& reading) {
  std::optional<std::int64_t> index;
  std::optional<std::int64_t> local_index;
  if (!place.item.index.empty()) {
    index = value_at_once(place.item.index[0], reading);
    if (!index) return std::nullopt;
  }
  if (!place.local_index.empty()) {
    local_index = value_at_once(place.local_index[0], reading);
    if (!local_index) return std::nullopt;
  }
  return reading.read(place, index, local_index);
}

std::optional<std::int64_t> operation(const Expression& expression, const Reading& reading) {
  const auto left = value_at_once(expression.operands[0], reading);
  if (!left) return std::nullopt;
  if (expression.op == Operator::and_ && *left == 0) return 0;
  if (expression.op == Operator::or_ && *left != 0) return 1;
  std::int64_t right_value = 0;
  if (expression.kind == Expression::Kind::binary) {
    const auto right = value_at_once(expression.operands[1], reading);
    if (!right) return std::nullopt;
    right_value = *right;
  }
  const Arithmetic result = apply(expression.op, *left, right_value);
  if (result.error) return std::nullopt;
  return result.value;
}

std::optional<std::int64_t> membership(const Expression& expression, const Reading& reading) {
  const auto element = value_at_once(expression.operands[0], reading);
  if (!element) return std::nullopt;
  const auto answer = contains(expression.set, {*element}, [&reading](const Expression& bound) {
    return value_at_once(bound, reading);
  });
  if (!answer) return std::nullopt;
  return *answer ? 1 : 0;
}

// A part `low..high step step`; both ends belong to it (section 4).
struct Bounds {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::int64_t step = 1;
};

std::optional<Bounds> bounds_of(const SetPart& part, const SetValue& value) {
  const auto low = value(part.expressions[0]);
  const auto high = value(part.expressions[1]);
  const auto step = part.has_step ? value(part.expressions[2]) : std::int64_t{1};
  if (!low || !high || !step || *step < 1) return std::nullopt;
  return Bounds{*low, *high, *step};
}

// A part that is one value, or one tuple of values.
std::optional<std::vector<std::int64_t>> tuple_of(const SetPart& part, const SetValue& value) {
  std::vector<std::int64_t> tuple;
  for (const Expression& expression : part.expressions) {
    const auto one = value(expression);
    if (!one) return std::nullopt;
    tuple.push_back(*one);
  }
  return tuple;
}

std::optional<bool> part_contains(const SetPart& part, const std::vector<std::int64_t>& element,
                                  const SetValue& value) {
  if (part.kind == SetPart::Kind::range) {
    const auto bounds = bounds_of(part, value);
    if (!bounds) return std::nullopt;
    if (element.size() != 1 || element[0] < bounds->low || element[0] > bounds->high) return false;
    // The difference of two values of 64 bits always fits an unsigned one.
    const auto distance =
        static_cast<std::uint64_t>(element[0]) - static_cast<std::uint64_t>(bounds->low);
    return distance % static_cast<std::uint64_t>(bounds->step) == 0;
  }
  const auto own = tuple_of(part, value);
  if (!own) return std::nullopt;
  return *own == element;
}

}  // namespace

std::optional<std::int64_t> value_at_once(const Expression& expression, const Reading& reading) {
  switch (expression.kind) {
    case Expression::Kind::integer:
    case Expression::Kind::boolean: return expression.value;
    case Expression::Kind::none: return 0;
    case Expression::Kind::self: return reading.self;
    case Expression::Kind::place: return read(expression.place, reading);
    case Expression::Kind::unary:
    case Expression::Kind::binary: return operation(expression, reading);
    case Expression::Kind::in_set: return membership(expression, reading);
    case Expression::Kind::call: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<bool> contains(const lang::Set& set, const std::vector<std::int64_t>& element,
                             const SetValue& value) {
  bool found = false;
  for (const SetPart& part : set.parts) {
    const auto in_part = part_contains(part, element, value);
    if (!in_part) return std::nullopt;
    found = found || *in_part;
  }
  return found;
}

std::optional<std::set<std::vector<std::int64_t>>> elements(const lang::Set& set,
                                                            const SetValue& value,
                                                            std::size_t limit) {
  std::set<std::vector<std::int64_t>> all;
  for (const SetPart& part : set.parts) {
    if (part.kind == SetPart::Kind::value) {
      const auto tuple = tuple_of(part, value);
      if (!tuple) return std::nullopt;
      all.insert(*tuple);
      continue;
    }
    const auto bounds = bounds_of(part, value);
    if (!bounds) return std::nullopt;
    for (std::int64_t v = bounds->low; v <= bounds->high;) {
      all.insert({v});
      if (all.size() > limit) return std::nullopt;
      // The next value is taken only where it is below the end, so that nothing overflows.
      if (bounds->high - bounds->step < v) break;
      v += bounds->step;
    }
  }
  return all;
}

}  // namespace raceproof::oracle

#include "models/expression.h"

#include <algorithm>

namespace raceproof {
namespace {

std::uint64_t distance(std::int64_t low, std::int64_t high) {
  return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
}

struct Evaluator {
  std::span<const std::int64_t> cells;
  CellIndex frame;
  std::vector<CellIndex>* reads;

  Evaluated read(CellIndex cell, bool shared) const {
    if (shared && reads != nullptr) reads->push_back(cell);
    return {cells[cell], {}, {}};
  }

  Evaluated element(const Expression& e, CellIndex base, bool shared) const {
    const Evaluated index = (*this)(e.operands[0]);
    if (index.fault) return index;
    if (index.value < 0 || index.value >= static_cast<std::int64_t>(e.size)) {
      return {0, Fault::index, e.span};
    }
    return read(base + static_cast<CellIndex>(index.value), shared);
  }

  Evaluated apply(const Expression& e) const {
    const Evaluated left = (*this)(e.operands[0]);
    if (left.fault) return left;
    if (e.op == Operator::and_ && left.value == 0) return {0, {}, {}};
    if (e.op == Operator::or_ && left.value != 0) return {1, {}, {}};
    Evaluated right;
    if (e.operands.size() > 1) right = (*this)(e.operands[1]);
    if (right.fault) return right;
    const Arithmetic result = raceproof::apply(e.op, left.value, right.value);
    if (!result.error) return {result.value, {}, {}};
    const bool overflow = *result.error == ArithmeticError::overflow;
    return {0, overflow ? Fault::overflow : Fault::division_by_zero, e.span};
  }

  Evaluated operator()(const Expression& e) const {
    switch (e.kind) {
      case Expression::Kind::constant: return {e.value, {}, {}};
      case Expression::Kind::cell: return read(e.cell, true);
      case Expression::Kind::frame_cell: return read(frame + e.cell, false);
      case Expression::Kind::element: return element(e, e.cell, true);
      case Expression::Kind::frame_element: return element(e, frame + e.cell, false);
      case Expression::Kind::apply: return apply(e);
      case Expression::Kind::in_set: {
        Evaluated operand = (*this)(e.operands[0]);
        if (!operand.fault) operand.value = e.set.contains(operand.value);
        return operand;
      }
    }
    return {};
  }
};

}  // namespace

bool ValueSet::contains(std::int64_t value) const {
  return std::any_of(ranges.begin(), ranges.end(), [value](const Range& range) {
    return value >= range.low && value <= range.high &&
           distance(range.low, value) % static_cast<std::uint64_t>(range.step) == 0;
  });
}

bool ValueSet::contains(std::span<const std::int64_t> tuple) const {
  if (tuple.size() == 1) return contains(tuple[0]);
  return std::any_of(tuples.begin(), tuples.end(), [tuple](const std::vector<std::int64_t>& one) {
    return std::equal(one.begin(), one.end(), tuple.begin(), tuple.end());
  });
}

bool ValueSet::empty() const {
  return tuples.empty() && std::all_of(ranges.begin(), ranges.end(),
                                       [](const Range& range) { return range.low > range.high; });
}

std::optional<std::vector<std::int64_t>> ValueSet::values(std::size_t limit) const {
  std::vector<std::int64_t> all;
  for (const Range& range : ranges) {
    if (range.low > range.high) continue;
    const std::uint64_t step = static_cast<std::uint64_t>(range.step);
    const std::uint64_t last = distance(range.low, range.high) / step;
    if (last >= limit || all.size() + last >= 2 * limit) return std::nullopt;
    for (std::uint64_t i = 0; i <= last; ++i) {
      all.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(range.low) + i * step));
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (all.size() > limit) return std::nullopt;
  return all;
}

Evaluated evaluate(const Expression& expression, std::span<const std::int64_t> cells,
                   CellIndex frame, std::vector<CellIndex>* reads) {
  return Evaluator{cells, frame, reads}(expression);
}

bool is_true(const Expression& expression, std::span<const std::int64_t> cells) {
  const Evaluated result = evaluate(expression, cells);
  return !result.fault && result.value != 0;
}

}  // namespace raceproof

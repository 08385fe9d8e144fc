#include "checker/prove/cases.h"

#include <limits>

namespace raceproof::prove {
namespace {

constexpr std::size_t cases_max = 500;

/// A conjunction of one, if it can be true.
void keep(std::vector<Conjunction>& list, const Constraint& one) {
  Conjunction all;
  if (add(all, one)) list.push_back(std::move(all));
}

std::vector<Case> truth(const std::vector<Conjunction>& yes, const std::vector<Conjunction>& no) {
  std::vector<Case> cases;
  for (const Conjunction& guard : yes) cases.push_back({guard, Affine(1), {}});
  for (const Conjunction& guard : no) cases.push_back({guard, Affine(0), {}});
  return cases;
}

std::vector<Case> compare(Operator op, const Affine& left, const Affine& right) {
  std::vector<Conjunction> less;
  std::vector<Conjunction> same;
  std::vector<Conjunction> more;
  const Affine one(1);
  const auto join = [](std::vector<Conjunction> a, const std::vector<Conjunction>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  };
  std::vector<Conjunction> at_most;
  std::vector<Conjunction> no_less;
  keep(less, at_least(right, left + one));
  keep(same, equal(left, right));
  keep(more, at_least(left, right + one));
  keep(at_most, at_least(right, left));
  keep(no_less, at_least(left, right));
  switch (op) {
    case Operator::eq: return truth(same, join(less, more));
    case Operator::ne: return truth(join(less, more), same);
    case Operator::lt: return truth(less, no_less);
    case Operator::le: return truth(at_most, more);
    case Operator::gt: return truth(more, at_most);
    default: return truth(no_less, less);
  }
}

std::vector<Case> arithmetic(const Affine& value, bool with_overflow) {
  if (!with_overflow) return {{{}, value, {}}};
  const RangeCases range = range_cases(value, std::numeric_limits<std::int64_t>::min(),
                                       std::numeric_limits<std::int64_t>::max());
  std::vector<Case> cases;
  if (range.inside) cases.push_back({*range.inside, value, {}});
  for (const Conjunction& guard : range.outside) {
    cases.push_back({guard, Affine(0), Fault::overflow});
  }
  return cases;
}

// What is beyond 64 bits has broken an obligation before, or is never reached.
std::vector<Case> known(Operator op, Wide left, Wide right) {
  if (!fits_64_bits(left) || !fits_64_bits(right)) throw Unsupported{"a result beyond 64 bits"};
  const Arithmetic result =
      raceproof::apply(op, static_cast<std::int64_t>(left), static_cast<std::int64_t>(right));
  if (!result.error) return {{{}, Affine(Wide{result.value}), {}}};
  const bool overflow = *result.error == ArithmeticError::overflow;
  return {{{}, Affine(0), overflow ? Fault::overflow : Fault::division_by_zero}};
}

/// Each case of `first` continued by what `then` makes of its value.
std::vector<Case> chain(const std::vector<Case>& first,
                        const std::function<std::vector<Case>(const Affine&)>& then) {
  std::vector<Case> all;
  for (const Case& outer : first) {
    if (outer.fault) {
      all.push_back(outer);
      continue;
    }
    for (Case& inner : then(outer.value)) {
      Conjunction guard = outer.guard;
      bool is_possible = true;
      for (const Constraint& constraint : inner.guard) is_possible &= add(guard, constraint);
      if (is_possible) all.push_back({std::move(guard), inner.value, inner.fault});
    }
    if (all.size() > cases_max) throw Unsupported{"an expression of more than 500 cases"};
  }
  return all;
}

struct Evaluator {
  std::span<const Affine> cells;
  CellIndex frame;

  std::vector<Case> element(const Expression& e, CellIndex base) const {
    return chain((*this)(e.operands[0]), [&](const Affine& index) {
      std::vector<Case> all;
      for (std::uint32_t i = 0; i < e.size; ++i) {
        Conjunction guard;
        if (add(guard, equal(index, Affine(Wide{i})))) all.push_back({guard, cells[base + i], {}});
      }
      for (const Conjunction& guard : range_cases(index, 0, std::int64_t{e.size} - 1).outside) {
        all.push_back({guard, Affine(0), Fault::index});
      }
      return all;
    });
  }

  std::vector<Case> logic(const Expression& e) const {
    const bool is_and = e.op == Operator::and_;
    return chain((*this)(e.operands[0]), [&](const Affine& left) {
      const ZeroCases zero = zero_cases(left);
      const std::vector<Conjunction>& stops = is_and ? zero.zero : zero.other;
      std::vector<Case> all;
      for (const Conjunction& guard : stops) all.push_back({guard, Affine(is_and ? 0 : 1), {}});
      for (const Conjunction& guard : is_and ? zero.other : zero.zero) {
        const std::vector<Case> right =
            chain({{guard, Affine(0), {}}}, [&](const Affine&) { return (*this)(e.operands[1]); });
        for (const Case& one : chain(right, [](const Affine& value) {
               const ZeroCases decided = zero_cases(value);
               return truth(decided.other, decided.zero);
             })) {
          all.push_back(one);
        }
      }
      return all;
    });
  }

  std::vector<Case> apply(const Expression& e) const {
    if (e.op == Operator::and_ || e.op == Operator::or_) return logic(e);
    return chain((*this)(e.operands[0]), [&](const Affine& left) {
      if (e.operands.size() == 1) return cases_of(e.op, left, Affine(0), e.span, true);
      return chain((*this)(e.operands[1]),
                   [&](const Affine& right) { return cases_of(e.op, left, right, e.span, true); });
    });
  }

  std::vector<Case> in_set(const Expression& e) const {
    return chain((*this)(e.operands[0]), [&](const Affine& value) {
      std::vector<Case> open{{{}, value, {}}};
      std::vector<Case> all;
      for (const ValueSet::Range& range : e.set.ranges) {
        if (range.step != 1 && range.low < range.high) {
          throw Unsupported{"`in` a set with a step", e.span};
        }
        std::vector<Case> rest;
        for (const Case& one : open) {
          const RangeCases parts = range_cases(value, range.low, range.high);
          const auto narrowed = [&](const Conjunction& part, std::vector<Case>& into, int result) {
            Conjunction guard = one.guard;
            bool is_possible = true;
            for (const Constraint& constraint : part) is_possible &= add(guard, constraint);
            if (is_possible) into.push_back({guard, Affine(result), {}});
          };
          if (parts.inside) narrowed(*parts.inside, all, 1);
          for (const Conjunction& part : parts.outside) narrowed(part, rest, 0);
        }
        open = std::move(rest);
      }
      for (const Case& one : open) all.push_back({one.guard, Affine(0), {}});
      return all;
    });
  }

  std::vector<Case> operator()(const Expression& e) const {
    switch (e.kind) {
      case Expression::Kind::constant: return {{{}, Affine(Wide{e.value}), {}}};
      case Expression::Kind::cell: return {{{}, cells[e.cell], {}}};
      case Expression::Kind::frame_cell: return {{{}, cells[frame + e.cell], {}}};
      case Expression::Kind::element: return element(e, e.cell);
      case Expression::Kind::frame_element: return element(e, frame + e.cell);
      case Expression::Kind::apply: return apply(e);
      case Expression::Kind::in_set: return in_set(e);
    }
    return {};
  }
};

}  // namespace

RangeCases range_cases(const Affine& value, std::int64_t low, std::int64_t high) {
  RangeCases cases;
  const Affine least{Wide{low}};
  const Affine greatest{Wide{high}};
  Conjunction inside;
  if (add(inside, at_least(value, least)) && add(inside, at_least(greatest, value))) {
    cases.inside = inside;
  }
  keep(cases.outside, at_least(least - Affine(1), value));
  keep(cases.outside, at_least(value, greatest + Affine(1)));
  return cases;
}

ZeroCases zero_cases(const Affine& value) {
  ZeroCases cases;
  keep(cases.zero, equal(value, Affine(0)));
  keep(cases.other, at_least(value, Affine(1)));
  keep(cases.other, at_least(Affine(-1), value));
  return cases;
}

std::vector<Case> cases_of(Operator op, const Affine& left, const Affine& right, SourceSpan span,
                           bool with_overflow) {
  if (left.is_constant() && right.is_constant() && op != Operator::and_ && op != Operator::or_) {
    return known(op, left.constant(), right.constant());
  }
  switch (op) {
    case Operator::add: return arithmetic(left + right, with_overflow);
    case Operator::sub: return arithmetic(left - right, with_overflow);
    case Operator::neg: return arithmetic(left * -1, with_overflow);
    case Operator::mul:
      if (right.is_constant()) return arithmetic(left * right.constant(), with_overflow);
      if (left.is_constant()) return arithmetic(right * left.constant(), with_overflow);
      throw Unsupported{"a product of two variables", span};
    case Operator::div:
    case Operator::mod: throw Unsupported{"a division of a variable", span};
    case Operator::not_: {
      const ZeroCases zero = zero_cases(left);
      return truth(zero.zero, zero.other);
    }
    case Operator::and_:
    case Operator::or_: throw Unsupported{"logic as a step", span};
    default: return compare(op, left, right);
  }
}

std::vector<Case> cases_of(const Expression& expression, std::span<const Affine> cells,
                           CellIndex frame) {
  return Evaluator{cells, frame}(expression);
}

std::vector<Conjunction> conditions_of(const Expression& expression, std::span<const Affine> cells,
                                       bool wanted) {
  std::vector<Conjunction> conditions;
  for (const Case& one : cases_of(expression, cells)) {
    if (one.fault) {
      if (!wanted) conditions.push_back(one.guard);
      continue;
    }
    const ZeroCases zero = zero_cases(one.value);
    for (const Conjunction& part : wanted ? zero.other : zero.zero) {
      Conjunction guard = one.guard;
      bool is_possible = true;
      for (const Constraint& constraint : part) is_possible &= add(guard, constraint);
      if (is_possible) conditions.push_back(std::move(guard));
    }
  }
  return conditions;
}

}  // namespace raceproof::prove

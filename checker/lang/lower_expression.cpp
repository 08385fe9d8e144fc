// Expressions to steps, left to right; and the expression trees of `await`.
#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {
namespace {

bool stops_early(const Expression& e) {
  return e.kind == Expression::Kind::binary && (e.op == Operator::and_ || e.op == Operator::or_);
}

Value constant(std::int64_t number, bool is_local = false) {
  Value value;
  value.number = number;
  value.is_local_constant = is_local;
  return value;
}

Value temporary(CellIndex cell) {
  Value value;
  value.is_constant = false;
  value.is_temporary = true;
  value.number = cell;
  return value;
}

raceproof::Expression leaf(raceproof::Expression::Kind kind, std::int64_t value, CellIndex cell,
                           SourceSpan span) {
  raceproof::Expression tree;
  tree.kind = kind;
  tree.value = value;
  tree.cell = cell;
  tree.span = span;
  return tree;
}

}  // namespace

Value ThreadLowering::expression(const Expression& e) {
  switch (e.kind) {
    case Expression::Kind::integer:
    case Expression::Kind::boolean: return constant(e.value);
    case Expression::Kind::self: return constant(self_value().value, true);
    case Expression::Kind::place: return read_place(e);
    case Expression::Kind::call: return call(e, true);
    case Expression::Kind::unary: return unary(e);
    case Expression::Kind::binary: return stops_early(e) ? logic(e, false) : binary(e);
    case Expression::Kind::none: return constant(heap::none);
    case Expression::Kind::in_set: break;
  }
  return constant(0);  // the names pass has refused it
}

Value ThreadLowering::unary(const Expression& e) {
  const CellIndex mark = builder_.mark();
  const Value operand = expression(e.operands[0]);
  return apply(e, operand, constant(0), mark);
}

Value ThreadLowering::binary(const Expression& e) {
  const CellIndex mark = builder_.mark();
  const Value left = expression(e.operands[0]);
  const Value right = expression(e.operands[1]);
  return apply(e, left, right, mark);
}

std::optional<Value> ThreadLowering::fold(const Expression& e, const Value& left,
                                          const Value& right) {
  if (!left.is_constant || !right.is_constant) return std::nullopt;
  const bool is_local = left.is_local_constant || right.is_local_constant;
  const Arithmetic result = raceproof::apply(e.op, left.number, right.number);
  if (!result.error) return constant(result.value, is_local);
  if (is_local) return std::nullopt;
  globals_.diagnostics.push_back({e.op_span, describe(*result.error), ""});
  return constant(0);
}

Value ThreadLowering::apply(const Expression& e, Value left, Value right, CellIndex mark) {
  if (const std::optional<Value> folded = fold(e, left, right)) return *folded;
  builder_.release_to(mark);
  Node step = node(NodeKind::apply, e.op_span);
  step.op = e.op;
  step.a = left.operand();
  step.b = right.operand();
  step.destination = builder_.allocate();
  step.points = behind();
  builder_.emit(step);
  return temporary(step.destination);
}

// `and` and `or` as a value: control brings 0 or 1 into a cell.
Value ThreadLowering::logic(const Expression& e, bool points) {
  const CellIndex mark = builder_.mark();
  const Label if_true = builder_.new_label();
  const Label if_false = builder_.new_label();
  const Label end = builder_.new_label();
  if (const std::optional<bool> known = and_or(e, if_true, if_false, points)) {
    return constant(*known ? 1 : 0);
  }
  builder_.release_to(mark);
  raceproof::Place result;
  result.cell = builder_.allocate();
  builder_.bind(if_true);
  move(constant(1), result, e.span);
  builder_.jump(end);
  builder_.bind(if_false);
  move(constant(0), result, e.span);
  builder_.bind(end);
  return temporary(result.cell);
}

std::optional<bool> ThreadLowering::condition(const Expression& e, Label if_true, Label if_false,
                                              bool points) {
  if (stops_early(e)) return and_or(e, if_true, if_false, points);
  Value value;
  const CellIndex mark = builder_.mark();
  if (e.kind == Expression::Kind::unary && e.op == Operator::not_) {
    // Under `not` alone an early stop is still one of the condition.
    std::size_t depth = 1;
    const Expression* inner = &e.operands[0];
    while (inner->kind == Expression::Kind::unary && inner->op == Operator::not_) {
      inner = &inner->operands[0];
      ++depth;
    }
    value = stops_early(*inner) ? logic(*inner, points) : expression(*inner);
    for (; depth > 0; --depth) value = apply(e, value, constant(0), mark);
  } else {
    value = expression(e);
  }
  builder_.release_to(mark);
  if (value.is_constant) return value.number != 0;
  Node branch = node(NodeKind::branch, e.span);
  branch.a = value.operand();
  const NodeIndex at = builder_.emit(branch);
  builder_.set_next(at, if_true);
  builder_.set_otherwise(at, if_false);
  return std::nullopt;
}

std::optional<bool> ThreadLowering::and_or(const Expression& e, Label if_true, Label if_false,
                                           bool points) {
  const bool is_and = e.op == Operator::and_;
  const Label stopped_to = is_and ? if_false : if_true;
  const Label stop = builder_.new_label();
  const Label right = builder_.new_label();
  const std::optional<bool> left = condition(e.operands[0], is_and ? right : stop,
                                             is_and ? stop : right, points);
  if (left) {
    if (*left != is_and) return *left;
    return condition(e.operands[1], if_true, if_false, points);
  }
  builder_.bind(stop);
  if (points) point(bit(SwitchPoint::forward_jump), e.op_span);
  builder_.jump(stopped_to);
  builder_.bind(right);
  if (const std::optional<bool> known = condition(e.operands[1], if_true, if_false, points)) {
    builder_.jump(*known ? if_true : if_false);
  }
  return std::nullopt;
}

raceproof::Expression ThreadLowering::tree(const Expression& e) {
  using Kind = raceproof::Expression::Kind;
  switch (e.kind) {
    case Expression::Kind::integer:
    case Expression::Kind::boolean: return leaf(Kind::constant, e.value, 0, e.span);
    case Expression::Kind::self: return leaf(Kind::constant, self_value().value, 0, e.span);
    case Expression::Kind::place: return tree_place(e);
    case Expression::Kind::unary:
    case Expression::Kind::binary: {
      raceproof::Expression result = leaf(Kind::apply, 0, 0, e.op_span);
      result.op = e.op;
      for (const Expression& operand : e.operands) {
        result.operands.push_back(tree(operand));
        const raceproof::Expression& last = result.operands.back();
        const bool decides = stops_early(e) && result.operands.size() == 1 &&
                             last.kind == Kind::constant &&
                             (last.value != 0) == (e.op == Operator::or_);
        if (decides) return leaf(Kind::constant, e.op == Operator::or_ ? 1 : 0, 0, e.span);
      }
      return result;
    }
    case Expression::Kind::none: return leaf(Kind::constant, heap::none, 0, e.span);
    case Expression::Kind::call:
    case Expression::Kind::in_set: break;
  }
  return leaf(Kind::constant, 0, 0, e.span);
}

raceproof::Expression ThreadLowering::tree_place(const Expression& e) {
  using Kind = raceproof::Expression::Kind;
  const Item& item = e.place.item;
  const Local* local = find_local(item.name.text);
  if (local != nullptr && local->is_constant) return leaf(Kind::constant, local->value, 0, e.span);
  if (local == nullptr) {
    if (const auto value = find_constant(e)) {
      return leaf(Kind::constant, *value, 0, e.span);
    }
  }
  const Global& global = globals_.names[item.name.text];
  const CellIndex cell = local != nullptr ? local->cell : global.first;
  const bool is_array = local != nullptr ? local->is_array : global.is_array;
  if (!is_array) return leaf(local != nullptr ? Kind::frame_cell : Kind::cell, 0, cell, e.span);
  raceproof::Expression result =
      leaf(local != nullptr ? Kind::frame_element : Kind::element, 0, cell, e.span);
  result.size = local != nullptr ? local->size : global.size;
  result.operands.push_back(tree(item.index[0]));
  return result;
}

}  // namespace raceproof::lang

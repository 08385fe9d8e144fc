// Expressions: loads, operators and calls, from left to right (section 5).
#include <utility>

#include "tests/oracle/interpreter.h"

namespace raceproof::oracle {

using lang::Expression;

// What is known when the file is read is folded and is no step. Anything else is evaluated by what
// it is.
Task<std::int64_t> Interpreter::evaluate(const Expression& expression, Use use) {
  if (const auto value = constant(expression)) return known(*value);
  switch (expression.kind) {
    case Expression::Kind::integer:
    case Expression::Kind::boolean: return known(expression.value);
    case Expression::Kind::place: return read(expression.place);
    case Expression::Kind::call: return call(expression);
    case Expression::Kind::unary: return unary(expression, use);
    case Expression::Kind::binary:
      if (expression.op == Operator::and_ || expression.op == Operator::or_) {
        return logic(expression, use);
      }
      return binary(expression);
    case Expression::Kind::none: return known(0);
    case Expression::Kind::self: throw Unsupported{"self in init"};
    case Expression::Kind::in_set: throw Unsupported{"a set outside of properties"};
  }
  throw Unsupported{"an expression"};
}

Task<std::int64_t> Interpreter::known(std::int64_t value) { co_return value; }

// `and` and `or` stop early, give 0 or 1, and are branches: no step is taken for them. Under
// gil_310 the jump is a point where the expression is a condition, or stands in one under `and`,
// `or`, `not` alone (section 11.10); a left side that is known is no branch.
Task<std::int64_t> Interpreter::logic(const Expression& expression, Use use) {
  const bool is_or = expression.op == Operator::or_;
  const Expression& left_side = expression.operands[0];
  const bool is_branch = !constant(left_side).has_value();
  const std::int64_t left = co_await evaluate(left_side, use);
  if ((left != 0) == is_or) {
    if (is_branch && use == Use::jump) pass(Point::forward_jump);
    co_return is_or ? 1 : 0;
  }
  const std::int64_t right = co_await evaluate(expression.operands[1], use);
  co_return right != 0 ? 1 : 0;
}

Task<std::int64_t> Interpreter::unary(const Expression& expression, Use use) {
  const Use inner = expression.op == Operator::not_ ? use : Use::value;
  const std::int64_t operand = co_await evaluate(expression.operands[0], inner);
  const std::int64_t result = co_await operator_step(expression.op, operand, 0);
  co_return result;
}

Task<std::int64_t> Interpreter::binary(const Expression& expression) {
  const std::int64_t left = co_await evaluate(expression.operands[0]);
  const std::int64_t right = co_await evaluate(expression.operands[1]);
  const std::int64_t result = co_await operator_step(expression.op, left, right);
  co_return result;
}

// Each operator applied is one step. One that fails is taken, and is the last (section 11.3).
Task<std::int64_t> Interpreter::operator_step(Operator op, std::int64_t left,
                                              std::int64_t right) {
  Step step;
  step.take = [op, left, right](World&, std::size_t) {
    const Arithmetic result = apply(op, left, right);
    if (result.error == ArithmeticError::overflow) throw Failed{"an overflow"};
    if (result.error == ArithmeticError::division_by_zero) throw Failed{"a division by zero"};
    return result.value;
  };
  return take(std::move(step));
}

// ---- places ------------------------------------------------------------------------------------

// Indexing is no step, its operators and loads are; a local index out of bounds fails with the step
// before (section 11.3).
Task<std::int64_t> Interpreter::read(const lang::Place& place) {
  const std::string& name = place.item.name.text;
  std::optional<std::int64_t> index;
  if (!place.item.index.empty()) index = co_await evaluate(place.item.index[0]);
  if (const Local* local = find_local(name)) {
    const std::int64_t which = index.value_or(0);
    if (which < 0 || which >= static_cast<std::int64_t>(local->values.size())) {
      throw Failed{"an index out of bounds"};
    }
    co_return local->values[static_cast<std::size_t>(which)];
  }
  if (is_reference(name)) {
    const Pointer pointer = co_await load_pointer(name, index);
    co_return pointer;
  }
  const auto shared = declared_.shared.find(name);
  if (shared == declared_.shared.end()) throw Unsupported{"the name " + name};
  const std::int64_t value = co_await load(cell_place(shared->second, index));
  co_return value;
}

CellPlace Interpreter::cell_place(const SharedVariable& variable,
                                  std::optional<std::int64_t> index) const {
  const std::int64_t which = index.value_or(0);
  if (which < 0 || which >= static_cast<std::int64_t>(variable.group.size)) return {&variable, {}};
  return {&variable, variable.group.first + static_cast<std::size_t>(which)};
}

namespace {

/// The cell of a step that reads or writes it; the step fails where the index is out of bounds.
std::size_t cell_of(CellPlace place) {
  if (!place.cell) throw Failed{"an index out of bounds"};
  return *place.cell;
}

void note_access(World& world, CellPlace place, bool is_store) {
  if (!place.variable->atomic) world.accesses.push_back({cell_of(place), is_store});
}

void put(World& world, CellPlace place, std::int64_t value) {
  const auto& range = place.variable->range;
  if (range && !range->contains(value)) throw Failed{"a variable leaves its range"};
  world.cells[cell_of(place)] = value;
}

}  // namespace

// Each read of a shared variable is one `load`.
Task<std::int64_t> Interpreter::load(CellPlace place) {
  Step step;
  step.take = [place](World& world, std::size_t) {
    note_access(world, place, false);
    return world.cells[cell_of(place)];
  };
  return take(std::move(step));
}

// Each write is one `store`.
Task<std::int64_t> Interpreter::store(CellPlace place, std::int64_t value) {
  Step step;
  step.take = [place, value](World& world, std::size_t) {
    note_access(world, place, true);
    put(world, place, value);
    return value;
  };
  return take(std::move(step));
}

// Section 4: on an `atomic`, one step for all of it; it gives the old value.
Task<std::int64_t> Interpreter::atomic_update(CellPlace place, Operator op, std::int64_t operand) {
  Step step;
  step.take = [place, op, operand](World& world, std::size_t) {
    const std::int64_t old = world.cells[cell_of(place)];
    const Arithmetic result = apply(op, old, operand);
    if (result.error) throw Failed{"an overflow or a division by zero"};
    put(world, place, result.value);
    return old;
  };
  return take(std::move(step));
}

Task<std::int64_t> Interpreter::atomic_exchange(CellPlace place, std::int64_t value) {
  Step step;
  step.take = [place, value](World& world, std::size_t) {
    const std::int64_t old = world.cells[cell_of(place)];
    put(world, place, value);
    return old;
  };
  return take(std::move(step));
}

Task<std::int64_t> Interpreter::atomic_compare_exchange(CellPlace place, std::int64_t old,
                                                        std::int64_t value) {
  Step step;
  step.take = [place, old, value](World& world, std::size_t) {
    const bool equal = world.cells[cell_of(place)] == old;
    if (equal) put(world, place, value);
    return std::int64_t{equal};
  };
  return take(std::move(step));
}

// ---- calls -------------------------------------------------------------------------------------

// A call works as if the body stood in its place; a parameter that is given a constant and never
// assigned is a constant there (section 3). The arguments come before the point on entering
// (section 6). Calls and returns are no steps.
Task<std::int64_t> Interpreter::call(const Expression& expression) {
  if (expression.method) {
    const std::int64_t result = co_await operation(expression);
    co_return result;
  }
  const std::string& name = expression.place.item.name.text;
  if (name == "refcount" && !declared_.functions.contains(name)) {
    const std::int64_t result = co_await refcount(expression);
    co_return result;
  }
  const auto found = declared_.functions.find(name);
  if (found == declared_.functions.end()) throw Unsupported{"a call of an unknown function"};
  const FunctionBody& body = found->second;
  Frame callee;
  for (std::size_t i = 0; i < expression.operands.size(); ++i) {
    Local parameter;
    parameter.name = body.function->parameters[i].text;
    const bool is_given_constant = constant(expression.operands[i]).has_value();
    parameter.constant = is_given_constant && !body.assigned.contains(parameter.name);
    const std::int64_t argument = co_await evaluate(expression.operands[i]);
    parameter.values = {argument};
    callee.locals.push_back(std::move(parameter));
  }
  frames_.push_back(std::move(callee));
  pass(Point::entering);
  co_await block(body.function->body);
  frames_.pop_back();
  pass(Point::returning);
  co_return returned_;
}

}  // namespace raceproof::oracle

// Statements with blocks (sections 4 to 6).
#include <utility>

#include "tests/oracle/interpreter.h"
#include "tests/oracle/sync_steps.h"

namespace raceproof::oracle {

using lang::Expression;
using lang::Statement;

// Local references are dropped as their block ends, however it is left (section 7).
Task<Flow> Interpreter::block(const lang::Block& block) {
  const std::size_t visible_before = open_scope();
  Flow flow = Flow::normal;
  for (const Statement& inner : block.statements) {
    flow = co_await statement(inner);
    if (flow != Flow::normal) break;
  }
  co_await drop_references(visible_before);
  close_scope(visible_before);
  co_return flow;
}

// A constant condition is no branch. Where another one is false, a forward jump is taken.
Task<Flow> Interpreter::if_(const Statement& statement) {
  for (std::size_t i = 0; i < statement.expressions.size(); ++i) {
    const Expression& condition = statement.expressions[i];
    const bool is_branch = !constant(condition).has_value();
    const std::int64_t value = co_await evaluate(condition, Use::jump);
    if (value != 0) {
      const Flow flow = co_await block(statement.blocks[i]);
      co_return flow;
    }
    if (is_branch) pass(Point::forward_jump);
  }
  if (statement.blocks.size() == statement.expressions.size()) co_return Flow::normal;
  const Flow flow = co_await block(statement.blocks.back());
  co_return flow;
}

// A `while` is tested at its top. Where the model keeps a copy of the test at the end of the body,
// the point there lies after it and only where it is true, and the copy jumps nowhere else
// (section 6; section 11.10: no points in the copied test).
Task<Flow> Interpreter::while_(const Statement& statement) {
  const Expression& condition = statement.expressions[0];
  const bool is_branch = !constant(condition).has_value();
  const bool copied = copies_the_test(declared_.model);
  std::int64_t value = co_await evaluate(condition, Use::jump);
  if (value == 0 && is_branch) pass(Point::forward_jump);
  while (value != 0) {
    count_round();
    const Flow flow = co_await block(statement.blocks[0]);
    if (flow == Flow::break_) break;
    if (flow == Flow::return_) co_return flow;
    if (!copied) pass(Point::backward_jump);
    value = co_await evaluate(condition);
    if (copied && value != 0) pass(Point::backward_jump);
  }
  co_return Flow::normal;
}

// The number of rounds is evaluated once, first. The end of the body is a backward jump in every
// round, the exit is no point.
Task<Flow> Interpreter::repeat(const Statement& statement) {
  const std::int64_t rounds = co_await evaluate(statement.expressions[0]);
  for (std::int64_t round = 0; round < rounds; ++round) {
    count_round();
    const Flow flow = co_await block(statement.blocks[0]);
    if (flow == Flow::break_) break;
    if (flow == Flow::return_) co_return flow;
    pass(Point::backward_jump);
  }
  co_return Flow::normal;
}

// `for i in E..F`: F is excluded, F <= E means no rounds.
Task<Flow> Interpreter::for_(const Statement& statement) {
  const std::int64_t low = co_await evaluate(statement.expressions[0]);
  const std::int64_t high = co_await evaluate(statement.expressions[1]);
  for (std::int64_t i = low; i < high; ++i) {
    count_round();
    const std::size_t visible_before = open_scope();
    Local counter;
    counter.name = statement.name.text;
    counter.values = {i};
    declare_local(std::move(counter));
    const Flow flow = co_await block(statement.blocks[0]);
    close_scope(visible_before);
    if (flow == Flow::break_) break;
    if (flow == Flow::return_) co_return flow;
    pass(Point::backward_jump);
  }
  co_return Flow::normal;
}

// Any alternative, whatever it begins with: one step, in as many ways as there are alternatives.
Task<Flow> Interpreter::either(const Statement& statement) {
  Step step;
  step.ways = [count = statement.blocks.size()](const World&) { return count; };
  step.take = [](World&, std::size_t way) { return static_cast<std::int64_t>(way); };
  const std::int64_t chosen = co_await take(std::move(step));
  const Flow flow = co_await block(statement.blocks[static_cast<std::size_t>(chosen)]);
  co_return flow;
}

// One step for the whole block: the step itself does nothing, and all that the block does is joined
// to it. An `atomic` in an `atomic` adds nothing.
Task<Flow> Interpreter::atomic(const Statement& statement) {
  if (atomic_depth_ == 0) {
    Step step = empty_step();
    step.indivisible_block = true;
    co_await take(std::move(step));
  }
  ++atomic_depth_;
  const Flow flow = co_await block(statement.blocks[0]);
  --atomic_depth_;
  co_return flow;
}

// Each run through a `native` block is one instruction and one call; a `native` in it adds nothing.
Task<Flow> Interpreter::native(const Statement& statement) {
  open_instruction();
  ++native_depth_;
  const Flow flow = co_await block(statement.blocks[0]);
  --native_depth_;
  close_instruction();
  pass(Point::native_call);
  co_return flow;
}

// Gives the GIL up: the steps of the block need none. The first step after it does.
Task<Flow> Interpreter::allow_threads(const Statement& statement) {
  pass(Point::giving_up);
  ++allow_threads_depth_;
  const Flow flow = co_await block(statement.blocks[0]);
  --allow_threads_depth_;
  co_return flow;
}

// ---- await -------------------------------------------------------------------------------------

// The names in the test of an `await`, as they are at this moment.
Reading Interpreter::reading_of(const World& world, std::vector<Access>* accesses) const {
  Reading reading;
  reading.self = self_;
  reading.read = [this, &world, accesses](
                     const lang::Place& place, std::optional<std::int64_t> index,
                     std::optional<std::int64_t>) -> std::optional<std::int64_t> {
    const std::string& name = place.item.name.text;
    const std::int64_t which = index.value_or(0);
    if (const Local* local = find_local(name)) {
      if (which < 0 || which >= static_cast<std::int64_t>(local->values.size())) return {};
      return local->values[static_cast<std::size_t>(which)];
    }
    if (const auto known_constant = declared_.constants.find(name);
        known_constant != declared_.constants.end()) {
      return known_constant->second;
    }
    if (const auto held = declared_.references.find(name); held != declared_.references.end()) {
      const Pointer where = pointer_to(held->second, index);
      if (where <= 0) return std::nullopt;
      return world.references[static_cast<std::size_t>(where - 1)];
    }
    const auto shared = declared_.shared.find(name);
    if (shared == declared_.shared.end()) throw Unsupported{"the name " + name};
    const CellPlace cell = cell_place(shared->second, index);
    if (!cell.cell) return std::nullopt;
    if (accesses != nullptr && !cell.variable->atomic) accesses->push_back({*cell.cell, false});
    return world.cells[*cell.cell];
  };
  return reading;
}

// Blocks until the condition is true; the whole test is one step, and so is the block behind it. A
// wrong expression does not block: its step fails (section 11.3).
Task<Flow> Interpreter::await(const Statement& statement) {
  const Expression& condition = statement.expressions[0];
  Step step;
  step.indivisible_block = true;
  step.ways = [this, &condition](const World& world) -> std::size_t {
    const auto value = value_at_once(condition, reading_of(world, nullptr));
    return !value || *value != 0 ? 1 : 0;
  };
  step.take = [this, &condition](World& world, std::size_t) {
    std::vector<Access> accesses;
    const auto value = value_at_once(condition, reading_of(world, &accesses));
    world.accesses.insert(world.accesses.end(), accesses.begin(), accesses.end());
    if (!value) throw Failed{"a wrong expression in await"};
    return *value;
  };
  co_await take(std::move(step));
  if (statement.blocks.empty()) co_return Flow::normal;
  ++atomic_depth_;
  const Flow flow = co_await block(statement.blocks[0]);
  --atomic_depth_;
  co_return flow;
}

}  // namespace raceproof::oracle

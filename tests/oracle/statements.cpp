// Statements without blocks of their own (section 4).
#include <iterator>
#include <utility>

#include "tests/oracle/interpreter.h"
#include "tests/oracle/sync_steps.h"

namespace raceproof::oracle {

using lang::Expression;
using lang::Statement;

Task<Flow> Interpreter::statement(const Statement& statement) {
  switch (statement.kind) {
    case Statement::Kind::let: return let(statement);
    case Statement::Kind::call: return call_statement(statement);
    case Statement::Kind::assign: return assign(statement);
    case Statement::Kind::if_: return if_(statement);
    case Statement::Kind::while_: return while_(statement);
    case Statement::Kind::repeat: return repeat(statement);
    case Statement::Kind::for_: return for_(statement);
    case Statement::Kind::with: return with(statement);
    case Statement::Kind::either: return either(statement);
    case Statement::Kind::atomic: return atomic(statement);
    case Statement::Kind::native: return native(statement);
    case Statement::Kind::allow_threads: return allow_threads(statement);
    case Statement::Kind::choose: return choose(statement);
    case Statement::Kind::await: return await(statement);
    case Statement::Kind::assert_:
    case Statement::Kind::assume: return check(statement);
    case Statement::Kind::start: return start(statement);
    case Statement::Kind::join: return join(statement);
    case Statement::Kind::cpu:
    case Statement::Kind::sleep:
    case Statement::Kind::io: return spend_time(statement);
    case Statement::Kind::return_: return return_value(statement);
    case Statement::Kind::break_: return no_statement(Flow::break_);
    case Statement::Kind::continue_: return no_statement(Flow::continue_);
    case Statement::Kind::skip: return no_statement(Flow::normal);
    case Statement::Kind::yield: return yield();
    case Statement::Kind::ref: return ref(statement);
    case Statement::Kind::del: return del(statement);
    case Statement::Kind::read:
    case Statement::Kind::write: return read_or_write(statement);
  }
  throw Unsupported{"a statement"};
}

Task<Flow> Interpreter::no_statement(Flow flow) { co_return flow; }

// `let` itself is no step, its expressions are. One left out is 0; an array has one for all, or a
// list.
Task<Flow> Interpreter::let(const Statement& statement) {
  for (const lang::Cell& cell : statement.cells) {
    const auto bound = [this](const Expression& expression) {
      const auto value = constant(expression);
      if (!value) throw Unsupported{"a range or size that is not constant"};
      return *value;
    };
    Local local;
    local.name = cell.name.text;
    local.range = range_of(cell, bound);
    const std::int64_t size = cell.size.empty() ? 1 : bound(cell.size[0]);
    local.values.assign(static_cast<std::size_t>(size), 0);
    for (std::size_t i = 0; i < cell.initial.size(); ++i) {
      const std::int64_t value = co_await evaluate(cell.initial[i]);
      if (cell.initial_is_list) {
        local.values.at(i) = value;
      } else {
        local.values.assign(local.values.size(), value);
      }
    }
    declare_local(std::move(local));
  }
  co_return Flow::normal;
}

Task<Flow> Interpreter::call_statement(const Statement& statement) {
  co_await call(statement.expressions[0]);
  co_return Flow::normal;
}

// ---- assignments -------------------------------------------------------------------------------

Task<Flow> Interpreter::assign(const Statement& statement) {
  const std::string& name = statement.place.item.name.text;
  if (is_reference(name)) return assign_reference(statement);
  if (find_local(name) != nullptr) return assign_local(statement);
  const auto shared = declared_.shared.find(name);
  if (shared == declared_.shared.end()) throw Unsupported{"an assignment to " + name};
  if (shared->second.atomic && statement.compound) return update_atomic(statement, shared->second);
  return assign_shared(statement, shared->second);
}

// Moves between locals are no steps; the order is that of shared variables.
Task<Flow> Interpreter::assign_local(const Statement& statement) {
  const std::string& name = statement.place.item.name.text;
  const auto& index_written = statement.place.item.index;
  std::optional<std::int64_t> index;
  std::int64_t value = 0;
  if (statement.compound) {
    if (!index_written.empty()) index = co_await evaluate(index_written[0]);
    const std::int64_t which = index.value_or(0);
    const std::vector<std::int64_t>& values = find_local(name)->values;
    if (which < 0 || which >= static_cast<std::int64_t>(values.size())) {
      throw Failed{"an index out of bounds"};
    }
    const std::int64_t old = values[static_cast<std::size_t>(which)];
    const std::int64_t operand = co_await evaluate(statement.expressions[0]);
    value = co_await operator_step(*statement.compound, old, operand);
  } else {
    value = co_await evaluate(statement.expressions[0]);
    if (!index_written.empty()) index = co_await evaluate(index_written[0]);
  }
  set_local(name, index, value);
  co_return Flow::normal;
}

// `a[i] = E`: E, then `i`, then store. `a[i] += E`: `i` once, then load, E, operator, store.
Task<Flow> Interpreter::assign_shared(const Statement& statement, const SharedVariable& variable) {
  const auto& index_written = statement.place.item.index;
  std::optional<std::int64_t> index;
  std::int64_t value = 0;
  if (statement.compound) {
    if (!index_written.empty()) index = co_await evaluate(index_written[0]);
    const std::int64_t old = co_await load(cell_place(variable, index));
    const std::int64_t operand = co_await evaluate(statement.expressions[0]);
    value = co_await operator_step(*statement.compound, old, operand);
  } else {
    value = co_await evaluate(statement.expressions[0]);
    if (!index_written.empty()) index = co_await evaluate(index_written[0]);
  }
  co_await store(cell_place(variable, index), value);
  co_return Flow::normal;
}

// On an `atomic`, `a[i] += E`: E first, then `i`, then one step for the rest.
Task<Flow> Interpreter::update_atomic(const Statement& statement, const SharedVariable& variable) {
  const std::int64_t operand = co_await evaluate(statement.expressions[0]);
  std::optional<std::int64_t> index;
  if (!statement.place.item.index.empty()) {
    index = co_await evaluate(statement.place.item.index[0]);
  }
  co_await atomic_update(cell_place(variable, index), *statement.compound, operand);
  co_return Flow::normal;
}

// ---- the others --------------------------------------------------------------------------------

// One step, in as many ways as the set has values; the name is a local, declared here if there is
// none.
Task<Flow> Interpreter::choose(const Statement& statement) {
  const auto values = elements(
      statement.set, [this](const Expression& expression) { return constant(expression); },
      1'000'000);
  if (!values || values->empty()) throw Unsupported{"a set to choose from"};
  Step step;
  step.ways = [count = values->size()](const World&) { return count; };
  step.take = [all = *values](World&, std::size_t way) {
    return std::next(all.begin(), static_cast<std::ptrdiff_t>(way))->at(0);
  };
  const std::int64_t value = co_await take(std::move(step));
  if (find_local(statement.name.text) != nullptr) {
    set_local(statement.name.text, std::nullopt, value);
  } else {
    Local local;
    local.name = statement.name.text;
    local.values = {value};
    declare_local(std::move(local));
  }
  co_return Flow::normal;
}

// The check of an `assert` or `assume` is no step: it is judged with its last load or operator. An
// `assert` that passes is a forward jump (section 6), unless its condition is a constant.
Task<Flow> Interpreter::check(const Statement& statement) {
  const Expression& condition = statement.expressions[0];
  const bool is_branch = !constant(condition).has_value();
  const std::int64_t value = co_await evaluate(condition);
  if (statement.kind == Statement::Kind::assume) {
    if (value == 0) throw Discarded{};
    co_return Flow::normal;
  }
  if (value == 0) throw Failed{"an assertion"};
  if (is_branch) pass(Point::forward_jump);
  co_return Flow::normal;
}

namespace {

/// The threads that `start name`, `join name[i]` mean; none where the index is out of bounds.
Group threads_meant(const ThreadGroup& group, std::optional<std::int64_t> index) {
  if (!index) return group.group;
  if (*index < 0 || *index >= static_cast<std::int64_t>(group.group.size)) return {0, 0};
  return {group.group.first + static_cast<std::size_t>(*index), 1};
}

}  // namespace

// Section 11.9: `start name` of several copies is one step; section 3: a second start is an error.
Task<Flow> Interpreter::start(const Statement& statement) {
  const auto& item = statement.place.item;
  std::optional<std::int64_t> index;
  if (!item.index.empty()) index = co_await evaluate(item.index[0]);
  const Group meant = threads_meant(declared_.threads.at(item.name.text), index);
  Step step;
  step.take = [meant](World& world, std::size_t) {
    if (meant.size == 0) throw Failed{"an index out of bounds"};
    for (std::size_t i = meant.first; i < meant.first + meant.size; ++i) {
      if (world.threads[i] != Status::not_started) throw Failed{"a second start"};
      world.threads[i] = Status::running;
    }
    return std::int64_t{0};
  };
  co_await take(std::move(step));
  pass(Point::native_call);
  co_return Flow::normal;
}

// Blocks until all that are meant have ended.
Task<Flow> Interpreter::join(const Statement& statement) {
  const auto& item = statement.place.item;
  std::optional<std::int64_t> index;
  if (!item.index.empty()) index = co_await evaluate(item.index[0]);
  const Group meant = threads_meant(declared_.threads.at(item.name.text), index);
  Step step;
  step.ways = [meant](const World& world) -> std::size_t {
    for (std::size_t i = meant.first; i < meant.first + meant.size; ++i) {
      if (world.threads[i] != Status::ended) return 0;
    }
    return 1;
  };
  step.take = [meant](World&, std::size_t) {
    if (meant.size == 0) throw Failed{"an index out of bounds"};
    return std::int64_t{0};
  };
  co_await take(std::move(step));
  pass(Point::native_call);
  co_return Flow::normal;
}

// `cpu`, `sleep` and `io` are one step each, calls of something native; the last two give the GIL
// up, also inside `native` (section 6). Section 8: they take no time but for `makespan`.
Task<Flow> Interpreter::spend_time(const Statement& statement) {
  co_await take(empty_step());
  pass(Point::native_call);
  if (statement.kind != Statement::Kind::cpu) pass(Point::giving_up);
  co_return Flow::normal;
}

Task<Flow> Interpreter::yield() {
  co_await take(empty_step());
  pass(Point::yield);
  co_return Flow::normal;
}

// `return E`: E before the releases of the `with` blocks that it leaves.
Task<Flow> Interpreter::return_value(const Statement& statement) {
  if (!statement.expressions.empty()) {
    const std::int64_t value = co_await evaluate(statement.expressions[0]);
    returned_ = value;
  }
  co_return Flow::return_;
}

}  // namespace raceproof::oracle

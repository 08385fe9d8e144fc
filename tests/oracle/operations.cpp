// What stands behind a dot: operations on `atomic` variables and on locks (sections 3, 4 and 6).
#include <string>
#include <utility>

#include "tests/oracle/interpreter.h"
#include "tests/oracle/locks.h"

namespace raceproof::oracle {

using lang::Expression;

// Left to right: the index of the receiver, then the arguments, then the step.
Task<std::int64_t> Interpreter::operation(const Expression& expression) {
  const std::string& name = expression.place.item.name.text;
  const auto shared = declared_.shared.find(name);
  if (shared != declared_.shared.end()) return atomic_operation(expression, shared->second);
  const auto object = declared_.sync_objects.find(name);
  if (object != declared_.sync_objects.end()) return sync_operation(expression, object->second);
  throw Unsupported{"an operation of " + name};
}

// One step each, idealised: no call, so no point but that after a step or an instruction.
Task<std::int64_t> Interpreter::atomic_operation(const Expression& expression,
                                                 const SharedVariable& variable) {
  const std::string& method = expression.method->text;
  std::optional<std::int64_t> index;
  if (!expression.place.item.index.empty()) {
    index = co_await evaluate(expression.place.item.index[0]);
  }
  std::vector<std::int64_t> arguments;
  for (const Expression& argument : expression.operands) {
    const std::int64_t value = co_await evaluate(argument);
    arguments.push_back(value);
  }
  const CellPlace place = cell_place(variable, index);
  std::int64_t result = 0;
  if (method == "load") {
    result = co_await load(place);
  } else if (method == "store") {
    result = co_await store(place, arguments.at(0));
  } else if (method == "fetch_add") {
    result = co_await atomic_update(place, Operator::add, arguments.at(0));
  } else if (method == "exchange") {
    result = co_await atomic_exchange(place, arguments.at(0));
  } else if (method == "compare_exchange") {
    result = co_await atomic_compare_exchange(place, arguments.at(0), arguments.at(1));
  } else {
    throw Unsupported{"the operation " + method};
  }
  co_return result;
}

SyncPlace Interpreter::sync_place(const SyncGroup& group,
                                  std::optional<std::int64_t> index) const {
  const std::int64_t which = index.value_or(0);
  if (which < 0 || which >= static_cast<std::int64_t>(group.group.size)) return {&group, {}};
  return {&group, group.group.first + static_cast<std::size_t>(which)};
}

Task<std::int64_t> Interpreter::sync_operation(const Expression& expression,
                                               const SyncGroup& group) {
  std::optional<std::int64_t> index;
  if (!expression.place.item.index.empty()) {
    index = co_await evaluate(expression.place.item.index[0]);
  }
  const SyncPlace place = sync_place(group, index);
  const std::int64_t result = co_await lock_operation(expression, place);
  co_return result;
}

// A dotted operation of a lock is a call of something native: a point behind it.
Task<std::int64_t> Interpreter::lock_operation(const Expression& expression, SyncPlace place) {
  const std::string& method = expression.method->text;
  std::int64_t result = 0;
  if (method == "acquire") {
    result = co_await acquire(place);
  } else if (method == "try_acquire") {
    result = co_await try_acquire(place);
  } else if (method == "release") {
    result = co_await release(place);
  } else {
    throw Unsupported{"the operation " + method};
  }
  pass(Point::native_call);
  co_return result;
}

// Blocks while another holds the lock, or, of a `lock`, while anybody does.
Task<std::int64_t> Interpreter::acquire(SyncPlace place) {
  Step step;
  const int me = me_;
  step.ways = [place, me](const World& world) -> std::size_t {
    return !place.number || can_take(world, place, me) ? 1 : 0;
  };
  step.take = [place, me](World& world, std::size_t) {
    take_lock(world, place, me);
    return std::int64_t{1};
  };
  return take(std::move(step));
}

Task<std::int64_t> Interpreter::try_acquire(SyncPlace place) {
  Step step;
  const int me = me_;
  step.take = [place, me](World& world, std::size_t) {
    const bool free = can_take(world, place, me);
    if (free) take_lock(world, place, me);
    return std::int64_t{free};
  };
  return take(std::move(step));
}

Task<std::int64_t> Interpreter::release(SyncPlace place) {
  Step step;
  const int me = me_;
  step.take = [place, me](World& world, std::size_t) {
    release_lock(world, place, me);
    return std::int64_t{0};
  };
  return take(std::move(step));
}

}  // namespace raceproof::oracle

// What stands behind a dot: operations on `atomic` variables, on locks and on the other
// synchronisation objects (sections 3, 4 and 6). Those of section 7 are in
// reference_statements.cpp.
#include <string>
#include <utility>

#include "tests/oracle/interpreter.h"
#include "tests/oracle/sync_steps.h"

namespace raceproof::oracle {

using lang::Expression;
using Kind = lang::SyncObject::Kind;

// Left to right: the index of the receiver, then the arguments, then the step.
Task<std::int64_t> Interpreter::operation(const Expression& expression) {
  const std::string& name = expression.place.item.name.text;
  if (is_reference(name) || declared_.objects.contains(name)) return object_operation(expression);
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

namespace {

/// Semaphores, events, barriers, conditions and queues are Python code in CPython: there is a point
/// before and after each of their operations. Locks are native: a point after it.
bool is_python(Kind kind) {
  switch (kind) {
    case Kind::lock:
    case Kind::rlock:
    case Kind::rwlock: return false;
    case Kind::semaphore:
    case Kind::event:
    case Kind::barrier:
    case Kind::condition:
    case Kind::queue: return true;
  }
  return false;
}

}  // namespace

Task<std::int64_t> Interpreter::sync_operation(const Expression& expression,
                                               const SyncGroup& group) {
  std::optional<std::int64_t> index;
  if (!expression.place.item.index.empty()) {
    index = co_await evaluate(expression.place.item.index[0]);
  }
  std::int64_t argument = 0;
  if (!expression.operands.empty()) argument = co_await evaluate(expression.operands[0]);
  const SyncPlace place = sync_place(group, index);
  const std::string& method = expression.method->text;
  if (is_python(group.kind)) pass(Point::python_call);
  std::int64_t result = 0;
  if (group.kind == Kind::barrier) {
    result = co_await wait_at_barrier(place);
  } else if (group.kind == Kind::condition && method == "wait") {
    result = co_await wait_for_notification(place);
  } else {
    result = co_await take(step_of(place, method, argument));
  }
  pass(is_python(group.kind) ? Point::python_call : Point::native_call);
  co_return result;
}

// The operations that are one step.
Step Interpreter::step_of(SyncPlace place, const std::string& method, std::int64_t argument) const {
  const Kind kind = place.group->kind;
  const bool is_lock = kind == Kind::lock || kind == Kind::rlock || kind == Kind::semaphore;
  if (is_lock && method == "acquire") return acquire_step(place, me_);
  if (is_lock && method == "try_acquire") return try_acquire_step(place, me_);
  if (is_lock && method == "release") return release_step(place, me_);
  if (kind == Kind::event && method == "set") return set_event_step(place, true);
  if (kind == Kind::event && method == "clear") return set_event_step(place, false);
  if (kind == Kind::event && method == "wait") return wait_event_step(place);
  if (kind == Kind::condition && method == "notify") return notify_step(place, me_);
  if (kind == Kind::condition && method == "notify_all") return notify_all_step(place, me_);
  if (kind == Kind::queue && method == "put") return put_step(place, argument);
  if (kind == Kind::queue && method == "get") return get_step(place);
  throw Unsupported{"the operation " + method};
}

// Two steps of one instruction: the last to arrive goes straight on.
Task<std::int64_t> Interpreter::wait_at_barrier(SyncPlace place) {
  open_instruction();
  co_await take(arrive_step(place));
  co_await take(leave_step(place));
  close_instruction();
  co_return 0;
}

Task<std::int64_t> Interpreter::wait_for_notification(SyncPlace place) {
  co_await take(sleep_step(place, me_));
  co_await take(wake_step(place, me_));
  co_return 0;
}

// `return`, `break` and `continue` release first, with the switch point, each `with` they leave. A
// condition and a semaphore are acquired and released by calls of Python code.
Task<Flow> Interpreter::with(const lang::Statement& statement) {
  const auto& item = statement.place.item;
  std::optional<std::int64_t> index;
  if (!item.index.empty()) index = co_await evaluate(item.index[0]);
  const auto found = declared_.sync_objects.find(item.name.text);
  if (found == declared_.sync_objects.end()) throw Unsupported{"with " + item.name.text};
  const SyncPlace place = sync_place(found->second, index);
  const bool by_python = is_python(place.group->kind);
  if (by_python) pass(Point::python_call);
  co_await take(acquire_step(place, me_));
  pass(by_python ? Point::python_call : Point::with_acquire);
  const Flow flow = co_await block(statement.blocks[0]);
  if (by_python) pass(Point::python_call);
  co_await take(release_step(place, me_));
  pass(by_python ? Point::python_call : Point::with_release);
  co_return flow;
}

// `w.read { }` and `w.write { }` have their points as `with m` has.
Task<Flow> Interpreter::read_or_write(const lang::Statement& statement) {
  const auto& item = statement.place.item;
  std::optional<std::int64_t> index;
  if (!item.index.empty()) index = co_await evaluate(item.index[0]);
  const SyncPlace place = sync_place(declared_.sync_objects.at(item.name.text), index);
  const bool reads = statement.kind == lang::Statement::Kind::read;
  Step begin = reads ? begin_read_step(place) : begin_write_step(place);
  co_await take(std::move(begin));
  pass(Point::with_acquire);
  const Flow flow = co_await block(statement.blocks[0]);
  Step end = reads ? end_read_step(place) : end_write_step(place);
  co_await take(std::move(end));
  pass(Point::with_release);
  co_return flow;
}

}  // namespace raceproof::oracle

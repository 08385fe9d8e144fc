// Names that hold objects, and what is done to objects through them or by hand (sections 7, 11.6
// and 11.8). Storing a shared pointer is one step that also takes out the old one; a local pointer
// is a move. Where nothing is held nothing is counted, and no step is taken for it.
#include <utility>

#include "tests/oracle/interpreter.h"
#include "tests/oracle/objects.h"

namespace raceproof::oracle {

using lang::Expression;
using lang::Statement;

// ---- places ------------------------------------------------------------------------------------

bool Interpreter::is_reference(const std::string& name) const {
  if (const Local* local = find_local(name)) return local->is_reference;
  return declared_.references.contains(name);
}

// The pointer to an element of a group, counted from 1; of shared references, too, this is how
// their cells are found.
Pointer Interpreter::pointer_to(const Group& group, std::optional<std::int64_t> index) const {
  const std::int64_t which = index.value_or(0);
  if (which < 0 || which >= static_cast<std::int64_t>(group.size)) return out_of_bounds;
  return static_cast<Pointer>(group.first) + which + 1;
}

Pointer& Interpreter::local_pointer(const std::string& name, std::optional<std::int64_t> index) {
  const Local* found = find_local(name);
  Local& local = frame().locals[static_cast<std::size_t>(found - frame().locals.data())];
  const std::int64_t which = index.value_or(0);
  if (which < 0 || which >= static_cast<std::int64_t>(local.values.size())) {
    throw Failed{"an index out of bounds"};
  }
  return local.values[static_cast<std::size_t>(which)];
}

// A shared pointer is loaded by a step, a local one is a move.
Task<Pointer> Interpreter::load_pointer(const std::string& name,
                                        std::optional<std::int64_t> index) {
  if (find_local(name) != nullptr) return known(local_pointer(name, index));
  const Pointer place = pointer_to(declared_.references.at(name), index);
  return access([place](World& world) {
    if (place == out_of_bounds) throw Failed{"an index out of bounds"};
    return world.references[static_cast<std::size_t>(place - 1)];
  });
}

// Gives what the name held before.
Task<Pointer> Interpreter::store_pointer(const lang::Place& place,
                                         std::optional<std::int64_t> index, Pointer pointer) {
  const std::string& name = place.item.name.text;
  if (find_local(name) != nullptr) return known(std::exchange(local_pointer(name, index), pointer));
  const Pointer where = pointer_to(declared_.references.at(name), index);
  return access([where, pointer](World& world) {
    if (where == out_of_bounds) throw Failed{"an index out of bounds"};
    return std::exchange(world.references[static_cast<std::size_t>(where - 1)], pointer);
  });
}

// ---- b = a -------------------------------------------------------------------------------------

// The first instruction of `b = a`: load the pointer, incref. Of `a = new o`: allocate, in place of
// load and incref. Of `b = none` there is none.
Task<Pointer> Interpreter::obtain(const std::optional<lang::Place>& new_object,
                                  const Expression* value) {
  Pointer pointer = 0;
  if (new_object) {
    const auto& item = new_object->item;
    std::optional<std::int64_t> index;
    if (!item.index.empty()) index = co_await evaluate(item.index[0]);
    pointer = pointer_to(declared_.objects.at(item.name.text), index);
    const auto owner = static_cast<std::size_t>(merging_thread());
    co_await access([pointer, owner](World& world) {
      allocate(world, pointer, owner);
      return 0;
    });
    co_return pointer;
  }
  if (value == nullptr || value->kind == Expression::Kind::none) co_return 0;
  const auto& item = value->place.item;
  std::optional<std::int64_t> index;
  if (!item.index.empty()) index = co_await evaluate(item.index[0]);
  open_instruction();
  pointer = co_await load_pointer(item.name.text, index);
  if (pointer != 0) co_await incref(pointer);
  close_instruction();
  co_return pointer;
}

// The second instruction: store the pointer, decref what the name held before.
Task<Flow> Interpreter::assign_reference(const Statement& statement) {
  const Expression* value = statement.new_object ? nullptr : &statement.expressions[0];
  const Pointer pointer = co_await obtain(statement.new_object, value);
  const auto& index_written = statement.place.item.index;
  std::optional<std::int64_t> index;
  if (!index_written.empty()) index = co_await evaluate(index_written[0]);
  open_instruction();
  const Pointer old = co_await store_pointer(statement.place, index, pointer);
  if (old != 0) co_await decref(old);
  close_instruction();
  co_return Flow::normal;
}

// The declaration of a local reference, which held nothing before.
Task<Flow> Interpreter::ref(const Statement& statement) {
  const lang::Reference& reference = statement.references[0];
  const Expression* value = reference.value.empty() ? nullptr : &reference.value[0];
  const Pointer pointer = co_await obtain(reference.new_object, value);
  Local local;
  local.name = reference.item.name.text;
  local.is_reference = true;
  std::int64_t size = 1;
  if (!reference.item.index.empty()) {
    const auto written = constant(reference.item.index[0]);
    if (!written || pointer != 0) throw Unsupported{"an array of references that hold something"};
    size = *written;
  }
  local.values.assign(static_cast<std::size_t>(size), pointer);
  declare_local(std::move(local));
  co_return Flow::normal;
}

// One instruction: clear the name, decref.
Task<Flow> Interpreter::del(const Statement& statement) {
  const auto& index_written = statement.place.item.index;
  std::optional<std::int64_t> index;
  if (!index_written.empty()) index = co_await evaluate(index_written[0]);
  open_instruction();
  const Pointer old = co_await store_pointer(statement.place, index, 0);
  if (old != 0) co_await decref(old);
  close_instruction();
  co_return Flow::normal;
}

// Local references are dropped as by `del`, as declared, when their block ends.
Task<Flow> Interpreter::drop_references(std::size_t visible_before) {
  for (std::size_t i = visible_before; i < frame().locals.size(); ++i) {
    if (!frame().locals[i].is_reference) continue;
    for (std::size_t j = 0; j < frame().locals[i].values.size(); ++j) {
      const Pointer old = std::exchange(frame().locals[i].values[j], 0);
      if (old == 0) continue;
      open_instruction();
      co_await decref(old);
      close_instruction();
    }
  }
  co_return Flow::normal;
}

// ---- operations --------------------------------------------------------------------------------

// What `sys.getrefcount` returns: the count, and one that the call holds while it runs.
Task<std::int64_t> Interpreter::refcount(const Expression& expression) {
  const auto& item = expression.operands.at(0).place.item;
  std::optional<std::int64_t> index;
  if (!item.index.empty()) index = co_await evaluate(item.index[0]);
  open_instruction();
  const Pointer pointer = co_await load_pointer(item.name.text, index);
  const bool is_biased = counting_of(pointer) == lang::Object::Count::biased;
  const std::int64_t count = co_await access([pointer, is_biased](World& world) {
    const Object& object = alive(world, pointer);
    return 1 + (is_biased ? object.local + shared_count(object.shared) : object.count);
  });
  close_instruction();
  pass(Point::native_call);
  co_return count;
}

// By hand from C, on an object or on what a name holds: one instruction each, the load of a shared
// pointer included, and no call.
Task<std::int64_t> Interpreter::object_operation(const Expression& expression) {
  const auto& item = expression.place.item;
  const std::string& name = item.name.text;
  const std::string& method = expression.method->text;
  std::optional<std::int64_t> index;
  if (!item.index.empty()) index = co_await evaluate(item.index[0]);
  open_instruction();
  Pointer pointer = 0;
  if (is_reference(name)) {
    pointer = co_await load_pointer(name, index);
  } else {
    pointer = pointer_to(declared_.objects.at(name), index);
  }
  std::int64_t result = 0;
  if (method == "incref") {
    co_await incref(pointer);
  } else if (method == "decref") {
    co_await decref(pointer);
  } else if (method == "try_incref") {
    result = co_await try_incref(pointer);
  } else if (method == "use") {
    co_await access([pointer](World& world) { return alive(world, pointer).count; });
  } else if (method == "free") {
    co_await deallocate(pointer);
  } else {
    throw Unsupported{"the operation " + method};
  }
  close_instruction();
  co_return result;
}

}  // namespace raceproof::oracle

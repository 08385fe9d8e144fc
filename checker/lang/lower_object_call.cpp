// Operations of synchronisation objects, and the blocks that hold one.
#include <array>
#include <string_view>

#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {
namespace {

using ObjectKind = raceproof::SyncObject::Kind;

/// One row an operation: the step that it is, or the first of two.
struct Operation {
  ObjectKind object;
  std::string_view method;
  NodeKind step;
};

constexpr std::array<Operation, 18> operations{{
    {ObjectKind::lock, "acquire", NodeKind::acquire},
    {ObjectKind::lock, "release", NodeKind::release},
    {ObjectKind::lock, "try_acquire", NodeKind::try_acquire},
    {ObjectKind::rlock, "acquire", NodeKind::acquire},
    {ObjectKind::rlock, "release", NodeKind::release},
    {ObjectKind::rlock, "try_acquire", NodeKind::try_acquire},
    {ObjectKind::semaphore, "acquire", NodeKind::acquire},
    {ObjectKind::semaphore, "release", NodeKind::release},
    {ObjectKind::semaphore, "try_acquire", NodeKind::try_acquire},
    {ObjectKind::event, "set", NodeKind::event_set},
    {ObjectKind::event, "clear", NodeKind::event_clear},
    {ObjectKind::event, "wait", NodeKind::event_wait},
    {ObjectKind::barrier, "wait", NodeKind::barrier_arrive},
    {ObjectKind::condition, "wait", NodeKind::condition_sleep},
    {ObjectKind::condition, "notify", NodeKind::notify},
    {ObjectKind::condition, "notify_all", NodeKind::notify_all},
    {ObjectKind::queue, "put", NodeKind::put},
    {ObjectKind::queue, "get", NodeKind::get},
}};

const Operation* find_operation(ObjectKind object, std::string_view method) {
  for (const Operation& operation : operations) {
    if (operation.object == object && operation.method == method) return &operation;
  }
  return nullptr;
}

// In CPython locks are C code; the others are Python code that is entered like a function.
bool is_native(ObjectKind object) {
  return object == ObjectKind::lock || object == ObjectKind::rlock || object == ObjectKind::rwlock;
}

bool has_result(NodeKind step) { return step == NodeKind::try_acquire || step == NodeKind::get; }

}  // namespace

Value ThreadLowering::temporary_at(CellIndex cell) const {
  Value value;
  value.is_constant = false;
  value.is_temporary = true;
  value.number = cell;
  return value;
}

Value ThreadLowering::object_call(const Expression& e) {
  const ObjectKind object = globals_.names[e.place.item.name.text].object_kind;
  const Operation* operation = find_operation(object, e.method->text);
  const CellIndex mark = builder_.mark();
  const raceproof::Place place = object_place(e.place.item);
  Node step = node(operation->step, e.span);
  step.place = place;
  if (!e.operands.empty()) step.a = expression(e.operands[0]).operand();
  if (!is_native(object)) point(bit(SwitchPoint::python_call), e.span);
  if (operation->step == NodeKind::barrier_arrive) {
    return wait_call(e, place, NodeKind::barrier_arrive, NodeKind::barrier_leave);
  }
  if (operation->step == NodeKind::condition_sleep) {
    return wait_call(e, place, NodeKind::condition_sleep, NodeKind::condition_wake);
  }
  builder_.release_to(mark);
  step.points =
      behind(bit(is_native(object) ? SwitchPoint::native_call : SwitchPoint::python_call));
  if (has_result(step.kind)) step.destination = builder_.allocate();
  builder_.emit(step);
  return has_result(step.kind) ? temporary_at(step.destination) : Value{};
}

// A `wait` of two steps is one instruction: where the second need not wait, it follows at once.
Value ThreadLowering::wait_call(const Expression& e, raceproof::Place place, NodeKind first,
                                NodeKind second) {
  const CellIndex mark = builder_.mark();
  Node before = node(first, e.span);
  before.place = place;
  before.place.index.consumed = false;
  before.points = in_region_ ? SwitchPoints{0} : bit(SwitchPoint::step);
  before.destination = builder_.allocate();
  builder_.emit(before);
  Node after = node(second, e.span);
  after.place = place;
  if (first == NodeKind::condition_sleep) after.a = temporary_at(before.destination).operand();
  after.points = behind(bit(SwitchPoint::python_call));
  after.mid_instruction = second == NodeKind::barrier_leave;
  builder_.emit(after);
  builder_.release_to(mark);
  return {};
}

// `with` of a lock, a semaphore or a condition (which holds its lock), `read` and `write` of an
// rwlock.
void ThreadLowering::with(const Statement& s) {
  const CellIndex mark = builder_.mark();
  const ObjectKind object = globals_.names[s.place.item.name.text].object_kind;
  raceproof::Place place = object_place(s.place.item);
  if (place.size != 0 && place.index.kind == Operand::Kind::frame) {
    // The release is of the same element, whatever the body does to the variables of the index.
    Value index;
    index.is_constant = false;
    index.is_temporary = place.index.consumed;
    index.number = place.index.value;
    builder_.release_to(mark);
    raceproof::Place hidden;
    hidden.cell = builder_.allocate();
    move(index, hidden, s.span);
    place.index = {Operand::Kind::frame, false, hidden.cell};
  }
  if (object == ObjectKind::condition) {
    place = {};
    place.cell = globals_.program.objects[globals_.names[s.place.item.name.text].first].lock;
  }
  const bool is_call = object == ObjectKind::condition || object == ObjectKind::semaphore;
  NodeKind acquire = NodeKind::acquire;
  NodeKind release = NodeKind::release;
  if (s.kind == Statement::Kind::read) {
    acquire = NodeKind::read_acquire;
    release = NodeKind::read_release;
  } else if (s.kind == Statement::Kind::write) {
    acquire = NodeKind::write_acquire;
    release = NodeKind::write_release;
  }
  Node taken = node(acquire, s.span);
  taken.place = place;
  taken.points = behind(bit(is_call ? SwitchPoint::python_call : SwitchPoint::with_acquire));
  Enclosing enclosing;
  enclosing.kind = Enclosing::Kind::with;
  enclosing.mark = mark;
  enclosing.is_python_call = is_call;
  enclosing.release = node(release, s.blocks[0].close);
  enclosing.release.place = place;
  enclosing.release.points =
      behind(bit(is_call ? SwitchPoint::python_call : SwitchPoint::with_release));
  if (is_call) point(bit(SwitchPoint::python_call), s.span);
  builder_.emit(taken);
  enclosing_.push_back(enclosing);
  block(s.blocks[0]);
  if (is_reachable_) {
    this->release(enclosing);
    clear_from(mark, s.blocks[0].close);
  }
  enclosing_.pop_back();
  builder_.release_to(mark);
}

void ThreadLowering::release(const Enclosing& with) {
  if (with.is_python_call) point(bit(SwitchPoint::python_call), with.release.span);
  builder_.emit(with.release);
}

}  // namespace raceproof::lang

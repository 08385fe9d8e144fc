// Biased reference counts, step by step: PEP 703; CPython 3.14, Include/refcount.h,
// Objects/object.c (_Py_MergeZeroLocalRefcount, _Py_DecRefShared) and Python/brc.c. Each read,
// write or compare-and-swap of a field is one step; arithmetic and tests are none.
#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {

// The thread is the owner: it counts plainly.
Value ThreadLowering::is_mine(const Value& pointer, SourceSpan span) {
  const Value owner = heap_step(NodeKind::owner_load, pointer, span);
  Node control = node(NodeKind::identify, span);
  control.destination = builder_.allocate();
  builder_.emit(control);
  return calculate(Operator::eq, owner.operand(), temporary_at(control.destination).operand());
}

// INCREF: local + 1 by the owner, an atomic addition to shared by everybody else.
void ThreadLowering::incref_biased(const Value& pointer, SourceSpan span) {
  const Label mine = builder_.new_label();
  const Label end = builder_.new_label();
  const Value local = heap_step(NodeKind::local_load, pointer, span);
  branch(is_mine(pointer, span), mine, span);
  discard(local, span);
  heap_step(NodeKind::shared_add, pointer, span, 1);
  builder_.jump(end);
  builder_.bind(mine);
  const Value more = calculate(Operator::add, local.operand(), number(1).operand());
  heap_step(NodeKind::local_store, pointer, span, 1, more.operand());
  builder_.bind(end);
}

// DECREF. A decref that passes on the reference which the queue has inherited begins at `again` and
// gives no further one back.
void ThreadLowering::decref_biased(const Value& pointer, SourceSpan span) {
  const Label again = builder_.new_label();
  const Label read = builder_.new_label();
  const Label mine = builder_.new_label();
  const Label end = builder_.new_label();
  const Value local = heap_step(NodeKind::local_load, pointer, span, -1);
  builder_.jump(read);
  builder_.bind(again);
  Node step = instruction_step(NodeKind::local_load, span);
  step.a = pointer.kept();
  step.destination = static_cast<CellIndex>(local.number);
  builder_.emit(step);
  builder_.bind(read);
  branch(is_mine(pointer, span), mine, span);
  discard(local, span);
  decref_shared(pointer, again, end, span);
  builder_.bind(mine);
  const Value less = calculate(Operator::sub, local.operand(), number(1).operand());
  heap_step(NodeKind::local_store, pointer, span, 0, less.kept());
  const Label zero = builder_.new_label();
  branch(calculate(Operator::eq, less.operand(), number(0).operand()), zero, span);
  builder_.jump(end);
  builder_.bind(zero);
  merge_zero(pointer, end, span);
  builder_.bind(end);
}

// MERGE_ZERO, by the owner whose local count is zero. Control goes to `end` or comes there.
void ThreadLowering::merge_zero(const Value& pointer, Label end, SourceSpan span) {
  const Label frees = builder_.new_label();
  const Label retry = builder_.new_label();
  const Value seen = heap_step(NodeKind::shared_load, pointer, span);
  branch(calculate(Operator::eq, seen.kept(), number(0).operand()), frees, span);
  heap_step(NodeKind::owner_clear, pointer, span);
  builder_.bind(retry);
  const Value flags = calculate(Operator::mod, seen.kept(), number(4).operand());
  const Value count = calculate(Operator::sub, seen.kept(), flags.operand());
  const Value desired = calculate(Operator::add, count.operand(), number(heap::merged).operand());
  swap_shared(pointer, seen, desired, retry, span);
  branch(calculate(Operator::eq, desired.operand(), number(heap::merged).operand()), frees, span);
  builder_.jump(end);
  builder_.bind(frees);
  heap_step(NodeKind::free_object, pointer, span);
}

// One compare-and-swap; where another thread came before, `seen` is what it left, and control goes
// to `retry`.
void ThreadLowering::swap_shared(const Value& pointer, const Value& seen, const Value& desired,
                                 Label retry, SourceSpan span) {
  const Label swapped = builder_.new_label();
  const Value found =
      heap_step(NodeKind::shared_swap, pointer, span, 0, seen.kept(), desired.kept());
  branch(calculate(Operator::eq, found.kept(), seen.kept()), swapped, span);
  raceproof::Place place;
  place.cell = static_cast<CellIndex>(seen.number);
  move(found, place, span);
  builder_.jump(retry);
  builder_.bind(swapped);
  discard(found, span);
}

// DEC_SHARED and QUEUE. Where there is nothing to subtract from, the owner's queue inherits the
// reference; where the owner has merged meanwhile the decref begins `again`; where it has ended the
// object is merged here.
void ThreadLowering::decref_shared(const Value& pointer, Label again, Label end, SourceSpan span) {
  const Label retry = builder_.new_label();
  const Label unshared = builder_.new_label();
  const Label swap = builder_.new_label();
  const Label queues = builder_.new_label();
  const Label frees = builder_.new_label();
  const auto is_unshared = [&](const Value& seen, Label target) {
    branch(calculate(Operator::eq, seen.kept(), number(0).operand()), target, span);
    branch(calculate(Operator::eq, seen.kept(), number(heap::maybe_weak).operand()), target, span);
  };
  raceproof::Place desired;
  const Value seen = heap_step(NodeKind::shared_load, pointer, span);
  desired.cell = builder_.allocate();
  const Value next = temporary_at(desired.cell);
  builder_.bind(retry);
  is_unshared(seen, unshared);
  move(calculate(Operator::sub, seen.kept(), number(4).operand()), desired, span);
  builder_.jump(swap);
  builder_.bind(unshared);
  move(number(heap::queued), desired, span);
  builder_.bind(swap);
  swap_shared(pointer, seen, next, retry, span);
  is_unshared(seen, queues);
  discard(seen, span);
  branch(calculate(Operator::eq, next.operand(), number(heap::merged).operand()), frees, span);
  builder_.jump(end);
  builder_.bind(frees);
  heap_step(NodeKind::free_object, pointer, span);
  builder_.jump(end);
  builder_.bind(queues);
  discard(seen, span);
  discard(next, span);
  const Value owner = heap_step(NodeKind::owner_load, pointer, span);
  branch(calculate(Operator::eq, owner.kept(), number(0).operand()), again, span);
  branch(heap_step(NodeKind::enqueue, pointer, span, 0, owner.operand()), end, span);
  explicit_merge(pointer, span);
  builder_.jump(end);
}

// EXPLICIT_MERGE(o, -1): the local count goes into the shared one, less the inherited reference.
// The two writes come before the exchange (CPython gh-119999).
void ThreadLowering::explicit_merge(const Value& pointer, SourceSpan span) {
  const Label retry = builder_.new_label();
  const Value local = heap_step(NodeKind::local_load, pointer, span);
  heap_step(NodeKind::local_store, pointer, span, 0, number(0).operand());
  heap_step(NodeKind::owner_clear, pointer, span);
  const Value seen = heap_step(NodeKind::shared_load, pointer, span);
  builder_.bind(retry);
  const Value flags = calculate(Operator::mod, seen.kept(), number(4).operand());
  const Value shared = calculate(Operator::sub, seen.kept(), flags.operand());
  const Value extra = calculate(Operator::sub, local.kept(), number(1).operand());
  const Value quadruple = calculate(Operator::mul, extra.operand(), number(4).operand());
  const Value count = calculate(Operator::add, shared.operand(), quadruple.operand());
  const Value desired = calculate(Operator::add, count.operand(), number(heap::merged).operand());
  swap_shared(pointer, seen, desired, retry, span);
  discard(seen, span);
  discard(local, span);
  free_if(calculate(Operator::eq, desired.operand(), number(heap::merged).operand()), pointer,
          span);
}

// All that was queued, in one instruction.
void ThreadLowering::merge_taken(SourceSpan span) {
  open_instruction();
  Node take = instruction_step(NodeKind::take_queued, span);
  builder_.emit(take);
  const CellIndex mark = builder_.mark();
  const Label next = builder_.new_label();
  const Label end = builder_.new_label();
  builder_.bind(next);
  Node control = node(NodeKind::next_queued, span);
  control.destination = builder_.allocate();
  builder_.set_otherwise(builder_.emit(control), end);
  explicit_merge(temporary_at(control.destination), span);
  clear_from(mark, span);
  builder_.jump(next);
  builder_.bind(end);
  builder_.release_to(mark);
  close_instruction(span);
}

// At its end the thread merges until nothing is queued. Behind that stand the routines that a merge
// at some other instruction boundary runs through: there every cell of the frame may be in use, so
// theirs lie above all.
void ThreadLowering::merge_routines(SourceSpan span) {
  builder_.allocate(builder_.frame_size() - builder_.mark());
  const Label again = builder_.new_label();
  const Label end = builder_.new_label();
  builder_.bind(again);
  builder_.set_otherwise(builder_.emit(node(NodeKind::queued_at_end, span)), end);
  merge_taken(span);
  builder_.jump(again);
  const auto routine = [&] {
    const auto entry = static_cast<NodeIndex>(builder_.nodes());
    merge_taken(span);
    builder_.emit(node(NodeKind::merge_return, span));
    return entry;
  };
  merging_->entry = routine();
  gil_free_ = true;
  merging_->gil_free = routine();
  gil_free_ = false;
  builder_.bind(end);
}

}  // namespace raceproof::lang

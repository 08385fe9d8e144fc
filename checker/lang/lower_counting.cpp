// Counting references: the steps of an incref, a decref and a try_incref for each way of counting.
#include <set>

#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {

// ---- instructions of several steps -------------------------------------------------------------

void ThreadLowering::open_instruction() {
  in_instruction_ = true;
  instruction_begun_ = false;
}

void ThreadLowering::close_instruction(SourceSpan span, SwitchPoints reasons) {
  in_instruction_ = false;
  point(bit(SwitchPoint::instruction) | static_cast<SwitchPoint>(reasons), span);
}

Node ThreadLowering::instruction_step(NodeKind kind, SourceSpan span) {
  Node step = node(kind, span);
  step.points = behind();
  step.mid_instruction = instruction_begun_;
  instruction_begun_ = true;
  return step;
}

Value ThreadLowering::number(std::int64_t value) const {
  Value result;
  result.number = value;
  return result;
}

Value ThreadLowering::heap_step(NodeKind kind, const Value& pointer, SourceSpan span,
                                std::int32_t references, Operand b, Operand c) {
  Node step = instruction_step(kind, span);
  step.a = pointer.kept();
  step.b = b;
  step.c = c;
  step.references = references;
  if (!row(kind).gives_value) {
    builder_.emit(step);
    return {};
  }
  step.destination = builder_.allocate();
  builder_.emit(step);
  return temporary_at(step.destination);
}

// Arithmetic that is no step of its own.
Value ThreadLowering::calculate(Operator op, Operand a, Operand b) {
  Node control = node(NodeKind::calculate, span_);
  control.op = op;
  control.a = a;
  control.b = b;
  control.destination = builder_.allocate();
  builder_.emit(control);
  return temporary_at(control.destination);
}

void ThreadLowering::branch(const Value& condition, Label if_true, SourceSpan span) {
  Node control = node(NodeKind::branch, span);
  control.a = condition.operand();
  const Label behind = builder_.new_label();
  const NodeIndex at = builder_.emit(control);
  builder_.set_next(at, if_true);
  builder_.set_otherwise(at, behind);
  builder_.bind(behind);
}

// ---- by way of counting ------------------------------------------------------------------------

// What a name holds is known when it runs, so each way of counting that the file has stands ready.
void ThreadLowering::count(Change change, const Held& held, OfNone of_none, CellIndex result,
                           SourceSpan span) {
  if (held.counting) return count_as(*held.counting, change, held.pointer, result, span);
  std::set<Counting> present;
  for (const HeapObject& object : globals_.program.heap) present.insert(object.counting);
  if (present.empty()) present.insert(Counting::plain);
  const Label end = builder_.new_label();
  Node control = node(NodeKind::by_counting, span);
  control.a = held.pointer.kept();
  control.list = static_cast<std::uint32_t>(globals_.program.targets.size());
  globals_.program.targets.emplace_back(countings + 1, end);
  const std::size_t list = control.list;
  builder_.emit(control);
  const bool begun = instruction_begun_;
  for (const Counting counting : present) {
    const Label label = builder_.new_label();
    builder_.bind(label);
    globals_.program.targets[list][static_cast<std::size_t>(counting)] = label;
    // The first step of any of them finds that nothing is held.
    if (of_none == OfNone::fails) globals_.program.targets[list][countings] = label;
    instruction_begun_ = begun;
    const CellIndex mark = builder_.mark();
    count_as(counting, change, held.pointer, result, span);
    clear_from(mark, span);
    builder_.release_to(mark);
    builder_.jump(end);
  }
  builder_.bind(end);
}

void ThreadLowering::count_as(Counting counting, Change change, const Value& pointer,
                              CellIndex result, SourceSpan span) {
  const std::int32_t references = change == Change::decref ? -1 : 1;
  if (counting == Counting::plain) return count_plainly(change, pointer, result, span);
  if (change == Change::try_incref) {
    Node step = instruction_step(NodeKind::try_incref, span);
    step.a = pointer.kept();
    step.destination = result;
    builder_.emit(step);
    return;
  }
  switch (counting) {
    case Counting::plain: return;
    case Counting::atomic: return count_atomically(change, pointer, span);
    case Counting::biased:
      return change == Change::incref ? incref_biased(pointer, span)
                                      : decref_biased(pointer, span);
    case Counting::immortal:
      heap_step(NodeKind::count_hold, pointer, span, references);
      return;
  }
}

// Load, add or subtract, store; a try_incref that finds zero stops there.
void ThreadLowering::count_plainly(Change change, const Value& pointer, CellIndex result,
                                   SourceSpan span) {
  const bool gives_back = change == Change::decref;
  const Label end = builder_.new_label();
  const Value old = heap_step(
      change == Change::try_incref ? NodeKind::try_load : NodeKind::count_load, pointer, span);
  if (change == Change::try_incref) {
    branch(calculate(Operator::eq, old.kept(), number(0).operand()), end, span);
  }
  Node step = instruction_step(NodeKind::apply, span);
  step.op = gives_back ? Operator::sub : Operator::add;
  step.a = old.operand();
  step.b = number(1).operand();
  step.destination = static_cast<CellIndex>(old.number);
  builder_.emit(step);
  heap_step(NodeKind::count_store, pointer, span, gives_back ? -1 : 1,
            gives_back ? old.kept() : old.operand());
  if (gives_back) {
    free_if(calculate(Operator::eq, old.operand(), number(0).operand()), pointer, span);
  }
  if (change == Change::try_incref) {
    raceproof::Place place;
    place.cell = result;
    move(number(1), place, span);
  }
  builder_.bind(end);
}

void ThreadLowering::count_atomically(Change change, const Value& pointer, SourceSpan span) {
  const bool gives_back = change == Change::decref;
  Node step = instruction_step(NodeKind::count_update, span);
  step.op = gives_back ? Operator::sub : Operator::add;
  step.references = gives_back ? -1 : 1;
  step.a = pointer.kept();
  step.destination = builder_.allocate();
  builder_.emit(step);
  const Value count = temporary_at(step.destination);
  if (!gives_back) return discard(count, span);
  free_if(calculate(Operator::eq, count.operand(), number(0).operand()), pointer, span);
}

// A decref whose result is zero frees the object, as a further step of the same instruction.
void ThreadLowering::free_if(const Value& condition, const Value& pointer, SourceSpan span) {
  const Label frees = builder_.new_label();
  const Label end = builder_.new_label();
  branch(condition, frees, span);
  builder_.jump(end);
  builder_.bind(frees);
  heap_step(NodeKind::free_object, pointer, span);
  builder_.bind(end);
}

}  // namespace raceproof::lang

// Names that hold objects, and what is done to an object through one or by hand: language
// reference, section "Objects and reference counts".
#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {

bool ThreadLowering::is_reference(const Place& place) const {
  if (const Local* local = find_local(place.item.name.text)) return local->is_reference;
  return globals_.names[place.item.name.text].kind == Global::Kind::reference;
}

// A local ref holds nothing before its declaration, so nothing is dropped here.
void ThreadLowering::declare_reference(const Statement& s) {
  const Reference& reference = s.references[0];
  const std::vector<Diagnostic>::size_type mistakes = globals_.diagnostics.size();
  Local local;
  local.is_reference = true;
  local.is_array = !reference.item.index.empty();
  local.size = count_of(reference.item, elements_max, globals_.constants, globals_.diagnostics);
  local.cell = builder_.allocate(local.size);
  if (globals_.diagnostics.size() > mistakes) return;
  const bool holds = reference.new_object || !reference.value.empty();
  if (holds && local.size > 1) {
    globals_.diagnostics.push_back({reference.item.name.span,
                                    "an array of refs starts with none of them holding an object",
                                    "assign to its elements one by one"});
    return;
  }
  const CellIndex mark = builder_.mark();
  if (holds) {
    const Value pointer = obtain(reference.new_object,
                                 reference.value.empty() ? nullptr : &reference.value[0], s.span);
    raceproof::Place place;
    place.cell = local.cell;
    move(pointer, place, s.span);
  }
  builder_.release_to(mark);
  scopes_.back()[reference.item.name.text] = local;
  enclosing_.back().references.push_back(local);
}

// The first of two instructions: load the pointer and count, or allocate.
Value ThreadLowering::obtain(const std::optional<Place>& new_object, const Expression* value,
                             SourceSpan span) {
  if (new_object) return allocate_object(*new_object, span);
  if (value->kind != Expression::Kind::place) return number(heap::none);
  const Item& item = value->place.item;
  const Local* local = find_local(item.name.text);
  const Global* global = local == nullptr ? &globals_.names[item.name.text] : nullptr;
  raceproof::Place place;
  place.cell = local != nullptr ? local->cell : global->first;
  place = element(place, item, local != nullptr ? local->size : global->size);
  open_instruction();
  const Value pointer = local != nullptr ? fetch(place, span)
                                         : load(NodeKind::reference_load, place, span);
  count(Change::incref, {pointer, std::nullopt}, OfNone::is_skipped, 0, span);
  close_instruction(span);
  return pointer;
}

Value ThreadLowering::allocate_object(const Place& object, SourceSpan span) {
  const Global& global = globals_.names[object.item.name.text];
  Node step = node(NodeKind::allocate, span);
  step.place.cell = global.first;
  step.place = element(step.place, object.item, global.size);
  step.points = behind();
  step.destination = builder_.allocate();
  builder_.emit(step);
  return temporary_at(step.destination);
}

void ThreadLowering::assign_reference(const Statement& s) {
  const CellIndex mark = builder_.mark();
  const Expression* value = s.expressions.empty() ? nullptr : &s.expressions[0];
  store_pointer(s.place, obtain(s.new_object, value, s.span), s.span);
  builder_.release_to(mark);
}

void ThreadLowering::del(const Statement& s) {
  const CellIndex mark = builder_.mark();
  store_pointer(s.place, number(heap::none), s.span);
  builder_.release_to(mark);
}

// One instruction: what the name held before is taken out with the same step, then counted.
void ThreadLowering::store_pointer(const Place& place, const Value& pointer, SourceSpan span) {
  const Target to = target(place);
  const CellIndex mark = builder_.mark();
  open_instruction();
  Value old = temporary_at(builder_.allocate());
  if (globals_.names.count(place.item.name.text) != 0) {
    Node step = instruction_step(NodeKind::reference_store, span);
    step.place = to.place;
    step.a = pointer.operand();
    step.destination = static_cast<CellIndex>(old.number);
    builder_.emit(step);
  } else {
    raceproof::Place kept = to.place;
    kept.index.consumed = false;
    raceproof::Place taken;
    taken.cell = static_cast<CellIndex>(old.number);
    move(fetch(kept, span), taken, span);
    move(pointer, to.place, span);
  }
  count(Change::decref, {old, std::nullopt}, OfNone::is_skipped, 0, span);
  clear_from(mark, span);
  close_instruction(span);
  builder_.release_to(mark);
}

void ThreadLowering::drop(const std::vector<Local>& references, SourceSpan span) {
  for (const Local& local : references) {
    for (std::uint32_t i = 0; i < local.size; ++i) {
      Value pointer;
      pointer.is_constant = false;
      pointer.number = std::int64_t{local.cell} + i;
      open_instruction();
      count(Change::decref, {pointer, std::nullopt}, OfNone::is_skipped, 0, span);
      raceproof::Place place;
      place.cell = local.cell + i;
      move(number(heap::none), place, span);
      close_instruction(span);
    }
  }
}

// An object named directly is known; through a ref its pointer is loaded, in the instruction that
// was just opened.
ThreadLowering::Held ThreadLowering::held(const Place& place, SourceSpan span) {
  const Item& item = place.item;
  raceproof::Place at;
  if (const Local* local = find_local(item.name.text)) {
    at.cell = local->cell;
    at = element(at, item, local->size);
    open_instruction();
    return {fetch(at, span), std::nullopt};
  }
  const Global& global = globals_.names[item.name.text];
  at.cell = global.first;
  at = element(at, item, global.size);
  open_instruction();
  if (global.kind == Global::Kind::reference) {
    return {load(NodeKind::reference_load, at, span), std::nullopt};
  }
  if (at.size == 0) return {number(heap::pointer_to(at.cell)), global.counting};
  Node control = node(NodeKind::point_at, span);
  control.place = at;
  control.destination = builder_.allocate();
  builder_.emit(control);
  return {temporary_at(control.destination), global.counting};
}

Value ThreadLowering::reference_call(const Expression& e) {
  const std::string& method = e.method->text;
  const CellIndex mark = builder_.mark();
  const Value result = temporary_at(builder_.allocate());
  const CellIndex behind_result = builder_.mark();
  const Held held = this->held(e.place, e.span);
  const bool has_result = method == "try_incref";
  if (method == "use") {
    heap_step(NodeKind::use, held.pointer, e.span);
  } else if (method == "free") {
    heap_step(NodeKind::free_object, held.pointer, e.span);
  } else {
    const Change change = has_result ? Change::try_incref
                          : method == "incref" ? Change::incref
                                               : Change::decref;
    count(change, held, OfNone::fails, static_cast<CellIndex>(result.number), e.span);
  }
  clear_from(behind_result, e.span);
  close_instruction(e.span);
  builder_.release_to(has_result ? behind_result : mark);
  return has_result ? result : Value{};
}

Value ThreadLowering::refcount(const Expression& e) {
  const CellIndex mark = builder_.mark();
  const Held held = this->held(e.operands[0].place, e.span);
  Node step = instruction_step(NodeKind::refcount, e.span);
  step.a = held.pointer.operand();
  builder_.release_to(mark);
  step.destination = builder_.allocate();
  builder_.emit(step);
  close_instruction(e.span, bit(SwitchPoint::native_call));
  return temporary_at(step.destination);
}

}  // namespace raceproof::lang

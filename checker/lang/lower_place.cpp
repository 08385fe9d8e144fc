// Names, elements and objects: where an expression reads and where an assignment goes.
#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {

const Local* ThreadLowering::find_local(const std::string& name) const {
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
    const auto found = scope->find(name);
    if (found != scope->end()) return &found->second;
  }
  return open_ && globals_.constants.is_open(name) ? &*open_ : nullptr;
}

std::optional<std::int64_t> ThreadLowering::find_constant(const Expression& e) {
  const std::string& name = e.place.item.name.text;
  if (globals_.constants.is_open(name)) globals_.constants.evaluate(e);  // says that it has none
  return globals_.constants.find(name);
}

Known ThreadLowering::self_value() {
  uses_self_ = true;
  return {self_.value_or(0), true};
}

raceproof::Place ThreadLowering::element(raceproof::Place place, const Item& item,
                                         std::uint32_t size) {
  if (item.index.empty()) return place;
  const Value index = expression(item.index[0]);
  const bool is_in_bounds =
      index.is_constant && index.number >= 0 && index.number < std::int64_t{size};
  if (is_in_bounds) {
    place.cell += static_cast<CellIndex>(index.number);
    return place;
  }
  if (index.is_constant && !index.is_local_constant) {
    globals_.diagnostics.push_back(
        {item.index[0].span,
         "the index " + std::to_string(index.number) + " is out of bounds: '" + item.name.text +
             "' has " + std::to_string(size) + " element" + (size == 1 ? "" : "s"),
         "an index is between 0 and " + std::to_string(size - 1)});
    return place;
  }
  place.size = size;
  place.index = index.operand();
  return place;
}

Value ThreadLowering::load(NodeKind kind, const raceproof::Place& place, SourceSpan span) {
  Node step = in_instruction_ ? instruction_step(kind, span) : node(kind, span);
  step.place = place;
  step.destination = builder_.allocate();
  step.points = behind();
  builder_.emit(step);
  Value value;
  value.is_constant = false;
  value.is_temporary = true;
  value.number = step.destination;
  return value;
}

// A local element at an index that is known only at run time is brought into a temporary.
Value ThreadLowering::fetch(const raceproof::Place& place, SourceSpan span) {
  Value value;
  value.is_constant = false;
  value.number = place.cell;
  if (place.size == 0) return value;
  Node control = node(NodeKind::fetch, span);
  control.place = place;
  control.destination = builder_.allocate();
  builder_.emit(control);
  value.is_temporary = true;
  value.number = control.destination;
  return value;
}

Value ThreadLowering::read_place(const Expression& e) {
  const Item& item = e.place.item;
  const CellIndex mark = builder_.mark();
  if (const Local* local = find_local(item.name.text)) {
    if (local->is_constant) {
      Value value;
      value.number = local->value;
      value.is_local_constant = true;
      return value;
    }
    raceproof::Place place;
    place.cell = local->cell;
    place = element(place, item, local->size);
    builder_.release_to(mark);
    return fetch(place, e.span);
  }
  if (const auto constant = find_constant(e)) {
    Value value;
    value.number = *constant;
    return value;
  }
  const Global& global = globals_.names[item.name.text];
  raceproof::Place place;
  place.cell = global.first;
  place = element(place, item, global.size);
  builder_.release_to(mark);
  const bool is_pointer = global.kind == Global::Kind::reference;
  return load(is_pointer ? NodeKind::reference_load : NodeKind::load, place, e.span);
}

Target ThreadLowering::target(const Place& written) {
  Target result;
  if (const Local* local = find_local(written.item.name.text)) {
    result.place.cell = local->cell;
    result.place.low = local->low;
    result.place.high = local->high;
    result.place = element(result.place, written.item, local->size);
    return result;
  }
  const Global& global = globals_.names[written.item.name.text];
  result.is_shared = true;
  result.is_atomic = global.is_atomic;
  result.place.cell = global.first;
  result.place.low = global.low;
  result.place.high = global.high;
  result.place = element(result.place, written.item, global.size);
  return result;
}

raceproof::Place ThreadLowering::object_place(const Item& item) {
  const Global& global = globals_.names[item.name.text];
  raceproof::Place place;
  place.cell = global.first;
  return element(place, item, global.size);
}

}  // namespace raceproof::lang

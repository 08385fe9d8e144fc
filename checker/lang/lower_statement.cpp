// Statements other than loops and calls, to steps.
#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {

void ThreadLowering::block(const Block& body) {
  const CellIndex mark = builder_.mark();
  scopes_.emplace_back();
  statements(body);
  scopes_.pop_back();
  if (is_reachable_) clear_from(mark, body.close);
  builder_.release_to(mark);
}

// The refs that a block declares are dropped where it ends.
void ThreadLowering::statements(const Block& body) {
  enclosing_.emplace_back().kind = Enclosing::Kind::block;
  for (const Statement& s : body.statements) {
    if (!is_reachable_) break;
    statement(s);
  }
  if (is_reachable_) drop(enclosing_.back().references, body.close);
  enclosing_.pop_back();
}

void ThreadLowering::statement(const Statement& s) {
  using Kind = Statement::Kind;
  if (is_full(s.span)) return;
  switch (s.kind) {
    case Kind::let:
      for (const Cell& cell : s.cells) let(cell);
      return;
    case Kind::assign: return assign(s);
    case Kind::call: {
      const CellIndex mark = builder_.mark();
      const bool is_function = !s.expressions[0].method;
      const Value value = call(s.expressions[0], false);
      if (!is_function) discard(value, s.span);
      builder_.release_to(mark);
      return;
    }
    case Kind::if_: return if_statement(s);
    case Kind::while_: return while_statement(s);
    case Kind::repeat: return repeat(s);
    case Kind::for_: return for_statement(s);
    case Kind::with:
    case Kind::read:
    case Kind::write: return with(s);
    case Kind::either: return either(s);
    case Kind::choose: return choose(s);
    case Kind::await: return await(s);
    case Kind::atomic: return region(s);
    case Kind::native: return native(s);
    case Kind::allow_threads: return allow_threads(s);
    case Kind::assert_:
    case Kind::assume: return check(s);
    case Kind::start:
    case Kind::join: return start_or_join(s);
    case Kind::cpu:
    case Kind::sleep:
    case Kind::io:
    case Kind::yield: return timed(s);
    case Kind::return_: return return_statement(s);
    case Kind::break_:
    case Kind::continue_: return leave(s);
    case Kind::skip: return;
    case Kind::ref: return declare_reference(s);
    case Kind::del: return del(s);
  }
}

void ThreadLowering::let(const Cell& cell) {
  const CellShape shape = shape_of(cell, globals_.constants, globals_.diagnostics);
  Local local;
  local.is_array = shape.is_array;
  local.is_boolean = shape.is_boolean;
  local.size = shape.size;
  local.low = shape.low;
  local.high = shape.high;
  const bool is_outermost = scopes_.size() == 1 && call_depth_ == 0;
  const auto reserved = reserved_.find(cell.name.text);
  local.cell = is_outermost && reserved != reserved_.end() ? reserved->second.cell
                                                           : builder_.allocate(shape.size);
  if (cell.initial_is_list && cell.initial.size() != shape.size) {
    globals_.diagnostics.push_back(
        {cell.name.span,
         "'" + cell.name.text + "' has " + std::to_string(shape.size) + " elements, but " +
             std::to_string(cell.initial.size()) + " initial values",
         "give one value for all elements, or one for each"});
  }
  const CellIndex mark = builder_.mark();
  Value value;
  for (std::uint32_t i = 0; i < shape.size; ++i) {
    const bool evaluates = cell.initial_is_list ? i < cell.initial.size()
                                                : i == 0 && !cell.initial.empty();
    if (evaluates) value = expression(cell.initial[i]);
    raceproof::Place place;
    place.cell = local.cell + i;
    place.low = local.low;
    place.high = local.high;
    // One value for all elements is used once for each; only the last use consumes it.
    Value use = value;
    if (!cell.initial_is_list && i + 1 < shape.size) use.is_temporary = false;
    move(use, place, cell.name.span);
    if (cell.initial_is_list) builder_.release_to(mark);
  }
  builder_.release_to(mark);
  scopes_.back()[cell.name.text] = local;
}

void ThreadLowering::assign(const Statement& s) {
  if (is_reference(s.place)) return assign_reference(s);
  if (s.compound) return assign_compound(s);
  const CellIndex mark = builder_.mark();
  const Value value = expression(s.expressions[0]);
  const Target to = target(s.place);
  if (to.is_shared) {
    Node step = node(NodeKind::store, s.span);
    step.place = to.place;
    step.a = value.operand();
    step.points = behind();
    builder_.emit(step);
  } else {
    move(value, to.place, s.span);
  }
  builder_.release_to(mark);
}

// `a[i] += E`: `i` once, then load, E, operator, store; on an `atomic`: E, then `i`, then one step.
void ThreadLowering::assign_compound(const Statement& s) {
  const CellIndex mark = builder_.mark();
  const Global* global = find_local(s.place.item.name.text) == nullptr
                             ? &globals_.names[s.place.item.name.text]
                             : nullptr;
  if (global != nullptr && global->is_atomic) {
    Node step = node(NodeKind::update, s.span);
    step.op = *s.compound;
    step.a = expression(s.expressions[0]).operand();
    step.place = target(s.place).place;
    step.points = behind();
    builder_.emit(step);
    builder_.release_to(mark);
    return;
  }
  const Target to = target(s.place);
  raceproof::Place kept = to.place;
  kept.index.consumed = false;
  const CellIndex behind_index = builder_.mark();
  const Value old = to.is_shared ? load(NodeKind::load, kept, s.span) : fetch(kept, s.span);
  const Value operand = expression(s.expressions[0]);
  Expression operation;
  operation.op = *s.compound;
  operation.span = operation.op_span = s.span;
  const Value result = apply(operation, old, operand, behind_index);
  if (to.is_shared) {
    Node step = node(NodeKind::store, s.span);
    step.place = to.place;
    step.a = result.operand();
    step.points = behind();
    builder_.emit(step);
  } else {
    move(result, to.place, s.span);
  }
  builder_.release_to(mark);
}

void ThreadLowering::if_statement(const Statement& s) {
  const Label end = builder_.new_label();
  bool ends = false;
  for (std::size_t i = 0; i < s.expressions.size(); ++i) {
    const Label if_true = builder_.new_label();
    const Label if_false = builder_.new_label();
    const std::optional<bool> known = condition(s.expressions[i], if_true, if_false, true);
    if (known && !*known) continue;
    if (!known) builder_.bind(if_true);
    block(s.blocks[i]);
    if (is_reachable_) {
      ends = true;
      builder_.jump(end);
    }
    if (known) {
      is_reachable_ = ends;
      builder_.bind(end);
      return;
    }
    builder_.bind(if_false);
    point(bit(SwitchPoint::forward_jump), s.expressions[i].span);
    is_reachable_ = !is_full_;
  }
  if (s.blocks.size() > s.expressions.size()) block(s.blocks.back());
  is_reachable_ = (is_reachable_ || ends) && !is_full_;
  builder_.bind(end);
}

void ThreadLowering::either(const Statement& s) {
  Node step = node(NodeKind::either, s.span);
  step.points = behind();
  step.list = static_cast<std::uint32_t>(globals_.program.targets.size());
  const std::size_t list = globals_.program.targets.size();
  globals_.program.targets.emplace_back();
  builder_.emit(step);
  const Label end = builder_.new_label();
  bool ends = false;
  for (const Block& alternative : s.blocks) {
    const Label label = builder_.new_label();
    globals_.program.targets[list].push_back(label);
    builder_.bind(label);
    builder_.begin_native_instruction();
    is_reachable_ = !is_full_;
    block(alternative);
    if (is_reachable_) {
      ends = true;
      builder_.jump(end);
    }
  }
  is_reachable_ = ends && !is_full_;
  builder_.bind(end);
}

void ThreadLowering::choose(const Statement& s) {
  const Lookup lookup = [this](const std::string& name) -> std::optional<Known> {
    if (name == "self") return self_value();
    const Local* local = find_local(name);
    if (local == nullptr || !local->is_constant) return std::nullopt;
    return Known{local->value, true};
  };
  const std::optional<raceproof::ValueSet> set = globals_.constants.evaluate(s.set, lookup);
  std::optional<std::vector<std::int64_t>> values;
  if (set) values = set->values(1'000'000);
  if (set && set->empty()) {
    globals_.diagnostics.push_back(
        {s.set.span, "there is nothing to choose from: the set is empty", ""});
  } else if (set && !values) {
    globals_.diagnostics.push_back({s.set.span, "the set has more than 1,000,000 values",
                                    "a `choose` can have at most 1,000,000 alternatives"});
  }
  const Local* visible = find_local(s.name.text);
  Local local;
  if (visible != nullptr) {
    local = *visible;
  } else {
    const bool is_outermost = scopes_.size() == 1 && call_depth_ == 0;
    const auto reserved = reserved_.find(s.name.text);
    local.cell = is_outermost && reserved != reserved_.end() ? reserved->second.cell
                                                             : builder_.allocate();
    scopes_.back()[s.name.text] = local;
  }
  Node step = node(NodeKind::choose, s.span);
  step.destination = local.cell;
  step.place.low = local.low;
  step.place.high = local.high;
  step.list = static_cast<std::uint32_t>(globals_.program.sets.size());
  step.points = behind();
  globals_.program.sets.push_back(values && !values->empty() ? *values
                                                             : std::vector<std::int64_t>{0});
  builder_.emit(step);
}

void ThreadLowering::await(const Statement& s) {
  Node step = node(NodeKind::await, s.span);
  step.list = static_cast<std::uint32_t>(globals_.program.expressions.size());
  globals_.program.expressions.push_back(tree(s.expressions[0]));
  step.points = behind();
  step.region = !s.blocks.empty();
  builder_.emit(step);
  if (s.blocks.empty()) return;
  in_region_ = true;
  block(s.blocks[0]);
  in_region_ = false;
  builder_.emit(node(NodeKind::region_end, s.blocks[0].close));
}

void ThreadLowering::region(const Statement& s) {
  if (in_region_) return block(s.blocks[0]);
  Node step = node(NodeKind::atomic, s.span);
  step.points = behind();
  builder_.emit(step);
  in_region_ = true;
  block(s.blocks[0]);
  in_region_ = false;
  builder_.emit(node(NodeKind::region_end, s.blocks[0].close));
}

void ThreadLowering::native(const Statement& s) {
  if (in_native_) return block(s.blocks[0]);
  in_native_ = true;
  const CellIndex mark = builder_.mark();
  if (!globals_.program.heap.empty()) builder_.set_native_begun(builder_.allocate());
  block(s.blocks[0]);
  builder_.set_native_begun(std::nullopt);
  in_native_ = false;
  if (is_reachable_) {
    clear_from(mark, s.blocks[0].close);
    point(SwitchPoint::instruction | SwitchPoint::native_call, s.blocks[0].close);
  }
  builder_.release_to(mark);
}

void ThreadLowering::allow_threads(const Statement& s) {
  if (gil_free_) return block(s.blocks[0]);
  Node gives_up = node(NodeKind::point, s.span);
  gives_up.points = bit(SwitchPoint::gil_release);
  builder_.emit(gives_up);
  gil_free_ = true;
  block(s.blocks[0]);
  gil_free_ = false;
}

void ThreadLowering::check(const Statement& s) {
  const bool is_assert = s.kind == Statement::Kind::assert_;
  const CellIndex mark = builder_.mark();
  const Value value = expression(s.expressions[0]);
  builder_.release_to(mark);
  if (value.is_constant && value.number != 0) return;
  Node control = node(is_assert ? NodeKind::check_assert : NodeKind::check_assume, s.span);
  control.a = value.operand();
  builder_.emit(control);
  if (is_assert && !value.is_constant) point(bit(SwitchPoint::forward_jump), s.span);
}

void ThreadLowering::start_or_join(const Statement& s) {
  const CellIndex mark = builder_.mark();
  const Global& global = globals_.names[s.place.item.name.text];
  Node step = node(s.kind == Statement::Kind::start ? NodeKind::start : NodeKind::join, s.span);
  step.place.cell = global.first;
  step.place = element(step.place, s.place.item, global.size);
  step.count = s.place.item.index.empty() ? global.size : 1;
  step.points = behind(bit(SwitchPoint::native_call));
  builder_.emit(step);
  builder_.release_to(mark);
}

void ThreadLowering::timed(const Statement& s) {
  const auto kind = s.kind == Statement::Kind::cpu     ? NodeKind::cpu
                    : s.kind == Statement::Kind::sleep ? NodeKind::sleep
                    : s.kind == Statement::Kind::io    ? NodeKind::io
                                                       : NodeKind::yield;
  Node step = node(kind, s.span);
  step.duration_us = s.duration_us;
  SwitchPoints reasons = bit(SwitchPoint::native_call);
  if (kind == NodeKind::yield) reasons = bit(SwitchPoint::yield);
  if (kind == NodeKind::sleep || kind == NodeKind::io) reasons = reasons | SwitchPoint::gil_release;
  step.points = behind(reasons);
  builder_.emit(step);
}

}  // namespace raceproof::lang

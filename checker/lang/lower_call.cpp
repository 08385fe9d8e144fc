// Calls: functions of the file written out in place, operations of locks and atomic variables, and
// what leaves them.
#include <set>

#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {
namespace {

constexpr std::uint32_t call_depth_max = 100;

void collect_assigned(const Block& block, std::set<std::string>& names) {
  for (const Statement& statement : block.statements) {
    if (statement.kind == Statement::Kind::assign) names.insert(statement.place.item.name.text);
    if (statement.kind == Statement::Kind::choose) names.insert(statement.name.text);
    for (const Block& inner : statement.blocks) collect_assigned(inner, names);
  }
}

}  // namespace

Value ThreadLowering::call(const Expression& e, bool is_result_used) {
  if (e.method) return method_call(e);
  if (e.place.item.name.text == "refcount") return refcount(e);
  return function_call(e, *globals_.names[e.place.item.name.text].function, is_result_used);
}

// A parameter that is given a constant and never assigned is a constant; any other is a cell.
std::map<std::string, Local> ThreadLowering::parameters(const Expression& e,
                                                        const Function& function) {
  std::set<std::string> assigned;
  collect_assigned(function.body, assigned);
  std::map<std::string, Local> scope;
  for (std::size_t i = 0; i < function.parameters.size() && i < e.operands.size(); ++i) {
    const std::string& name = function.parameters[i].text;
    const CellIndex before = builder_.mark();
    const Value value = expression(e.operands[i]);
    Local local;
    if (value.is_constant && assigned.count(name) == 0) {
      local.is_constant = true;
      local.value = value.number;
    } else {
      builder_.release_to(before);
      raceproof::Place place;
      place.cell = local.cell = builder_.allocate();
      move(value, place, e.operands[i].span);
    }
    scope.emplace(name, local);
  }
  return scope;
}

// The body stands in place of the call. Cells, from the bottom: the result, the parameters, the
// locals of the body; all but the result are dead behind it.
Value ThreadLowering::function_call(const Expression& e, const Function& function,
                                    bool is_result_used) {
  ++calls_;
  if (is_full(e.span)) return {};
  if (call_depth_ >= call_depth_max) {
    globals_.diagnostics.push_back(
        {e.span, "calls are more than 100 deep: the recursion of '" + function.name.text +
                     "' is ended by no constant",
         "a recursion must end on a parameter that is given constants only"});
    is_full_ = true;
    is_reachable_ = false;
    return {};
  }
  const CellIndex mark = builder_.mark();
  Enclosing frame;
  frame.kind = Enclosing::Kind::call;
  frame.is_result_used = is_result_used;
  if (is_result_used) frame.result = builder_.allocate();
  frame.mark = builder_.mark();
  frame.return_to = builder_.new_label();

  Scopes scopes{parameters(e, function)};
  point(bit(SwitchPoint::function_entry), e.span);

  const std::size_t depth = enclosing_.size();
  enclosing_.push_back(frame);
  scopes_.swap(scopes);
  ++call_depth_;
  block(function.body);
  --call_depth_;
  scopes_.swap(scopes);
  if (is_reachable_ && is_result_used && !is_full_) {
    globals_.diagnostics.push_back(
        {e.span, "'" + function.name.text + "' does not return a value on every path, but its "
                 "result is used here",
         "add a `return` at the end of '" + function.name.text + "'"});
  }
  is_reachable_ = (is_reachable_ || enclosing_[depth].returns) && !is_full_;
  enclosing_.pop_back();
  builder_.bind(frame.return_to);
  clear_from(frame.mark, function.body.close);
  point(bit(SwitchPoint::function_return), e.span);
  builder_.release_to(mark);
  Value result;
  if (is_result_used) {
    result.is_constant = false;
    result.is_temporary = true;
    result.number = builder_.allocate();
  }
  return result;
}

void ThreadLowering::return_statement(const Statement& s) {
  std::size_t depth = enclosing_.size();
  while (depth > 0 && enclosing_[depth - 1].kind != Enclosing::Kind::call) --depth;
  if (depth == 0) {
    // Out of a thread or `init`: its end is label 0.
    unwind_to(0);
    builder_.jump(0);
    is_reachable_ = false;
    return;
  }
  const CellIndex mark = builder_.mark();
  const Enclosing frame = enclosing_[depth - 1];
  if (!s.expressions.empty()) {
    const Value value = expression(s.expressions[0]);
    if (frame.result) {
      raceproof::Place place;
      place.cell = *frame.result;
      move(value, place, s.span);
    } else {
      discard(value, s.span);
    }
    builder_.release_to(mark);
  } else if (frame.is_result_used) {
    globals_.diagnostics.push_back({s.span, "this `return` gives no value, but the result of the "
                                            "function is used",
                                    "write the value behind `return`"});
  }
  if (!is_reachable_) return;
  unwind_to(depth);
  clear_from(frame.mark, s.span);
  builder_.jump(frame.return_to);
  enclosing_[depth - 1].returns = true;
  is_reachable_ = false;
}

// Each `with` that is left releases first, from the innermost outwards; on the way control passes
// the end of each `while`.
void ThreadLowering::unwind_to(std::size_t depth) {
  const LoopIndex inside = builder_.loop();
  for (std::size_t i = enclosing_.size(); i > depth; --i) {
    const Enclosing& left = enclosing_[i - 1];
    if (left.kind == Enclosing::Kind::block) drop(left.references, span_);
    if (left.kind == Enclosing::Kind::with) release(left);
    if (left.kind == Enclosing::Kind::loop) pass_loop_end(left.number);
  }
  builder_.set_loop(inside);
}

void ThreadLowering::leave(const Statement& s) {
  std::size_t depth = enclosing_.size();
  while (depth > 0 && enclosing_[depth - 1].kind != Enclosing::Kind::loop) --depth;
  if (depth == 0) return;
  unwind_to(depth);
  Enclosing& loop = enclosing_[depth - 1];
  if (s.kind == Statement::Kind::break_) {
    clear_from(loop.mark, s.span);
    builder_.jump(loop.break_to);
    loop.is_broken = true;
  } else {
    clear_from(loop.body_mark, s.span);
    builder_.jump(loop.continue_to);
    loop.is_continued = true;
  }
  is_reachable_ = false;
}

Value ThreadLowering::method_call(const Expression& e) {
  if (find_local(e.place.item.name.text) != nullptr) return reference_call(e);
  const Global& global = globals_.names[e.place.item.name.text];
  if (global.kind == Global::Kind::object) return object_call(e);
  return global.is_atomic ? atomic_call(e) : reference_call(e);
}

Value ThreadLowering::atomic_call(const Expression& e) {
  const Global& global = globals_.names[e.place.item.name.text];
  const std::string& method = e.method->text;
  const CellIndex mark = builder_.mark();
  Node step = node(method == "load"        ? NodeKind::load
                   : method == "store"     ? NodeKind::store
                   : method == "exchange"  ? NodeKind::exchange
                   : method == "fetch_add" ? NodeKind::fetch_add
                                           : NodeKind::compare_exchange,
                   e.span);
  step.place.cell = global.first;
  step.place.low = global.low;
  step.place.high = global.high;
  step.place = element(step.place, e.place.item, global.size);
  if (!e.operands.empty()) step.a = expression(e.operands[0]).operand();
  if (e.operands.size() > 1) step.b = expression(e.operands[1]).operand();
  builder_.release_to(mark);
  step.points = behind();
  Value result;
  if (step.kind != NodeKind::store) {
    step.destination = builder_.allocate();
    result.is_constant = false;
    result.is_temporary = true;
    result.number = step.destination;
  }
  builder_.emit(step);
  return result;
}

}  // namespace raceproof::lang

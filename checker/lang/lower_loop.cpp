// Loops, with their switch points: the end of a body jumps back.
#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {
namespace {

constexpr SwitchPoints range_jump =
    SwitchPoint::backward_jump | SwitchPoint::backward_jump_after_test;

}  // namespace

// Lowers the body with `continue_to` bound behind it; what jumps back is the caller's. Afterwards
// control is reachable if the end of the body or a `continue` is.
ThreadLowering::Enclosing ThreadLowering::loop_body(const Block& body, Enclosing loop,
                                                    const std::string* variable,
                                                    const Local* variable_local) {
  loop.kind = Enclosing::Kind::loop;
  loop.body_mark = builder_.mark();
  builder_.emit(node(NodeKind::round, body.open));
  enclosing_.push_back(loop);
  scopes_.emplace_back();
  if (variable != nullptr) scopes_.back()[*variable] = *variable_local;
  block(body);
  scopes_.pop_back();
  loop = enclosing_.back();
  enclosing_.pop_back();
  builder_.bind(loop.continue_to);
  is_reachable_ = (is_reachable_ || loop.is_continued) && !is_full_;
  return loop;
}

// Progress is judged of the threads' loops; nobody waits for `init`.
LoopIndex ThreadLowering::enter_loop(SourceSpan span) {
  if (in_region_) return 0;
  std::vector<Loop>& loops = globals_.program.loops;
  loops.push_back({builder_.loop(), span});
  builder_.set_loop(static_cast<LoopIndex>(loops.size() - 1));
  return builder_.loop();
}

void ThreadLowering::pass_loop_end(LoopIndex loop) {
  if (loop == 0) return;
  Node control = node(NodeKind::loop_end, globals_.program.loops[loop].span);
  control.list = loop;
  builder_.emit(control);
  builder_.set_loop(globals_.program.loops[loop].parent);
}

// The test at the top, and a copy of it at the end of the body: the models differ in which side of
// the copy the switch point of the backward jump lies on.
void ThreadLowering::while_statement(const Statement& s) {
  const Label body = builder_.new_label();
  const Label out = builder_.new_label();
  const LoopIndex outer = builder_.loop();
  Enclosing loop;
  loop.mark = builder_.mark();
  loop.break_to = builder_.new_label();
  loop.continue_to = builder_.new_label();
  loop.number = enter_loop(s.span);
  const std::optional<bool> known = condition(s.expressions[0], body, out, true);
  if (known) {
    // It has no test, and nothing was emitted for it.
    if (loop.number != 0) globals_.program.loops.pop_back();
    builder_.set_loop(outer);
    if (*known) endless_loop(s);
    return;
  }
  builder_.bind(out);
  point(bit(SwitchPoint::forward_jump), s.expressions[0].span);
  builder_.jump(loop.break_to);
  builder_.bind(body);
  loop = loop_body(s.blocks[0], loop, nullptr, nullptr);
  if (is_reachable_) {
    const Label again = builder_.new_label();
    point(bit(SwitchPoint::backward_jump), s.blocks[0].close);
    condition(s.expressions[0], again, loop.break_to, false);
    builder_.bind(again);
    point(bit(SwitchPoint::backward_jump_after_test), s.blocks[0].close);
    builder_.jump(body);
  }
  builder_.bind(loop.break_to);
  pass_loop_end(loop.number);
  is_reachable_ = !is_full_;
}

void ThreadLowering::endless_loop(const Statement& s) {
  const Label body = builder_.new_label();
  Enclosing loop;
  loop.mark = builder_.mark();
  loop.break_to = builder_.new_label();
  loop.continue_to = builder_.new_label();
  builder_.bind(body);
  loop = loop_body(s.blocks[0], loop, nullptr, nullptr);
  if (is_reachable_) {
    point(range_jump, s.blocks[0].close);
    builder_.jump(body);
  }
  builder_.bind(loop.break_to);
  is_reachable_ = loop.is_broken && !is_full_;
}

void ThreadLowering::repeat(const Statement& s) {
  Enclosing loop;
  loop.mark = builder_.mark();
  loop.break_to = builder_.new_label();
  loop.continue_to = builder_.new_label();
  const Value rounds = expression(s.expressions[0]);
  builder_.release_to(loop.mark);
  raceproof::Place counter;
  counter.cell = builder_.allocate();
  move(rounds, counter, s.span);
  const Label head = builder_.new_label();
  builder_.bind(head);
  Node test = node(NodeKind::count_down, s.span);
  test.destination = counter.cell;
  builder_.set_otherwise(builder_.emit(test), loop.break_to);
  loop = loop_body(s.blocks[0], loop, nullptr, nullptr);
  if (is_reachable_) {
    point(range_jump, s.blocks[0].close);
    builder_.jump(head);
  }
  builder_.bind(loop.break_to);
  builder_.release_to(loop.mark);
  is_reachable_ = !is_full_;
}

void ThreadLowering::for_statement(const Statement& s) {
  Enclosing loop;
  loop.mark = builder_.mark();
  loop.break_to = builder_.new_label();
  loop.continue_to = builder_.new_label();
  // Both bounds are evaluated first; then the first cell is the variable, the second its end.
  Value low = expression(s.expressions[0]);
  Local variable;
  raceproof::Place first;
  builder_.release_to(loop.mark);
  variable.cell = first.cell = builder_.allocate();
  move(low, first, s.span);
  const CellIndex mark = builder_.mark();
  Value high = expression(s.expressions[1]);
  builder_.release_to(mark);
  if (!high.is_constant) {
    raceproof::Place limit;
    limit.cell = builder_.allocate();
    move(high, limit, s.span);
    high.number = limit.cell;
    high.is_temporary = false;
  }
  const Label head = builder_.new_label();
  const Label out = builder_.new_label();
  builder_.bind(head);
  Node test = node(NodeKind::for_test, s.span);
  test.a = {Operand::Kind::frame, false, variable.cell};
  test.b = high.kept();
  builder_.set_otherwise(builder_.emit(test), out);
  loop = loop_body(s.blocks[0], loop, &s.name.text, &variable);
  if (is_reachable_) {
    Node advance = node(NodeKind::advance, s.span);
    advance.destination = variable.cell;
    point(range_jump, s.blocks[0].close);
    builder_.emit(advance, head);
  }
  builder_.bind(out);
  clear_from(loop.mark, s.span);
  builder_.bind(loop.break_to);
  builder_.release_to(loop.mark);
  is_reachable_ = !is_full_;
}

}  // namespace raceproof::lang

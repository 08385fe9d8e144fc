#include "tests/oracle/interpreter.h"

#include <algorithm>
#include <utility>

#include "tests/oracle/constant.h"
#include "tests/oracle/sync_steps.h"

namespace raceproof::oracle {
namespace {

bool counts_biased(const Declarations& declared) {
  return std::count(declared.counts.begin(), declared.counts.end(),
                    lang::Object::Count::biased) > 0;
}

}  // namespace

Interpreter::Interpreter(const Declarations& declared, const ThreadGroup& group, std::size_t copy)
    : declared_(declared),
      me_(static_cast<int>(group.group.first + copy)),
      self_(static_cast<std::int64_t>(copy)),
      body_(whole_body(*group.body)) {}

// Section 4: `init` runs alone; section 11.4: it is one whole, as an `atomic` block is.
Interpreter::Interpreter(const Declarations& declared, const lang::Init& init)
    : declared_(declared), me_(the_init_block), atomic_depth_(1), body_(whole_body(init.body)) {}

// ---- steps -------------------------------------------------------------------------------------

void Interpreter::begin() {
  body_.enter(calls_);
  run();
}

void Interpreter::go_on(const Taken& taken) {
  // The steps of `init` are steps (section 3), those of an `atomic` block are within one.
  if (!next_->joined || me_ == the_init_block) rounds_ = 0;
  if (!next_->joined) at_switch_point_ = false;
  next_.reset();
  taken_ = taken;
  run();
}

void Interpreter::run() {
  while (!calls_.empty() && !next_) calls_.back().resume();
  if (calls_.empty()) body_.result();  // throws what ended the execution
}

/// Pauses until the step that the interpreter stands before was taken.
struct Interpreter::Pause {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};

// Section 11.7: where something is queued for the thread, it may merge that first, as often as it
// stands before the step.
Task<std::int64_t> Interpreter::take(Step step) {
  step.joined = atomic_depth_ > 0;
  step.without_gil = allow_threads_depth_ > 0 && allows_threads(declared_.model);
  step.at_boundary = !step.joined && (instruction_depth_ == 0 || !instruction_begun_);
  for (;;) {
    next_ = step;
    co_await Pause{};
    if (!taken_.merged) break;
    co_await merge_list();
  }
  const std::int64_t result = taken_.result;
  step_was_taken();
  co_return result;
}

// Section 5: a step is an instruction of its own, unless it is part of a longer one.
void Interpreter::step_was_taken() {
  pass(Point::step);
  if (instruction_depth_ == 0) pass(Point::instruction);
  instruction_begun_ = true;
}

void Interpreter::open_instruction() {
  if (instruction_depth_++ == 0) instruction_begun_ = false;
}

void Interpreter::close_instruction() {
  if (--instruction_depth_ == 0) pass(Point::instruction);
}

// Section 11.7: at its end a thread must merge what is queued for it. Whether there is anything the
// enumeration knows; the step is left alone where there is not.
Task<Flow> Interpreter::whole_body(const lang::Block& body) {
  co_await block(body);
  if (me_ == the_init_block || !counts_biased(declared_)) co_return Flow::normal;
  for (;;) {
    Step step = empty_step();
    step.at_the_end = true;
    co_await take(std::move(step));
  }
}

// Section 6: several points between two steps are one.
void Interpreter::pass(Point point) {
  // Section 11.4: no point lies in an `atomic` block.
  if (atomic_depth_ > 0) return;
  // Section 6: inside `native` there are none but where it gives the GIL up (where it blocks, the
  // enumeration sees it); a `native` block without a GIL interleaves step by step.
  const bool allowed_in_native = point == Point::step || point == Point::giving_up;
  if (native_depth_ > 0 && !allowed_in_native) return;
  if (may_switch(declared_.model, point)) at_switch_point_ = true;
}

// Section 5: more than 1,000,000 rounds of loops without a step, or within one, are an error.
void Interpreter::count_round() {
  if (++rounds_ > 1'000'000) throw Failed{"an endless loop"};
}

// ---- names -------------------------------------------------------------------------------------

std::optional<std::int64_t> Interpreter::constant(const lang::Expression& expression) const {
  const KnownNames known_names = [this](const std::string& name) -> std::optional<std::int64_t> {
    if (const Local* local = find_local(name)) {
      if (local->constant) return local->values[0];
      return std::nullopt;
    }
    const auto found = declared_.constants.find(name);
    if (found == declared_.constants.end()) return std::nullopt;
    return found->second;
  };
  return constant_value(expression, known_names, self_);
}

const Local* Interpreter::find_local(const std::string& name) const {
  const auto& locals = frame().locals;
  const auto found = std::find_if(locals.rbegin(), locals.rend(),
                                  [&name](const Local& local) { return local.name == name; });
  return found == locals.rend() ? nullptr : &*found;
}

void Interpreter::declare_local(Local local) {
  local.depth = frame().depth;
  for (const std::int64_t value : local.values) {
    if (local.range && !local.range->contains(value)) throw Failed{"a local leaves its range"};
  }
  frame().locals.push_back(std::move(local));
}

// Section 11.3: what a move between locals violates fails with the step before, that is at once.
void Interpreter::set_local(const std::string& name, std::optional<std::int64_t> index,
                            std::int64_t value) {
  const Local* found = find_local(name);
  Local& local = frame().locals[static_cast<std::size_t>(found - frame().locals.data())];
  const std::int64_t which = index.value_or(0);
  if (which < 0 || which >= static_cast<std::int64_t>(local.values.size())) {
    throw Failed{"an index out of bounds"};
  }
  if (local.range && !local.range->contains(value)) throw Failed{"a local leaves its range"};
  local.values[static_cast<std::size_t>(which)] = value;
}

// Section 3: a local is visible from its declaration to the end of its block.
std::size_t Interpreter::open_scope() {
  ++frame().depth;
  return frame().locals.size();
}

void Interpreter::close_scope(std::size_t visible_before) {
  --frame().depth;
  // Section 9: properties read the locals of the outermost block also after the thread's end.
  const bool is_outermost = frames_.size() == 1 && frame().depth == 0;
  if (!is_outermost) frame().locals.resize(visible_before);
}

std::optional<std::int64_t> Interpreter::outermost_local(const std::string& name,
                                                         std::optional<std::int64_t> index) const {
  for (const Local& local : frames_.front().locals) {
    if (local.depth != 1 || local.name != name) continue;
    const std::int64_t which = index.value_or(0);
    if (which < 0 || which >= static_cast<std::int64_t>(local.values.size())) return std::nullopt;
    return local.values[static_cast<std::size_t>(which)];
  }
  return 0;  // before its declaration
}

}  // namespace raceproof::oracle

// Interprets the body of one thread, or `init`, from the syntax tree (sections 4 to 6).
//
// The interpreter is ordinary recursive code in coroutines. Wherever the text asks for a step it
// pauses: it then stands *before* that step, whose effect on the shared state is a function that
// the enumeration may call. Told what the step gave, it goes on at once through everything that is
// no step, up to the next one or the end, and notes whether a switch point was passed on the way.
// It never looks at the shared state itself, so the same answers always lead to the same place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checker/lang/scenario.h"
#include "tests/oracle/at_once.h"
#include "tests/oracle/declarations.h"
#include "tests/oracle/locks.h"
#include "tests/oracle/pending_step.h"
#include "tests/oracle/task.h"
#include "tests/oracle/world.h"

namespace raceproof::oracle {

/// How control leaves a statement.
enum class Flow : std::uint8_t { normal, break_, continue_, return_ };

/// A local of a thread, function or block.
struct Local {
  std::string name;
  std::vector<std::int64_t> values;  ///< one, or the elements of an array
  std::optional<Range> range;
  bool is_reference = false;
  bool constant = false;    ///< a parameter that was given a constant and is never assigned
  std::size_t depth = 0;    ///< in how many blocks of its function it stands
};

/// One activation: the thread's own block, or a call of a function.
struct Frame {
  std::vector<Local> locals;  ///< the visible ones, innermost last
  std::size_t depth = 0;      ///< how many blocks are open
};

/// A cell of a shared variable; no cell where the index is out of bounds.
struct CellPlace {
  const SharedVariable* variable = nullptr;
  std::optional<std::size_t> cell;
};

class Interpreter {
 public:
  /// A thread: copy `copy` of its group.
  Interpreter(const Declarations& declared, const ThreadGroup& group, std::size_t copy);
  /// `init`: one atomic whole.
  Interpreter(const Declarations& declared, const lang::Init& init);
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  /// Goes to the first step. Like `go_on` it throws Failed and Discarded.
  void begin();
  /// The step was taken, or something else in its place: goes to the next one.
  void go_on(const Taken& taken);

  /// The step it stands before; none at its end.
  const Step* next() const { return next_ ? &*next_ : nullptr; }
  /// Whether a switch point of the model was passed since the last step.
  bool at_switch_point() const { return at_switch_point_; }

  /// A local of the outermost block as properties see it (section 9).
  std::optional<std::int64_t> outermost_local(const std::string& name,
                                              std::optional<std::int64_t> index) const;

 private:
  struct Pause;
  /// What an expression is for: a condition has points of its own under gil_310 (section 11.10).
  enum class Use : std::uint8_t { value, jump };

  // interpreter.cpp: steps, points and locals
  void run();
  Task<Flow> whole_body(const lang::Block& body);
  Task<std::int64_t> take(Step step);
  void step_was_taken();
  void open_instruction();
  void close_instruction();
  void pass(Point point);
  void count_round();
  std::optional<std::int64_t> constant(const lang::Expression& expression) const;
  Frame& frame() { return frames_.back(); }
  const Frame& frame() const { return frames_.back(); }
  const Local* find_local(const std::string& name) const;
  void declare_local(Local local);
  void set_local(const std::string& name, std::optional<std::int64_t> index, std::int64_t value);
  std::size_t open_scope();
  void close_scope(std::size_t visible_before);

  // expressions.cpp
  Task<std::int64_t> evaluate(const lang::Expression& expression, Use use = Use::value);
  Task<std::int64_t> known(std::int64_t value);
  Task<std::int64_t> logic(const lang::Expression& expression, Use use);
  Task<std::int64_t> unary(const lang::Expression& expression, Use use);
  Task<std::int64_t> binary(const lang::Expression& expression);
  Task<std::int64_t> read(const lang::Place& place);
  Task<std::int64_t> call(const lang::Expression& expression);
  Task<std::int64_t> operator_step(Operator op, std::int64_t left, std::int64_t right);
  Task<std::int64_t> load(CellPlace place);
  Task<std::int64_t> store(CellPlace place, std::int64_t value);
  Task<std::int64_t> atomic_update(CellPlace place, Operator op, std::int64_t operand);
  Task<std::int64_t> atomic_exchange(CellPlace place, std::int64_t value);
  Task<std::int64_t> atomic_compare_exchange(CellPlace place, std::int64_t old,
                                             std::int64_t value);
  CellPlace cell_place(const SharedVariable& variable, std::optional<std::int64_t> index) const;

  // operations.cpp: what stands behind a dot
  Task<std::int64_t> operation(const lang::Expression& expression);
  Task<std::int64_t> atomic_operation(const lang::Expression& expression,
                                      const SharedVariable& variable);
  Task<std::int64_t> sync_operation(const lang::Expression& expression, const SyncGroup& group);
  Task<std::int64_t> wait_at_barrier(SyncPlace place);
  Task<std::int64_t> wait_for_notification(SyncPlace place);
  Task<Flow> with(const lang::Statement& statement);
  Task<Flow> read_or_write(const lang::Statement& statement);
  Step step_of(SyncPlace place, const std::string& method, std::int64_t argument) const;
  SyncPlace sync_place(const SyncGroup& group, std::optional<std::int64_t> index) const;

  // statements.cpp
  Task<Flow> block(const lang::Block& block);
  Task<Flow> statement(const lang::Statement& statement);
  Task<Flow> no_statement(Flow flow);
  Task<Flow> let(const lang::Statement& statement);
  Task<Flow> call_statement(const lang::Statement& statement);
  Task<Flow> assign(const lang::Statement& statement);
  Task<Flow> assign_local(const lang::Statement& statement);
  Task<Flow> assign_shared(const lang::Statement& statement, const SharedVariable& variable);
  Task<Flow> update_atomic(const lang::Statement& statement, const SharedVariable& variable);
  Task<Flow> choose(const lang::Statement& statement);
  Task<Flow> check(const lang::Statement& statement);
  Task<Flow> start(const lang::Statement& statement);
  Task<Flow> join(const lang::Statement& statement);
  Task<Flow> spend_time(const lang::Statement& statement);
  Task<Flow> yield();
  Task<Flow> return_value(const lang::Statement& statement);

  // control.cpp: statements with blocks
  Task<Flow> if_(const lang::Statement& statement);
  Task<Flow> while_(const lang::Statement& statement);
  Task<Flow> repeat(const lang::Statement& statement);
  Task<Flow> for_(const lang::Statement& statement);
  Task<Flow> either(const lang::Statement& statement);
  Task<Flow> atomic(const lang::Statement& statement);
  Task<Flow> native(const lang::Statement& statement);
  Task<Flow> allow_threads(const lang::Statement& statement);
  Task<Flow> await(const lang::Statement& statement);
  Reading reading_of(const World& world, std::vector<Access>* accesses) const;

  // reference_statements.cpp: names that hold objects
  bool is_reference(const std::string& name) const;
  Task<Flow> ref(const lang::Statement& statement);
  Task<Flow> del(const lang::Statement& statement);
  Task<Flow> assign_reference(const lang::Statement& statement);
  Task<Flow> drop_references(std::size_t visible_before);
  Task<Pointer> obtain(const std::optional<lang::Place>& new_object,
                       const lang::Expression* value);
  Task<Pointer> store_pointer(const lang::Place& place, std::optional<std::int64_t> index,
                              Pointer pointer);
  Task<Pointer> load_pointer(const std::string& name, std::optional<std::int64_t> index);
  Task<std::int64_t> refcount(const lang::Expression& expression);
  Task<std::int64_t> object_operation(const lang::Expression& expression);
  Pointer pointer_to(const Group& group, std::optional<std::int64_t> index) const;
  Pointer& local_pointer(const std::string& name, std::optional<std::int64_t> index);

  // counting.cpp: reference counts
  lang::Object::Count counting_of(Pointer pointer) const;
  Task<std::int64_t> incref(Pointer pointer);
  Task<std::int64_t> plain_incref(Pointer pointer);
  Task<std::int64_t> decref(Pointer pointer);
  Task<std::int64_t> plain_decref(Pointer pointer);
  Task<std::int64_t> atomic_decref(Pointer pointer);
  Task<std::int64_t> try_incref(Pointer pointer);
  Task<std::int64_t> plain_try_incref(Pointer pointer);
  Task<std::int64_t> deallocate(Pointer pointer);

  // biased.cpp
  int merging_thread() const;
  Task<std::int64_t> read_local(Pointer pointer);
  Task<std::int64_t> write_local(Pointer pointer, std::int64_t value);
  Task<std::int64_t> read_tid(Pointer pointer);
  Task<std::int64_t> clear_tid(Pointer pointer);
  Task<std::int64_t> read_shared(Pointer pointer);
  Task<std::int64_t> try_swap_shared(Pointer pointer, std::int64_t expected,
                                     std::int64_t desired);
  Task<std::int64_t> biased_incref(Pointer pointer);
  Task<std::int64_t> biased_decref(Pointer pointer, bool gives_back);
  Task<std::int64_t> merge_zero(Pointer pointer);
  Task<std::int64_t> decref_shared(Pointer pointer);
  Task<std::int64_t> queue_for_owner(Pointer pointer);
  Task<std::int64_t> explicit_merge(Pointer pointer);
  Task<std::int64_t> merge_list();

  /// One access to the shared state, which gives a value.
  template <typename What>
  Task<std::int64_t> access(const What& what) {
    Step step;
    step.take = [what](World& world, std::size_t) -> std::int64_t { return what(world); };
    return take(std::move(step));
  }

  const Declarations& declared_;
  int me_ = nobody;
  std::optional<std::int64_t> self_;
  std::vector<Frame> frames_{1};
  std::int64_t returned_ = 0;  ///< the result of the function that has just returned
  std::size_t atomic_depth_ = 0;
  std::size_t native_depth_ = 0;
  std::size_t allow_threads_depth_ = 0;
  std::size_t instruction_depth_ = 0;  ///< above 0 in an instruction of several steps
  bool instruction_begun_ = false;     ///< one of its steps has been taken
  std::size_t rounds_ = 0;  ///< of loops, since the last step
  bool at_switch_point_ = false;
  std::optional<Step> next_;
  Taken taken_;
  CallStack calls_;
  Task<Flow> body_;
};

}  // namespace raceproof::oracle

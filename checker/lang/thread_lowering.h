// Lowers the body of one thread, or of `init`, with the calls in it written out. Private to the
// lowering; its members are spread over lower_expression.cpp, lower_statement.cpp, lower_loop.cpp,
// lower_call.cpp, lower_object_call.cpp, lower_place.cpp, lower_reference.cpp, lower_counting.cpp
// and lower_biased.cpp by what they lower.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/lang/code_builder.h"
#include "checker/lang/globals.h"

namespace raceproof::lang {

/// What an expression left behind: a value known when the file is read, or a cell of the frame.
struct Value {
  bool is_constant = true;
  bool is_local_constant = false;  ///< `self` or a constant parameter took part
  bool is_temporary = false;       ///< consumed by its use
  std::int64_t number = 0;         ///< the constant, or the cell

  Operand operand() const {
    return {is_constant ? Operand::Kind::constant : Operand::Kind::frame, is_temporary, number};
  }
  /// The same cell, read without being consumed: another use follows.
  Operand kept() const {
    Operand operand_ = operand();
    operand_.consumed = false;
    return operand_;
  }
};

/// A name that a thread or function declares.
struct Local {
  bool is_constant = false;  ///< a parameter given a constant and never assigned
  bool is_array = false;
  bool is_boolean = false;
  bool is_reference = false;
  std::int64_t value = 0;
  CellIndex cell = 0;
  std::uint32_t size = 1;
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

/// Where an assignment goes: a local, or a shared variable.
struct Target {
  bool is_shared = false;
  bool is_atomic = false;
  raceproof::Place place;
};

class ThreadLowering {
 public:
  /// `self` is the copy's number; nothing in `init`.
  ThreadLowering(Globals& globals, std::optional<std::int64_t> self);

  /// Lowers the body. `name` and `span` are for messages.
  Code lower(const Block& body, const std::string& name, SourceSpan span, bool is_init);

  bool uses_self() const { return uses_self_; }
  std::uint32_t frame_size() const { return builder_.frame_size(); }
  /// The locals of the outermost block, with cells relative to the frame.
  const std::vector<NamedLocal>& outermost() const { return outermost_; }
  /// The cell of the frame that holds the constant which is left open, if one is.
  std::optional<CellIndex> open_cell() const {
    return open_ ? std::optional(open_->cell) : std::nullopt;
  }
  /// Where the thread merges biased counts; the numbers of its queues are not known yet.
  const std::optional<Merging>& merging() const { return merging_; }

 private:
  /// What stands between a statement and the place that a break, continue or return leaves for.
  struct Enclosing {
    enum class Kind : std::uint8_t { block, with, loop, call };
    Kind kind = Kind::loop;
    CellIndex mark = 0;        ///< cells from here on are dead outside
    // block
    std::vector<Local> references;  ///< to be dropped where it is left, as declared
    // with
    Node release;
    bool is_python_call = false;  ///< a switch point before the release
    // loop
    Label break_to = 0;
    Label continue_to = 0;
    CellIndex body_mark = 0;
    bool is_broken = false;
    bool is_continued = false;
    LoopIndex number = 0;      ///< of a `while` with a test
    // call
    Label return_to = 0;
    std::optional<CellIndex> result;
    bool returns = false;
    bool is_result_used = false;
  };

  using Scopes = std::vector<std::map<std::string, Local>>;

  // lower_expression.cpp
  Value expression(const Expression& e);
  Value unary(const Expression& e);
  Value binary(const Expression& e);
  Value logic(const Expression& e, bool points);
  Value apply(const Expression& e, Value left, Value right, CellIndex mark);
  std::optional<Value> fold(const Expression& e, const Value& left, const Value& right);
  /// Whether a condition is known, or where control goes: both labels are bound by the caller.
  std::optional<bool> condition(const Expression& e, Label if_true, Label if_false, bool points);
  std::optional<bool> and_or(const Expression& e, Label if_true, Label if_false, bool points);
  raceproof::Expression tree(const Expression& e);
  raceproof::Expression tree_place(const Expression& e);

  // lower_place.cpp
  Value read_place(const Expression& e);
  Value load(NodeKind kind, const raceproof::Place& place, SourceSpan span);
  Value fetch(const raceproof::Place& place, SourceSpan span);
  /// Evaluates the index where there is one; a known index in bounds is folded into the cell.
  raceproof::Place element(raceproof::Place place, const Item& item, std::uint32_t size);
  Target target(const Place& place);
  raceproof::Place object_place(const Item& item);
  const Local* find_local(const std::string& name) const;
  std::optional<std::int64_t> find_constant(const Expression& e);
  Known self_value();

  // lower_statement.cpp
  void block(const Block& block);
  void statements(const Block& block);
  void statement(const Statement& s);
  void let(const Cell& cell);
  void assign(const Statement& s);
  void assign_compound(const Statement& s);
  void if_statement(const Statement& s);
  void with(const Statement& s);
  void either(const Statement& s);
  void choose(const Statement& s);
  void await(const Statement& s);
  void region(const Statement& s);
  void native(const Statement& s);
  void allow_threads(const Statement& s);
  void check(const Statement& s);
  void start_or_join(const Statement& s);
  void timed(const Statement& s);
  void leave(const Statement& s);

  // lower_loop.cpp
  void while_statement(const Statement& s);
  void endless_loop(const Statement& s);
  LoopIndex enter_loop(SourceSpan span);
  void pass_loop_end(LoopIndex loop);
  void repeat(const Statement& s);
  void for_statement(const Statement& s);
  Enclosing loop_body(const Block& body, Enclosing loop, const std::string* variable,
                      const Local* variable_local);

  // lower_reference.cpp
  bool is_reference(const Place& place) const;
  void declare_reference(const Statement& s);
  void assign_reference(const Statement& s);
  void del(const Statement& s);
  Value obtain(const std::optional<Place>& new_object, const Expression* value, SourceSpan span);
  Value allocate_object(const Place& object, SourceSpan span);
  void store_pointer(const Place& place, const Value& pointer, SourceSpan span);
  void drop(const std::vector<Local>& references, SourceSpan span);
  Value reference_call(const Expression& e);
  Value refcount(const Expression& e);
  /// What a dotted operation works on: a pointer, and how it counts where that is known.
  struct Held {
    Value pointer;
    std::optional<Counting> counting;
  };
  Held held(const Place& place, SourceSpan span);

  // lower_counting.cpp
  enum class OfNone : std::uint8_t { is_skipped, fails };
  enum class Change : std::uint8_t { incref, decref, try_incref };
  /// `result` is where a try_incref leaves its answer.
  void count(Change change, const Held& held, OfNone of_none, CellIndex result, SourceSpan span);
  void count_as(Counting counting, Change change, const Value& pointer, CellIndex result,
                SourceSpan span);
  void count_plainly(Change change, const Value& pointer, CellIndex result, SourceSpan span);
  void count_atomically(Change change, const Value& pointer, SourceSpan span);
  void free_if(const Value& condition, const Value& pointer, SourceSpan span);
  void open_instruction();
  void close_instruction(SourceSpan span, SwitchPoints reasons = 0);
  Node instruction_step(NodeKind kind, SourceSpan span);
  Value heap_step(NodeKind kind, const Value& pointer, SourceSpan span, std::int32_t references = 0,
                  Operand b = {}, Operand c = {});
  Value calculate(Operator op, Operand a, Operand b);
  Value number(std::int64_t value) const;

  // lower_biased.cpp
  void incref_biased(const Value& pointer, SourceSpan span);
  void decref_biased(const Value& pointer, SourceSpan span);
  void merge_zero(const Value& pointer, Label end, SourceSpan span);
  void decref_shared(const Value& pointer, Label again, Label end, SourceSpan span);
  void explicit_merge(const Value& pointer, SourceSpan span);
  void swap_shared(const Value& pointer, const Value& seen, const Value& desired, Label retry,
                   SourceSpan span);
  Value is_mine(const Value& pointer, SourceSpan span);
  void branch(const Value& condition, Label if_true, SourceSpan span);
  void merge_taken(SourceSpan span);
  void merge_routines(SourceSpan span);

  // lower_call.cpp
  Value call(const Expression& e, bool is_result_used);
  Value function_call(const Expression& e, const Function& function, bool is_result_used);
  std::map<std::string, Local> parameters(const Expression& e, const Function& function);
  Value method_call(const Expression& e);
  Value object_call(const Expression& e);
  Value wait_call(const Expression& e, raceproof::Place place, NodeKind first, NodeKind second);
  Value atomic_call(const Expression& e);
  void return_statement(const Statement& s);
  void unwind_to(std::size_t depth);
  void release(const Enclosing& with);

  // emission
  Node node(NodeKind kind, SourceSpan span) const;
  /// The switch points behind a step: the reasons given, besides step and instruction.
  SwitchPoints behind(SwitchPoints reasons = 0) const;
  void point(SwitchPoints reasons, SourceSpan span);
  void move(const Value& value, const raceproof::Place& place, SourceSpan span);
  Value temporary_at(CellIndex cell) const;
  void discard(const Value& value, SourceSpan span);
  void clear_from(CellIndex mark, SourceSpan span);
  bool is_full(SourceSpan span);
  void declare_outermost(const Block& body);

  Globals& globals_;
  std::optional<std::int64_t> self_;
  bool uses_self_ = false;
  CodeBuilder builder_;
  Scopes scopes_;
  std::vector<Enclosing> enclosing_;
  std::vector<NamedLocal> outermost_;
  std::map<std::string, Local> reserved_;  ///< cells of outermost locals not declared yet
  bool is_reachable_ = true;
  bool in_native_ = false;
  bool in_region_ = false;
  bool in_instruction_ = false;     ///< of several steps, which has its own point
  bool instruction_begun_ = false;  ///< and a step of it was emitted
  std::optional<Merging> merging_;
  std::optional<Local> open_;  // the constant that is left open
  bool gil_free_ = false;
  bool is_full_ = false;
  std::uint32_t call_depth_ = 0;
  std::uint64_t calls_ = 0;
  std::size_t first_list_ = 0;
  std::string name_;
  SourceSpan span_;
};

}  // namespace raceproof::lang

// Writes a random scenario, statement by statement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/oracle/random_program.h"

namespace raceproof::oracle {

/// A small generator (SplitMix64). Those of the standard library are portable, but what its
/// distributions make of them is not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t roll();
  /// A number from 0 to `count` - 1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(roll() % count); }
  int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1)));
  }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  template <typename T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

 private:
  std::uint64_t state_;
};

/// A piece of text and about how many steps it takes to run it.
struct Piece {
  std::string text;
  int steps = 0;
};

/// A function that was written.
struct WrittenFunction {
  std::string name;
  std::size_t parameters = 0;
  bool has_result = false;
  bool may_block = false;  ///< then it cannot be called in an `atomic` block
  bool uses_self = false;  ///< then it cannot be called in `init`
  int steps = 0;
};

/// Where a statement stands: what it may be, and which names it can use.
struct Context {
  bool in_atomic = false;         ///< `atomic`, the block of an `await`
  bool in_init = false;
  bool in_native = false;
  bool in_allow_threads = false;
  bool in_loop = false;           ///< `break` and `continue` may stand here
  bool may_return = false;        ///< and `return` without a value
  bool has_self = true;
  std::size_t depth = 0;          ///< blocks around it
  std::vector<std::string> locals;    ///< visible, and can be assigned
  std::vector<std::string> counters;  ///< visible, and cannot: of `for`
  std::vector<std::string> local_arrays;
  std::vector<std::string> references;  ///< visible local ones
};

/// A line of the text at the depth of its block.
std::string indented(const Context& context, const std::string& line);

class Writer {
 public:
  Writer(std::uint64_t seed, const Features& features) : dice_(seed), features_(features) {}
  std::string write();

 private:
  // random_program.cpp: declarations and properties
  void declare_shared();
  void write_function();
  void write_recursive_function();
  void write_init();
  void write_threads();
  void write_alike_threads();
  void write_thread(const std::string& name, int copies, int budget);
  void write_properties();

  // random_statements.cpp; each takes no more steps than its budget, if it can
  Piece block(Context context, int budget);
  Piece statements(Context& context, int budget);
  Piece statement(Context& context, int budget);
  Piece let(Context& context, int budget);
  Piece assignment(const Context& context, int budget);
  Piece atomic_operation(const Context& context, int budget);
  Piece branch(const Context& context, int budget);
  Piece loop(Context& context, int budget);
  Piece leave(const Context& context);
  Piece lock(const Context& context, int budget);
  Piece choice(Context& context, int budget);
  Piece indivisible(const Context& context, int budget);
  Piece native(const Context& context, int budget);
  Piece wait(const Context& context, int budget);
  Piece check(const Context& context);
  Piece call_statement(const Context& context);
  Piece pause(const Context& context);

  // random_sync.cpp
  void declare_sync();
  Piece synchronise(Context& context, int budget);
  Piece use_semaphore(const Context& context, int budget);
  Piece use_event(const Context& context);
  Piece use_condition(const Context& context, int budget);
  Piece use_queue(Context& context);
  Piece use_rwlock(const Context& context, int budget);

  // random_objects.cpp
  void declare_objects();
  Piece handle_objects(Context& context, int budget);
  Piece count_by_hand(const Context& context);
  Piece look_at_reference(const Context& context);
  std::string reference(const Context& context);

  // random_expressions.cpp
  Piece atom(const Context& context, bool shared_allowed = true);
  Piece expression(const Context& context, int budget, bool calls_allowed = true);
  Piece condition(const Context& context, int budget, bool calls_allowed = true);
  Piece comparison(const Context& context);
  Piece call(const Context& context, const WrittenFunction& function);
  const WrittenFunction* callable(const Context& context, int budget, bool for_result);
  Piece shared_place(const Context& context);
  std::string lock_name(const Context& context);
  std::string index(const Context& context);
  std::string fresh(const std::string& stem) { return stem + std::to_string(next_name_++); }

  Dice dice_;
  Features features_;
  std::string text_;
  std::vector<std::string> variables_;  ///< `var`, without index
  std::vector<std::string> arrays_;     ///< `var`, of two elements
  std::vector<std::string> atomics_;
  std::vector<std::string> locks_;
  std::vector<std::string> lock_arrays_;  ///< of two locks
  std::vector<std::string> sync_objects_;  ///< by name, one of each kind at most
  std::vector<std::string> objects_;
  std::vector<std::string> references_;  ///< the shared ones
  std::vector<WrittenFunction> functions_;
  std::vector<std::string> thread_names_;     ///< those that can be joined
  std::vector<std::string> property_locals_;  ///< `t[0].r1`
  std::size_t next_name_ = 0;
};

}  // namespace raceproof::oracle

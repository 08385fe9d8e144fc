#include "tests/oracle/random_program.h"

#include "tests/oracle/random_writer.h"

namespace raceproof::oracle {

// ---- declarations ------------------------------------------------------------------------------

void Writer::declare_shared() {
  text_ += "const N = 2\n";
  const std::string range = features_.checks && dice_.chance(20) ? ": -1..3" : "";
  text_ += "var x" + range + " = " + std::to_string(dice_.between(0, 1)) + "\n";
  variables_ = {"x"};
  if (dice_.chance(60)) {
    text_ += dice_.chance(70) ? "var y = 0\n" : "var y = false\n";
    variables_.emplace_back("y");
  }
  if (features_.arrays && dice_.chance(35)) {
    text_ += dice_.chance(50) ? "var a[2] = 0\n" : "var a[N]: 0..2 = [1, 0]\n";
    arrays_.emplace_back("a");
  }
  if (features_.atomics && dice_.chance(45)) {
    text_ += dice_.chance(60) ? "atomic z = 0\n" : "atomic z = 0, b[2] = 1\n";
    atomics_.emplace_back("z");
    if (text_.find("b[2]") != std::string::npos) atomics_.emplace_back("b[1]");
  }
  if (features_.locks) {
    text_ += "lock m\n";
    locks_ = {"m"};
    if (dice_.chance(40)) {
      text_ += "rlock q\n";
      locks_.emplace_back("q");
    }
    if (dice_.chance(25)) {
      text_ += "lock f[2]\n";
      lock_arrays_.emplace_back("f");
    }
  }
  if (features_.sync) declare_sync();
  if (features_.objects) declare_objects();
}

// A function either returns a value on every path, or none on any.
void Writer::write_function() {
  WrittenFunction function;
  function.name = fresh("f");
  function.parameters = dice_.below(3);
  function.has_result = dice_.chance(65);
  function.may_block = dice_.chance(30);
  Context context;
  context.in_atomic = !function.may_block;
  context.may_return = !function.has_result;
  context.depth = 1;
  std::string parameters;
  for (std::size_t i = 0; i < function.parameters; ++i) {
    const std::string name = fresh("p");
    parameters += (i == 0 ? "" : ", ") + name;
    // One that is never assigned can be a constant.
    if (dice_.chance(70)) {
      context.counters.push_back(name);
    } else {
      context.locals.push_back(name);
    }
  }
  Piece body;
  if (!function.has_result || dice_.chance(40)) body = statements(context, dice_.between(1, 2));
  if (function.has_result && dice_.chance(30)) {
    const Piece test = condition(context, 1, false);
    body.text += "  if " + test.text + " { return " + atom(context).text + " }\n";
    body.steps += test.steps;
  }
  if (function.has_result) {
    const Piece result = expression(context, 1);
    body.text += "  return " + result.text + "\n";
    body.steps += result.steps;
  }
  function.steps = body.steps;
  function.uses_self = body.text.find("self") != std::string::npos;
  for (const WrittenFunction& other : functions_) {
    const bool calls_it = body.text.find(other.name + "(") != std::string::npos;
    function.uses_self = function.uses_self || (calls_it && other.uses_self);
  }
  text_ += "def " + function.name + "(" + parameters + ") {\n" + body.text + "}\n";
  functions_.push_back(function);
}

// It ends for constant arguments, and is called with no other ones.
void Writer::write_recursive_function() {
  text_ +=
      "def down(n) {\n  if n <= 0 { return 1 }\n  " + variables_.front() +
      " = n\n  return down(n - 1)\n}\n";
  functions_.push_back({"down", 1, true, false, false, 2});
}

void Writer::write_init() {
  Context context;
  context.in_init = true;
  context.has_self = false;
  const Piece body = block(context, dice_.between(1, 4));
  text_ += "init " + body.text + "\n";
}

// ---- threads -----------------------------------------------------------------------------------

void Writer::write_thread(const std::string& name, int copies, int budget) {
  Context context;
  context.may_return = true;
  context.depth = 1;
  const Piece body = statements(context, budget);
  const std::string size = copies > 1 ? "[" + std::to_string(copies) + "]" : "";
  text_ += "thread " + name + size + " {\n" + body.text + "}\n";
  for (const std::string& local : context.locals) {
    property_locals_.push_back(name + (copies > 1 ? "[1]." : ".") + local);
  }
}

// Two or three copies of a thread that does not ask which it is, now and then with another thread.
void Writer::write_alike_threads() {
  const bool are_started = features_.starting && dice_.chance(15);
  const int copies = dice_.chance(70) ? 2 : 3;
  Context context;
  context.has_self = false;
  context.may_return = true;
  context.depth = 1;
  const Piece body = statements(context, copies == 2 ? dice_.between(3, 6) : dice_.between(1, 3));
  text_ += "thread t[" + std::to_string(copies) + "] {\n" + body.text + "}\n";
  if (are_started) {
    text_ += "thread u {\n  start t\n" + assignment(Context{}, 2).text;
    text_ += std::string(dice_.chance(50) ? "  join t\n" : "") + "}\n";
  } else if (dice_.chance(25)) {
    write_thread("u", 1, 2);
  }
}

// Two threads, two copies of one, or three; now and then one starts another.
void Writer::write_threads() {
  if (features_.alike) {
    write_alike_threads();
    return;
  }
  const std::size_t kind = dice_.below(10);
  if (features_.starting && dice_.chance(12)) {
    const bool copies = dice_.chance(30);
    const std::string started = copies && dice_.chance(50) ? "w[1]" : "w";
    const int budget = copies ? 3 : dice_.between(3, 5);
    Context context;
    context.depth = 1;
    const Piece before = dice_.chance(50) ? statements(context, 2) : Piece{};
    const Piece between = statements(context, dice_.between(2, 4));
    text_ += "thread t {\n" + before.text + "  start " + started + "\n" + between.text;
    if (dice_.chance(60)) text_ += "  join " + started + "\n" + assignment(context, 2).text;
    text_ += "}\n";
    write_thread("w", copies ? 2 : 1, budget);
    if (dice_.chance(20)) write_thread("u", 1, 2);
    return;
  }
  if (kind < 4) {
    const int budget = dice_.between(3, 7);
    write_thread("t", 2, budget);
    return;
  }
  if (kind < 9) {
    write_thread("t", 1, dice_.between(3, 7));
    if (features_.starting) thread_names_ = {"t"};
    write_thread("u", 1, dice_.between(3, 7));
    return;
  }
  write_thread("t", 2, dice_.between(2, 3));
  if (features_.starting) thread_names_ = {"t[0]", "t"};
  write_thread("u", 1, dice_.between(2, 3));
}

// ---- properties --------------------------------------------------------------------------------

void Writer::write_properties() {
  Context context;
  context.has_self = false;
  context.locals = property_locals_;
  const std::string first = condition(context, 3, false).text;
  const std::string second = condition(context, 3, false).text;
  text_ += "finally " + first + "\n";
  text_ += "possible " + second + "\n";
  text_ += "always " + condition(context, 3, false).text + "\n";
  text_ += "outcomes " + variables_.front() + " == 0..2\n";
  if (!property_locals_.empty()) {
    text_ += "outcomes " + variables_.back() + ", " + dice_.one_of(property_locals_) + "\n";
  }
  text_ += "race_free\nserializable\ndeadlock_free\nerror_free\n";
  if (!objects_.empty()) text_ += "refcount_safe\n";
  if (dice_.chance(50)) text_ += "leads_to(" + first + ", " + second + ")\n";
  if (dice_.chance(50)) text_ += "eventually " + second + "\nstarvation_free\n";
}

std::string Writer::write() {
  declare_shared();
  if (features_.functions) {
    for (int i = dice_.between(0, 2); i > 0; --i) write_function();
    if (dice_.chance(10)) write_recursive_function();
  }
  if (features_.init && dice_.chance(15)) write_init();
  write_threads();
  if (features_.properties) write_properties();
  return text_;
}

std::string random_program(std::uint64_t seed, const Features& features) {
  return Writer(seed, features).write();
}

}  // namespace raceproof::oracle

#include "tests/oracle/random_writer.h"

#include <algorithm>

namespace raceproof::oracle {

std::string indented(const Context& context, const std::string& line) {
  return std::string(2 * context.depth, ' ') + line + "\n";
}

// ---- blocks ------------------------------------------------------------------------------------

Piece Writer::statements(Context& context, int budget) {
  Piece all;
  do {
    const Piece one = statement(context, budget - all.steps);
    all.text += one.text;
    all.steps += one.steps;
  } while (all.steps < budget && dice_.chance(context.depth == 1 ? 85 : 45));
  return all;
}

// `{ ... }` with its statements on lines of their own; names declared in it end with it.
Piece Writer::block(Context context, int budget) {
  const std::string close(2 * context.depth, ' ');
  ++context.depth;
  const Piece inner = statements(context, std::max(budget, 0));
  return {"{\n" + inner.text + close + "}", inner.steps};
}

Piece Writer::statement(Context& context, int budget) {
  const bool may_block = !context.in_atomic && !context.in_init;
  // Deeper blocks would make programs that nobody can read.
  const bool may_nest = context.depth < 4 && budget > 0;
  if (!sync_objects_.empty() && dice_.chance(35)) return synchronise(context, budget);
  if (!objects_.empty() && dice_.chance(45)) return handle_objects(context, budget);
  for (int attempt = 0; attempt < 20; ++attempt) {
    switch (dice_.below(16)) {
      case 0:
      case 1:
      case 2: return assignment(context, budget);
      case 3: return let(context, budget);
      case 4:
        if (may_nest) return branch(context, budget);
        break;
      case 5:
        if (features_.loops && may_nest) return loop(context, budget);
        break;
      case 6:
        if (context.in_loop || context.may_return) return leave(context);
        break;
      case 7:
      case 8:
        if (features_.locks && may_nest && may_block) return lock(context, budget);
        break;
      case 9:
        if (features_.choices && may_nest) return choice(context, budget);
        break;
      case 10:
        if (features_.atomics && may_nest) return indivisible(context, budget);
        break;
      case 11:
        if (features_.native && may_nest && may_block) return native(context, budget);
        break;
      case 12:
        if (features_.waiting && may_nest && may_block && dice_.chance(70)) {
          return wait(context, budget);
        }
        break;
      case 13:
        if (features_.checks && dice_.chance(60)) return check(context);
        break;
      case 14:
        if (features_.functions && dice_.chance(80) && callable(context, budget, false)) {
          return call_statement(context);
        }
        break;
      default:
        if (dice_.chance(30)) return pause(context);
        if (!atomics_.empty()) return atomic_operation(context, budget);
        break;
    }
  }
  return assignment(context, budget);
}

// ---- simple statements -------------------------------------------------------------------------

Piece Writer::let(Context& context, int budget) {
  const std::string name = fresh("r");
  if (features_.arrays && dice_.chance(10)) {
    const Piece one = atom(context);
    const Piece other = atom(context);
    context.local_arrays.push_back(name);
    return {indented(context, "let " + name + "[2] = [" + one.text + ", " + other.text + "]"),
            one.steps + other.steps};
  }
  Piece value = expression(context, budget);
  std::string range;
  if (features_.checks && dice_.chance(10)) range = ": -2..2";
  if (dice_.chance(10)) value = {dice_.chance(50) ? "true" : "false", 0};
  context.locals.push_back(name);
  return {indented(context, "let " + name + range + " = " + value.text), value.steps};
}

Piece Writer::assignment(const Context& context, int budget) {
  const std::string compound = dice_.one_of<std::string>(
      {" += ", " += ", " += ", " -= ", " -= ", " *= ", " *= ", " /= ", " %= "});
  const bool is_compound = dice_.chance(45);
  const Piece value = expression(context, is_compound ? 0 : budget - 1);
  const std::string symbol = is_compound ? compound : " = ";
  if (!context.locals.empty() && dice_.chance(20)) {
    return {indented(context, dice_.one_of(context.locals) + symbol + value.text),
            value.steps + (is_compound ? 1 : 0)};
  }
  if (!context.local_arrays.empty() && dice_.chance(40)) {
    const std::string place = dice_.one_of(context.local_arrays) + "[" + index(context) + "]";
    return {indented(context, place + symbol + value.text), value.steps + (is_compound ? 1 : 0)};
  }
  const Piece place = shared_place(context);
  return {indented(context, place.text + symbol + value.text),
          value.steps + place.steps + (is_compound ? 2 : 0)};
}

Piece Writer::atomic_operation(const Context& context, int budget) {
  const std::string& place = dice_.one_of(atomics_);
  const Piece value = expression(context, dice_.chance(30) ? budget - 1 : 0, false);
  const std::string line = dice_.chance(60)   ? place + " += " + value.text
                           : dice_.chance(50) ? place + " = " + value.text
                                              : place + ".store(" + value.text + ")";
  return {indented(context, line), value.steps + 1};
}

Piece Writer::check(const Context& context) {
  const Piece test = condition(context, 1);
  const std::string word = dice_.chance(60) ? "assert " : "assume ";
  return {indented(context, word + test.text), test.steps};
}

Piece Writer::call_statement(const Context& context) {
  const Piece called = call(context, *callable(context, 99, false));
  return {indented(context, called.text), called.steps};
}

Piece Writer::pause(const Context& context) {
  const bool may_block = !context.in_atomic && !context.in_init;
  if (dice_.chance(20) || !may_block) return {indented(context, "skip"), 0};
  if (!context.in_native && dice_.chance(50)) return {indented(context, "yield"), 1};
  if (!features_.native) return {indented(context, "skip"), 0};
  return {indented(context, dice_.one_of<std::string>({"sleep 1s", "io 5ms", "cpu 2us"})), 1};
}

// `break`, `continue`, `return`, mostly behind a condition: what stands behind is cut off.
Piece Writer::leave(const Context& context) {
  std::string word = "return";
  if (context.in_loop && (!context.may_return || dice_.chance(70))) {
    word = dice_.chance(50) ? "break" : "continue";
  }
  if (dice_.chance(15)) return {indented(context, word), 0};
  const Piece test = condition(context, 1);
  return {indented(context, "if " + test.text + " { " + word + " }"), test.steps};
}

// ---- statements with blocks --------------------------------------------------------------------

Piece Writer::branch(const Context& context, int budget) {
  const Piece test = condition(context, budget / 2);
  const int rest = budget - test.steps;
  const Piece then = block(context, rest);
  std::string line = "if " + test.text + " " + then.text;
  int steps = test.steps + then.steps;
  if (dice_.chance(20)) {
    const Piece other_test = condition(context, 1);
    const Piece other = block(context, rest - other_test.steps);
    line += " else if " + other_test.text + " " + other.text;
    steps = test.steps + std::max(then.steps, other_test.steps + other.steps);
  }
  if (dice_.chance(35)) {
    const Piece otherwise = block(context, rest);
    line += " else " + otherwise.text;
    steps = std::max(steps, test.steps + otherwise.steps);
  }
  return {indented(context, line), steps};
}

// A `while` is mostly bounded by a counter, which counts first, so that `continue` cannot skip it.
Piece Writer::loop(Context& context, int budget) {
  Context inner = context;
  inner.in_loop = true;
  const int kind = dice_.between(0, 3);
  if (kind == 0) {
    const Piece body = block(inner, budget / 2);
    return {indented(context, "repeat " + std::to_string(dice_.between(1, 2)) + " " + body.text),
            2 * body.steps};
  }
  if (kind == 1) {
    const std::string counter = fresh("i");
    inner.counters.push_back(counter);
    const Piece body = block(inner, budget / 2);
    const std::string high = dice_.chance(20) ? "N" : std::to_string(dice_.between(1, 2));
    return {indented(context, "for " + counter + " in 0.." + high + " " + body.text),
            2 * body.steps};
  }
  if (context.in_atomic) return assignment(context, budget);  // no `while` in an `atomic` block
  if (kind == 2 || budget < 4) {
    const std::string counter = fresh("k");
    context.counters.push_back(counter);
    inner = context;
    inner.in_loop = true;
    const int rounds = dice_.between(1, 2);
    inner.depth = context.depth + 1;
    const Piece body = statements(inner, std::max((budget - 1) / rounds - 2, 0));
    std::string test = counter + " < " + std::to_string(rounds);
    if (dice_.chance(25)) test += " and " + comparison(context).text;
    return {indented(context, "let " + counter + " = 0") +
                indented(context, "while " + test + " {") +
                indented(inner, counter + " += 1") + body.text + indented(context, "}"),
            rounds * (body.steps + 2) + 1};
  }
  // One that a shared variable bounds, or that is left by a `break`.
  const std::string& name = dice_.one_of(variables_);
  inner.depth = context.depth + 1;
  if (dice_.chance(30)) {
    const Piece body = assignment(inner, 1);
    return {indented(context, "while true {") + body.text +
                indented(inner, "if " + name + " != 1 { break }") + body.text +
                indented(inner, "break") + indented(context, "}"),
            2 * body.steps + 2};
  }
  return {indented(context, "while " + name + " < 1 {") + indented(inner, name + " += 1") +
              indented(context, "}"),
          7};
}

Piece Writer::lock(const Context& context, int budget) {
  const std::string name = lock_name(context);
  if (dice_.chance(60)) {
    const Piece body = block(context, budget - 2);
    return {indented(context, "with " + name + " " + body.text), body.steps + 2};
  }
  Context inner = context;
  if (dice_.chance(65)) {
    const Piece body = statements(inner, std::max(budget - 2, 0));
    // The names of the body stay visible: the caller's context does not know them, which is fine.
    return {indented(context, name + ".acquire()") + body.text +
                indented(context, name + ".release()"),
            body.steps + 2};
  }
  inner.depth = context.depth + 1;
  const Piece body = statements(inner, std::max(budget - 2, 0));
  return {indented(context, "if " + name + ".try_acquire() {") + body.text +
              indented(inner, name + ".release()") + indented(context, "}"),
          body.steps + 2};
}

Piece Writer::choice(Context& context, int budget) {
  if (dice_.chance(45)) {
    const Piece one = block(context, budget - 2);
    const Piece other = block(context, budget - 2);
    return {indented(context, "either " + one.text + " or " + other.text),
            std::max(one.steps, other.steps) + 2};
  }
  const std::string set = dice_.one_of<std::string>({"0..1", "{0, 2}", "1..2", "{1} | 0..0"});
  if (!context.locals.empty() && dice_.chance(20)) {
    return {indented(context, "choose " + dice_.one_of(context.locals) + " in " + set), 2};
  }
  const std::string name = fresh("c");
  context.locals.push_back(name);
  return {indented(context, "choose " + name + " in " + set), 2};
}

Piece Writer::indivisible(const Context& context, int budget) {
  if (context.in_init) return assignment(context, budget);
  Context inner = context;
  inner.in_atomic = true;
  inner.in_loop = false;
  inner.may_return = false;
  const Piece body = block(inner, 4);
  return {indented(context, "atomic " + body.text), context.in_atomic ? body.steps : 1};
}

Piece Writer::native(const Context& context, int budget) {
  Context inner = context;
  inner.in_native = true;
  inner.in_loop = false;
  inner.may_return = false;
  if (context.in_native && !context.in_allow_threads && dice_.chance(85)) {
    inner.in_allow_threads = true;
    const Piece body = block(inner, budget);
    return {indented(context, "allow_threads " + body.text), body.steps};
  }
  const Piece body = block(inner, budget);
  return {indented(context, "native " + body.text), body.steps};
}

Piece Writer::wait(const Context& context, int budget) {
  if (dice_.chance(20) && !thread_names_.empty()) {
    return {indented(context, "join " + dice_.one_of(thread_names_)), 1};
  }
  const Piece test = condition(context, budget + 2, false);
  if (dice_.chance(50)) return {indented(context, "await " + test.text), 1};
  Context inner = context;
  inner.in_atomic = true;
  inner.in_loop = false;
  inner.may_return = false;
  const Piece body = block(inner, 3);
  return {indented(context, "await " + test.text + " " + body.text), 1};
}

}  // namespace raceproof::oracle

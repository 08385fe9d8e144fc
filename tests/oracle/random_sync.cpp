#include "tests/oracle/random_writer.h"

namespace raceproof::oracle {

// One or two kinds a program, so that the threads meet at the same objects.
void Writer::declare_sync() {
  const std::vector<std::string> kinds{"sem", "event", "barrier", "condition", "queue", "rwlock"};
  for (int i = dice_.between(1, 2); i > 0; --i) {
    const std::string& kind = dice_.one_of(kinds);
    const std::string name = kind == "sem" ? "se" : kind.substr(0, 2);
    bool is_declared = kind == "condition" && locks_.empty();
    for (const std::string& other : sync_objects_) is_declared = is_declared || other == name;
    if (is_declared) continue;
    sync_objects_.push_back(name);
    if (kind == "sem") {
      text_ += "semaphore se = " + std::to_string(dice_.between(0, 2)) + "\n";
    } else if (kind == "barrier") {
      text_ += "barrier ba(2)\n";
    } else if (kind == "condition") {
      text_ += "condition co(" + locks_.back() + ")\n";
    } else if (kind == "queue") {
      text_ += dice_.chance(60) ? "queue qu(1)\n" : "queue qu\n";
    } else {
      text_ += kind + " " + name + "\n";
    }
  }
}

// What may block stands neither in an indivisible block nor in `init`.
Piece Writer::synchronise(Context& context, int budget) {
  const std::string& name = dice_.one_of(sync_objects_);
  const bool may_block = !context.in_atomic && !context.in_init;
  if (name == "se") return use_semaphore(context, budget);
  if (name == "ev") return use_event(context);
  if (!may_block) return assignment(context, budget);
  if (name == "ba") return {indented(context, "ba.wait()"), 2};
  if (name == "co") return use_condition(context, budget);
  if (name == "qu") return use_queue(context);
  return use_rwlock(context, budget);
}

Piece Writer::use_semaphore(const Context& context, int budget) {
  if (context.in_atomic || context.in_init || dice_.chance(25)) {
    return {indented(context, "se.release()"), 1};
  }
  if (dice_.chance(20)) {
    return {indented(context, "if se.try_acquire() { " + variables_.front() + " = 1 }"), 2};
  }
  if (dice_.chance(45) || context.depth >= 4) return {indented(context, "se.acquire()"), 1};
  const Piece body = block(context, budget - 2);
  return {indented(context, "with se " + body.text), body.steps + 2};
}

Piece Writer::use_event(const Context& context) {
  if (context.in_atomic || context.in_init || dice_.chance(50)) {
    return {indented(context, dice_.chance(70) ? "ev.set()" : "ev.clear()"), 1};
  }
  return {indented(context, "ev.wait()"), 1};
}

// Mostly with its lock held, as it has to be.
Piece Writer::use_condition(const Context& context, int budget) {
  const std::string call =
      dice_.one_of<std::string>({"co.wait()", "co.wait()", "co.notify()", "co.notify_all()"});
  if (dice_.chance(10) || context.depth >= 4) return {indented(context, call), 2};
  Context inner = context;
  ++inner.depth;
  Piece body{indented(inner, call), 2};
  if (dice_.chance(40)) {
    const Piece test = comparison(inner);
    body = {indented(inner, "if " + test.text + " { " + call + " }"), test.steps + 2};
  }
  if (dice_.chance(50)) {
    const Piece before = assignment(inner, budget - 3);
    body = {before.text + body.text, before.steps + body.steps};
  }
  const std::string name = dice_.chance(60) ? "co" : locks_.back();
  return {indented(context, "with " + name + " {") + body.text + indented(context, "}"),
          body.steps + 2};
}

Piece Writer::use_queue(Context& context) {
  if (dice_.chance(50)) {
    const Piece value = atom(context);
    return {indented(context, "qu.put(" + value.text + ")"), value.steps + 1};
  }
  const std::string name = fresh("g");
  context.locals.push_back(name);
  return {indented(context, "let " + name + " = qu.get()"), 1};
}

Piece Writer::use_rwlock(const Context& context, int budget) {
  if (context.depth >= 4) return assignment(context, budget);
  const Piece body = block(context, budget - 2);
  return {indented(context, (dice_.chance(55) ? "rw.read " : "rw.write ") + body.text),
          body.steps + 2};
}

}  // namespace raceproof::oracle

// Functions and the operations behind a dot.
#include <gtest/gtest.h>

#include "tests/names/judged.h"

namespace raceproof::lang {
namespace {

TEST(Calls, FunctionsTakeAsManyArgumentsAsTheyDeclare) {
  expect({
      {"def f(a, b) { }\nthread t { f(1); f(1, 2); f() }",
       {"2:12: 'f' takes 2 arguments, not 1 | declared at line 1",
        "2:27: 'f' takes 2 arguments, not 0 | declared at line 1"}},
      {"def inc() { }\nthread t { inq() }", {"2:12: unknown name 'inq' | did you mean 'inc'?"}},
      {"var x = 0\nthread t { x(1) }", {"2:12: 'x' is a variable, not a function"}},
      {"thread t { let r = 0; r() }", {"1:23: 'r' is a local, not a function"}},
  });
}

TEST(Calls, OnlyWhatGivesAValueIsUsedAsOne) {
  expect({
      {"def f() { skip }\nthread t { let r = f() }",
       {"2:20: 'f()' gives no value | no 'return' in the function has one"}},
      {"def f() { return }\nthread t { let r = 1 + f() }",
       {"2:24: 'f()' gives no value | no 'return' in the function has one"}},
      {"def f() { if true { return 1 } }\nthread t { let r = f(); f() }", {}},
      {"lock m\nthread t { if m.acquire() { } }", {"2:15: 'm.acquire()' gives no value"}},
      {"lock m\nthread t { if m.try_acquire() { m.release() } }", {}},
      {"lock m\nthread t { if m.release() == 0 { } }", {"2:15: 'm.release()' gives no value"}},
      {"atomic x = 0\nqueue q\nsemaphore s = 1\nobject o = 1\nref a\n"
       "thread t { let r = x.load() + x.fetch_add(1) + x.exchange(2) + x.compare_exchange(1, 2)\n"
       "r = q.get() + s.try_acquire() + o.try_incref() + refcount(a) }",
       {}},
      {"event e\nbarrier b(1)\nthread t { let r = e.wait() + b.wait() }",
       {"3:20: 'e.wait()' gives no value", "3:31: 'b.wait()' gives no value"}},
  });
}

TEST(Calls, EachKindHasItsOperations) {
  expect({
      {"lock m\nthread t { m.aquire() }",
       {"2:14: 'm' is a lock and has no operation 'aquire' | did you mean 'acquire'?"}},
      {"event e\nthread t { e.frobnicate() }",
       {"2:14: 'e' is an event and has no operation 'frobnicate' | it has 'set', 'clear' and "
        "'wait'"}},
      {"var x = 0\nthread t { x.fetch_add(1) }",
       {"2:14: 'x' is a variable and has no operation 'fetch_add' | declare it as 'atomic x'"}},
      {"rwlock w\nthread t { w.acquire(); w.read() }",
       {"2:14: 'w' is an rwlock and has no operation 'acquire' | write 'w.read { }' or "
        "'w.write { }'",
        "2:27: 'w' is an rwlock and has no operation 'read' | write 'w.read { }' or "
        "'w.write { }'"}},
      {"thread t { let r = 0; r.load() }", {"1:25: 'r' is a local and has no operation 'load'"}},
      {"ref a\nthread t { a.incref(); a.decref(); a.free(); if a.try_incref() { a.use() } }", {}},
      {"ref a\nthread t { a.drop() }",
       {"2:14: 'a' is a ref and has no operation 'drop' | it has 'incref', 'decref', "
        "'try_incref', 'use' and 'free'"}},
      {"thread t { ghost.acquire() }", {"1:12: unknown name 'ghost'"}},
  });
}

TEST(Calls, OperationsTakeTheirArguments) {
  expect({
      {"lock m\nthread t { m.acquire(1) }", {"2:14: 'm.acquire' takes 0 arguments, not 1"}},
      {"atomic x = 0\nthread t { x.compare_exchange(1); x.store() }",
       {"2:14: 'x.compare_exchange' takes 2 arguments, not 1",
        "2:37: 'x.store' takes 1 argument, not 0"}},
      {"queue q\nlock m\nthread t { q.put(m) }", {"3:18: 'm' is a lock, not a value"}},
      {"semaphore s[2] = 1\ncondition c(m)\nlock m\nobject o = 1\nthread t {\n"
       "s[self].acquire(); s[0].release()\n"
       "with m { c.wait(); c.notify(); c.notify_all() }\n"
       "o.incref(); o.decref(); o.use(); o.free() }",
       {}},
  });
}

TEST(Calls, RefcountTakesOneRef) {
  expect({
      {"object o\nthread t { let n = refcount(o) }",
       {"2:29: 'o' is an object, not a value | a ref can hold it: 'ref a = new o'"}},
      {"thread t { ref a; let n = refcount(1) + refcount() + refcount(a) }",
       {"1:36: 'refcount' takes a ref | a name declared by 'ref'",
        "1:41: 'refcount' takes 1 argument, not 0 | the ref whose object is asked for"}},
  });
}

}  // namespace
}  // namespace raceproof::lang

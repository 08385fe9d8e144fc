// Where statements may stand: `init`, `atomic`, the block of `await`, `native`, loops.
#include <gtest/gtest.h>

#include <string>

#include "tests/names/judged.h"

namespace raceproof::lang {
namespace {

// What the blocks are judged in, each on line 2 from column 1.
const std::string declarations =
    "lock m; rlock r; semaphore s = 1; event e; barrier b(1); condition c(m); queue q; queue k(1); "
    "rwlock w; var x = 0; atomic y = 0; object o = 1; ref a; thread u { }\n";

void expect_in(const std::string& before, const std::string& code, const std::string& after,
               std::vector<std::string> expected) {
  const std::string source = declarations + before + "\n" + code + "\n" + after;
  expect({{source, std::move(expected)}});
}

TEST(Places, NothingThatBlocksOrTakesTimeStandsInAtomic) {
  const auto atomic = [](const std::string& code, const std::string& message) {
    expect_in("thread t { atomic {", code, "} }", {"3:1: " + message});
  };
  atomic("m.acquire()", "'m.acquire()' can block and cannot stand in 'atomic'");
  atomic("with m { }", "'with m' can block and cannot stand in 'atomic'");
  atomic("w.read { }", "'w.read' can block and cannot stand in 'atomic'");
  atomic("w.write { }", "'w.write' can block and cannot stand in 'atomic'");
  atomic("s.acquire()", "'s.acquire()' can block and cannot stand in 'atomic'");
  atomic("e.wait()", "'e.wait()' can block and cannot stand in 'atomic'");
  atomic("b.wait()", "'b.wait()' can block and cannot stand in 'atomic'");
  atomic("c.wait()", "'c.wait()' can block and cannot stand in 'atomic'");
  atomic("q.get()", "'q.get()' can block and cannot stand in 'atomic'");
  atomic("k.put(1)", "'k.put()' can block and cannot stand in 'atomic'");
  atomic("join u", "'join u' can block and cannot stand in 'atomic'");
  atomic("await x == 0", "'await' can block and cannot stand in 'atomic'");
  atomic("cpu 1s", "'cpu' takes time and cannot stand in 'atomic'");
  atomic("sleep 1s", "'sleep' takes time and cannot stand in 'atomic'");
  atomic("io 1s", "'io' takes time and cannot stand in 'atomic'");
  atomic("while x < 1 { }",
         "'while' cannot stand in 'atomic' | a 'repeat' or a 'for' may stand there");
  atomic("yield", "'yield' cannot stand in 'atomic'");
  atomic("start u", "'start u' cannot stand in 'atomic'");
  atomic("native { }", "'native' cannot stand in 'atomic'");
}

TEST(Places, WhatCannotBlockStandsAnywhere) {
  const std::string code =
      "m.release(); m.try_acquire(); s.release(); e.set(); e.clear(); c.notify(); q.put(1)\n"
      "x += 1; y += 1; y.fetch_add(1); ref d = a; a = new o; del a; a.use(); o.incref()\n"
      "x = refcount(a); repeat 3 { for i in 0..2 { atomic { x = i } } }\n"
      "choose v in 0..1; either { skip } or { assert x == 1 } assume x == v; if x == 1 { x = 2 }\n";
  expect_in("thread t { atomic {", code, "} }", {});
  expect_in("thread t { await x == 0 {", code, "} }", {});
  expect_in("thread t { native {", code, "} }", {});
  expect_in("init {", code + "while x < 3 { x += 1 }", "}", {});
}

TEST(Places, TheBlockOfAwaitIsAnAtomicOne) {
  expect_in("thread t { await x == 0 {", "m.acquire()", "} }",
            {"3:1: 'm.acquire()' can block and cannot stand in the block of 'await'"});
  expect_in("thread t { await x == 0 {", "await x == 1", "} }",
            {"3:1: 'await' can block and cannot stand in the block of 'await'"});
  expect_in("thread t {", "await y.load() == 0", "}",
            {"3:7: 'y.load()' is a call, and the condition of 'await' cannot call | it is made of "
             "reads and operators"});
  expect_in("thread t[2] {", "await x == self and y > 0 and not (a == none)", "}", {});
}

TEST(Places, NothingThatBlocksStandsInInit) {
  const auto init = [](const std::string& code, const std::string& message) {
    expect_in("init {", code, "}", {"3:1: " + message});
  };
  init("m.acquire()", "'m.acquire()' can block and cannot stand in 'init'");
  init("with m { }", "'with m' can block and cannot stand in 'init'");
  init("q.get()", "'q.get()' can block and cannot stand in 'init'");
  init("k.put(1)", "'k.put()' can block and cannot stand in 'init'");
  init("await x == 0", "'await' can block and cannot stand in 'init'");
  init("join u", "'join u' can block and cannot stand in 'init'");
  init("start u", "'start u' cannot stand in 'init'");
  init("sleep 1s", "'sleep' takes time and cannot stand in 'init'");
  init("yield", "'yield' cannot stand in 'init'");
  init("native { }", "'native' cannot stand in 'init'");
  expect_in("init {", "x = self", "}",
            {"3:5: 'self' cannot stand in 'init' | 'init' runs alone, before any thread"});
}

TEST(Places, FunctionsAreJudgedByWhatTheyReach) {
  const std::string functions =
      "thread t { atomic { f() } }\n"
      "def f() { x += 1; g() }\n"
      "def g() { if x == 0 { f() } h() }\n"
      "def h() {\nwith m { } }";
  expect_in("", functions, "",
            {"3:21: 'f' cannot be called in 'atomic': 'with m' at line 7 can block"});
  expect_in("init { f() }", "def f() { x = g() }\ndef g() { return self }", "",
            {"2:8: 'f' cannot be called in 'init': 'self' at line 4 cannot stand there"});
  expect_in("init { x = f() }", "def f() { while x < 2 { x += 1 } return x }", "", {});
  expect_in("thread t { await true { f() } }", "def f() { while x < 2 { x += 1 } }", "",
            {"2:25: 'f' cannot be called in the block of 'await': 'while' at line 3 cannot stand "
             "there"});
  expect_in("thread t { atomic { f() } }", "def f() { return g(1) }\ndef g(n) { return n }", "",
            {});
}

TEST(Places, NativeCodeCallsNoFunctionOfTheFile) {
  expect_in("thread t { native {", "f(); yield; start u", "} }\ndef f() { }",
            {"3:1: 'f()' is no C code and cannot stand in 'native' | write the function's body out",
             "3:6: 'yield' cannot stand in 'native'", "3:13: 'start u' cannot stand in 'native'"});
  expect_in("thread t { native {",
            "native { m.acquire() }\nwhile x < 1 { sleep 1s } allow_threads { join u } m.release()",
            "} }", {});
  expect_in("thread t { native { atomic {", "f()", "} } }\ndef f() { }",
            {"3:1: 'f()' is no C code and cannot stand in 'native' | write the function's body "
             "out"});
}

TEST(Places, OnlyNativeCodeAllowsThreads) {
  expect_in("thread t {", "allow_threads { }", "}",
            {"3:1: 'allow_threads' stands in 'native' only | only native code gives the GIL up by "
             "itself"});
  expect_in("thread t { native { atomic {", "allow_threads { }", "} } }",
            {"3:1: 'allow_threads' cannot stand in 'atomic'"});
  expect_in("thread t { native { if x == 0 {", "allow_threads { allow_threads { } }", "} } }", {});
}

TEST(Places, JumpsStayInTheirBlocks) {
  expect({
      {"thread t { break }", {"1:12: 'break' outside a loop"}},
      {"thread t { continue }", {"1:12: 'continue' outside a loop"}},
      {"thread t { atomic { break } }", {"1:21: 'break' outside a loop"}},
      {"thread t { while true { atomic { break } } }", {"1:34: 'break' cannot leave 'atomic'"}},
      {"thread t { repeat 2 { await true { continue } } }",
       {"1:36: 'continue' cannot leave the block of 'await'"}},
      {"thread t { repeat 2 { native { allow_threads { break } } } }",
       {"1:48: 'break' cannot leave 'allow_threads'"}},
      {"thread t { atomic { return } }", {"1:21: 'return' cannot leave 'atomic'"}},
      {"def f() { native { repeat 2 { return 1 } } }", {"1:31: 'return' cannot leave 'native'"}},
      {"lock m\nthread t { repeat 2 { with m { break } } return }", {}},
      {"thread t { atomic { for i in 0..2 { if i == 1 { break } continue } } }", {}},
  });
}

TEST(Places, OnlyFunctionsReturnAValue) {
  expect({
      {"thread t { return 1 }",
       {"1:12: 'return' with a value in a thread | only a function gives a value"}},
      {"init { return 1 }",
       {"1:8: 'return' with a value in 'init' | only a function gives a value"}},
      {"init { return }\nthread t { return }\ndef f() { return 1 }", {}},
  });
}

TEST(Places, WithHoldsWhatCanBeAcquired) {
  expect_in("thread t {", "with m { } with r { } with c { } with s { }", "}", {});
  expect_in("thread t {", "with w { }", "}",
            {"3:6: 'with' cannot hold 'w', which is an rwlock | write 'w.read { }' or "
             "'w.write { }'"});
  expect_in("thread t {", "with e { x = ghost }", "}",
            {"3:6: 'with' cannot hold 'e', which is an event | it takes a lock, an rlock, a "
             "condition or a semaphore",
             "3:14: unknown name 'ghost'"});
  expect_in("thread t {", "m.read { }", "}",
            {"3:1: 'm' is a lock, not an rwlock | write 'with m { }'"});
}

TEST(Places, AConditionHasALock) {
  expect({
      {"lock m[2]\nrlock r\ncondition c(m[0])\ncondition d[3](r)", {}},
      {"lock m[2]\ncondition c(m)",
       {"2:13: 'm' is an array and needs an index | name one element: 'm[0]'"}},
      {"event e\ncondition c(e)",
       {"2:13: 'e' is an event, not a lock or an rlock | a condition needs the lock it "
        "releases"}},
      {"lock m[2]\nvar x = 0\ncondition c(m[x])",
       {"3:15: 'x' is a variable, and the lock of a condition must be constant"}},
  });
}

}  // namespace
}  // namespace raceproof::lang

// What is a value, what can be assigned, what must be constant.
#include <gtest/gtest.h>

#include "tests/names/judged.h"

namespace raceproof::lang {
namespace {

TEST(Values, OnlyNumbersAreValues) {
  expect({
      {"lock m\nvar x = 0\nthread t { x = m }", {"3:16: 'm' is a lock, not a value"}},
      {"var x = 0\nthread t { x = t }",
       {"2:16: 't' is a thread, not a value | properties can read its locals: 't.r'"}},
      {"var x = 0\ndef f() { return 1 }\nthread t { x = f }",
       {"3:16: 'f' is a function, not a value | call it: 'f(...)'"}},
      {"var x = 0\nobject o\nthread t { x = o }",
       {"3:16: 'o' is an object, not a value | a ref can hold it: 'ref a = new o'"}},
      {"event e\nthread t { await e }", {"2:18: 'e' is an event, not a value"}},
      {"var x = 0\nthread t { x = refcount }",
       {"2:16: 'refcount' is a built-in function, not a value | call it: 'refcount(...)'"}},
  });
}

TEST(Values, ArraysHaveAnIndexAndNothingElseHas) {
  expect({
      {"var a[2] = 0\nthread t { a = 1 }",
       {"2:12: 'a' is an array and needs an index | name one element: 'a[0]'"}},
      {"var x = 0\nthread t { x[0] = 1 }",
       {"2:12: 'x' is not an array and has no index | declared at line 1"}},
      {"lock m[2]\nthread t { m.acquire(); with m { } }",
       {"2:12: 'm' is an array and needs an index | name one element: 'm[0]'",
        "2:30: 'm' is an array and needs an index | name one element: 'm[0]'"}},
      {"lock m\nthread t { m[0].acquire() }",
       {"2:12: 'm' is not an array and has no index | declared at line 1"}},
      {"thread t { let a[2]; let r = a + a[0] + r2[1]; let r2 = 0 }",
       {"1:30: 'a' is an array and needs an index | name one element: 'a[0]'",
        "1:41: unknown name 'r2'"}},
      {"const N = 2\nthread t { let r = N[0] }",
       {"2:20: 'N' is not an array and has no index | declared at line 1"}},
      {"thread t { }\nthread u { start t[0]; join t }",
       {"2:18: 't' is a single thread and has no index | write 't'"}},
      {"thread t[2] { }\nthread u { start t; join t[1] }", {}},
      {"var x = 0\nthread t { join x }", {"2:17: 'x' is a variable, not a thread"}},
      {"var x = [1, 2]", {"1:5: 'x' is no array and cannot start with a list | write 'x[2]'"}},
  });
}

TEST(Values, OnlyVariablesAreAssigned) {
  expect({
      {"const N = 1\nthread t { N = 2; N += 1 }",
       {"2:12: 'N' is a constant and cannot be assigned | declared at line 1",
        "2:19: 'N' is a constant and cannot be assigned | declared at line 1"}},
      {"thread t { for i in 0..2 { i = 0 } }",
       {"1:28: 'i' is the variable of a 'for' and cannot be assigned | declared at line 1"}},
      {"lock m\nthread t { m = 1 }",
       {"2:12: 'm' is a lock and cannot be assigned | declared at line 1"}},
      {"def f(a) { a = 2; f = a }",
       {"1:19: 'f' is a function and cannot be assigned | declared at line 1"}},
      {"thread t { refcount = 1 }",
       {"1:12: 'refcount' is a built-in function and cannot be "
        "assigned"}},
  });
}

TEST(Values, DeclarationsAreMadeOfConstants) {
  expect({
      {"var x = 1\nconst N = x",
       {"2:11: 'x' is a variable, and the value of a 'const' must be constant"}},
      {"var x = 1\nvar y = x\nvar a[x]\nvar z: 0..x = 0",
       {"2:9: 'x' is a variable, and an initial value must be constant",
        "3:7: 'x' is a variable, and a size must be constant",
        "4:11: 'x' is a variable, and a range must be constant"}},
      {"def f() { return 1 }\nvar a[f()]", {"2:7: 'f()' is a call, and a size must be constant"}},
      {"thread t[self] { }",
       {"1:10: 'self' is not the same in all threads, and the number of copies must be "
        "constant"}},
      {"var n = 1\nbarrier b(n)\nsemaphore s = n\nqueue q(n)\nobject o = n\ncores n",
       {"2:11: 'n' is a variable, and a size must be constant",
        "3:15: 'n' is a variable, and an initial value must be constant",
        "4:9: 'n' is a variable, and a size must be constant",
        "5:12: 'n' is a variable, and an initial value must be constant",
        "6:7: 'n' is a variable, and the number of cores must be constant"}},
      {"const N = 2\nvar a[N] = [N, 1 + N]\nthread t[N] { let r: 0..N = self }", {}},
      {"thread t { let n = 2; let a[n]; let r: 0..n }",
       {"1:29: 'n' is a local, and a size must be constant",
        "1:43: 'n' is a local, and a range must be constant"}},
      {"var x = none",
       {"1:9: 'none' is not a value | only a ref can be 'none', or be compared "
        "with it"}},
  });
}

TEST(Values, TheSetOfAChooseIsConstantWhereItStands) {
  expect({
      {"const N = 3\nthread t[2] { choose r in 0..N | {self, 9} }", {}},
      {"def f(n) { choose r in 0..n }", {}},
      {"def f(n) { choose r in 0..n\nn = 1 }",
       {"1:27: 'n' is a parameter that is assigned, and a set must be constant | assigned at "
        "line 2"}},
      {"var x = 0\nthread t { choose r in {x}; choose q in 0..r }",
       {"2:25: 'x' is a variable, and a set must be constant",
        "2:44: 'r' is a local, and a set must be constant"}},
      {"thread t { choose r in {(0, 1)} }", {"1:25: expected 1 value, found 2 values"}},
  });
}

}  // namespace
}  // namespace raceproof::lang

// What properties may say.
#include <gtest/gtest.h>

#include "tests/names/judged.h"

namespace raceproof::lang {
namespace {

TEST(Properties, TheyReadSharedVariablesConstantsAndLocals) {
  expect({
      {"const N = 1\nvar x = 0, a[2] = 0\natomic y = 0\n"
       "thread w[2] { let r = x; choose c in 0..1 }\nthread t { let b[2]; let r = 0 }\n"
       "always x + a[0] == N\nfinally w[0].r == w[1].c\npossible y == t.b[1] + t.r\n"
       "leads_to(x == 1, y == 1)\neventually x == 1\noutcomes x, a[1]",
       {}},
      {"lock m\nfinally m == 0", {"2:9: 'm' is a lock, not a value"}},
      {"def f() { return 1 }\natomic x = 0\nref a\nfinally f() == x.load()\nalways refcount(a) < 2",
       {"4:9: 'f()' is a call, and a property cannot call | it reads shared variables, constants "
        "and locals of threads",
        "4:16: 'x.load()' is a call, and a property cannot call | it reads shared variables, "
        "constants and locals of threads",
        "5:8: 'refcount()' is a call, and a property cannot call | it reads shared variables, "
        "constants and locals of threads"}},
      {"var x = 0\nalways x == self",
       {"2:13: 'self' has no value in a property | a property belongs to no thread"}},
      {"object o\nref a = new o\nfinally a == none\npossible a",
       {"4:10: 'a' is a ref, not a value | refs can only be compared: 'a == b', 'a == none'"}},
  });
}

TEST(Properties, LocalsAreThoseOfTheOutermostBlock) {
  expect({
      {"thread t { let r = 0 }\noutcomes t.r == {t.r}",
       {"2:18: 't.r' is a local, and a set must be constant"}},
      {"thread t { let seen = 0 }\nfinally t.sen == 0",
       {"2:11: thread 't' has no local 'sen' | did you mean 'seen'?"}},
      {"thread t {\nif true { let r = 0 } for i in 0..1 { }\n}\nfinally t.r == t.i",
       {"4:11: thread 't' has no local 'r' | properties can read the outermost block only; "
        "declared at line 2",
        "4:18: thread 't' has no local 'i' | properties can read the outermost block only; "
        "declared at line 2"}},
      {"thread w[2] { let r = 0 }\nfinally w.r == 0",
       {"2:9: 'w' has several copies | name one: 'w[0].r'"}},
      {"thread t { let r = 0 }\nfinally t[0].r == 0",
       {"2:9: 't' is a single thread and has no index | write 't'"}},
      {"thread t { let a[2]; let r = 0 }\nfinally t.a == t.r[0]",
       {"2:11: 'a' is an array and needs an index | name one element: 'a[0]'",
        "2:18: 'r' is not an array and has no index | declared at line 1"}},
      {"thread t { ref a }\nfinally t.a == none",
       {"2:11: 'a' is a ref, not a value | properties can read locals declared by 'let' or "
        "'choose'"}},
      {"var x = 0\nfinally x.r == 0", {"2:9: 'x' is a variable, not a thread"}},
      {"thread t { let r = 0 }\nthread w[2] { let q = 0 }\nfinally r == q",
       {"3:9: unknown name 'r' | write 't.r'", "3:14: unknown name 'q' | write 'w[0].q'"}},
  });
}

TEST(Properties, ModelsAreKnownAndNamedOnce) {
  expect({
      {"race_free fails under no_gil, gil_39, gil_310, gil_313, gil_314, serial", {}},
      {"race_free under gil_331, no_gil, no_gil",
       {"1:17: unknown execution model 'gil_331' | did you mean 'gil_313'?",
        "1:34: 'no_gil' is named twice"}},
      {"race_free under everything",
       {"1:17: unknown execution model 'everything' | the models are no_gil, gil_39, gil_310, "
        "gil_313, gil_314, serial"}},
  });
}

TEST(Properties, OnlyLocksAreRemoved) {
  expect({
      {"lock m\nrlock r[2]\ndeadlock_free without m, r", {}},
      {"lock m1\ndeadlock_free without m1, m2, m1",
       {"2:27: unknown name 'm2' | did you mean 'm1'?", "2:31: 'm1' is named twice"}},
      {"semaphore s = 1\ndeadlock_free without s",
       {"2:23: 's' is a semaphore, and 'without' removes locks and rlocks only"}},
  });
}

TEST(Properties, TheSetOfAnOutcomeFitsItsExpressions) {
  expect({
      {"const N = 2\nvar x = 0, y = 0\noutcomes x == {1, N} | 4..2*N step 2\n"
       "outcomes x, y == {(0, 1), (1, N)}\noutcomes x == 3\noutcomes x == {}",
       {}},
      {"var x = 0, y = 0\noutcomes x, y == {(0, 1), 2, (1, 2, 3)} | 0..3",
       {"2:27: expected 2 values, found 1 value | one value for each of the expressions, in "
        "parentheses",
        "2:30: expected 2 values, found 3 values | one value for each of the expressions, in "
        "parentheses",
        "2:43: expected 2 values, found a range | one value for each of the expressions, in "
        "parentheses"}},
      {"var x = 0\noutcomes x == {(0, 1)}\nalways x in {(0, 1)}",
       {"2:16: expected 1 value, found 2 values", "3:14: expected 1 value, found 2 values"}},
      {"var x = 0, y = 0\noutcomes x == 0..y\nalways x in {y}",
       {"2:18: 'y' is a variable, and a set must be constant",
        "3:14: 'y' is a variable, and a set must be constant"}},
  });
}

}  // namespace
}  // namespace raceproof::lang

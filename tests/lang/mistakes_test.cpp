// Every mistake as people see it, and that one mistake is reported once. Here: words.
#include <gtest/gtest.h>

#include "mistakes.h"

namespace raceproof::lang {
namespace {

TEST(MistakesWords, AMisspeltDeclaration) {
  EXPECT_EQ(mistakes(R"(thred t { x += 1 }
)"),
            R"(
f:1:1: error: expected a declaration or a property, got 'thred'
    1 | thred t { x += 1 }
      | ^~~~~
  help: did you mean 'thread'?
)");
}

TEST(MistakesWords, AMisspeltStatement) {
  EXPECT_EQ(mistakes(R"(thread t {
    whiel x < 3 { x += 1 }
    repaet 3 { }
    wile (x) { }
    retrun
}
)"),
            R"(
f:2:5: error: expected a statement, got 'whiel'
    2 |     whiel x < 3 { x += 1 }
      |     ^~~~~
  help: did you mean 'while'?
f:3:5: error: expected a statement, got 'repaet'
    3 |     repaet 3 { }
      |     ^~~~~~
  help: did you mean 'repeat'?
f:4:5: error: expected a statement, got 'wile'
    4 |     wile (x) { }
      |     ^~~~
  help: did you mean 'while'?
f:5:5: error: expected a statement, got 'retrun'
    5 |     retrun
      |     ^~~~~~
  help: did you mean 'return'?
)");
}

TEST(MistakesWords, ElifIsTwoWords) {
  EXPECT_EQ(mistakes(R"(thread t {
    if x { skip }
    elif y { skip }
}
)"),
            R"(
f:3:5: error: expected a statement, got 'elif'
    3 |     elif y { skip }
      |     ^~~~
  help: write 'else if'
)");
}

TEST(MistakesWords, WordsOfOtherLanguages) {
  EXPECT_EQ(mistakes(R"(int x = 3
mutex m
func f() { pass }
)"),
            R"(
f:1:1: error: expected a declaration or a property, got 'int'
    1 | int x = 3
      | ^~~
  help: a shared variable is declared by 'var x = 0', a local by 'let x = 0'
f:2:1: error: expected a declaration or a property, got 'mutex'
    2 | mutex m
      | ^~~~~
  help: a mutex is declared by 'lock m'
f:3:1: error: expected a declaration or a property, got 'func'
    3 | func f() { pass }
      | ^~~~
  help: a function is declared by 'def'
)");
}

TEST(MistakesWords, AReservedWordIsNoName) {
  EXPECT_EQ(mistakes(R"(var step = 1
thread t { let in = 2 }
def f(a, self) { }
lock x, or
)"),
            R"(
f:1:5: error: expected a name, got the reserved word 'step'
    1 | var step = 1
      |     ^~~~
f:2:16: error: expected a name, got the reserved word 'in'
    2 | thread t { let in = 2 }
      |                ^~
f:3:10: error: expected a name, got the reserved word 'self'
    3 | def f(a, self) { }
      |          ^~~~
f:4:9: error: expected a name, got the reserved word 'or'
    4 | lock x, or
      |         ^~
)");
}

TEST(MistakesWords, ALocalDeclaredAsShared) {
  EXPECT_EQ(mistakes(R"(thread t {
    var x = 0
    lock m
    atomic y = 0
}
)"),
            R"(
f:2:5: error: the declaration 'var' must stand at top level
    2 |     var x = 0
      |     ^~~
  help: a local is declared by 'let'
f:3:5: error: the declaration 'lock' must stand at top level
    3 |     lock m
      |     ^~~~
f:4:5: error: the declaration 'atomic' must stand at top level
    4 |     atomic y = 0
      |     ^~~~~~
  help: here 'atomic { ... }' makes a block indivisible
)");
}

TEST(MistakesWords, APropertyInsideAThread) {
  EXPECT_EQ(mistakes(R"(thread t {
    finally x == 1
}
)"),
            R"(
f:2:5: error: the property 'finally' must stand at top level
    2 |     finally x == 1
      |     ^~~~~~~
  help: to check a condition here, write 'assert ...'
)");
}

TEST(MistakesWords, AStatementAtTopLevel) {
  EXPECT_EQ(mistakes(R"(let x = 1
x = 2
assert x == 1
atomic { x = 1 }
)"),
            R"(
f:1:1: error: the statement 'let' stands at top level
    1 | let x = 1
      | ^~~
  help: a shared variable is declared by 'var'
f:2:1: error: expected a declaration or a property, got 'x'
    2 | x = 2
      | ^
  help: statements stand in a thread, a function or 'init'
f:3:1: error: the statement 'assert' stands at top level
    3 | assert x == 1
      | ^~~~~~
  help: statements stand in a thread, a function or 'init'
f:4:1: error: the statement 'atomic' stands at top level
    4 | atomic { x = 1 }
      | ^~~~~~
  help: statements stand in a thread, a function or 'init'
)");
}

TEST(MistakesWords, ElseAndOrAlone) {
  EXPECT_EQ(mistakes(R"(thread t {
    else { skip }
    x = 1
    or { skip }
}
)"),
            R"(
f:2:5: error: 'else' without an 'if' before it
    2 |     else { skip }
      |     ^~~~
f:4:5: error: 'or' without an 'either' before it
    4 |     or { skip }
      |     ^~
)");
}

TEST(MistakesWords, ThreadsAreNoObjects) {
  EXPECT_EQ(mistakes(R"(thread t {
    w.start()
    w.join()
}
)"),
            R"(
f:2:7: error: expected a name, got 'start'
    2 |     w.start()
      |       ^~~~~
  help: write 'start w'
f:3:7: error: expected a name, got 'join'
    3 |     w.join()
      |       ^~~~
  help: write 'join w'
)");
}

}  // namespace
}  // namespace raceproof::lang

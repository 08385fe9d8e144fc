// Which names are in sight, and which may be declared.
#include <gtest/gtest.h>

#include "tests/names/judged.h"

namespace raceproof::lang {
namespace {

TEST(Scopes, TopLevelIsOneSpaceOfNames) {
  expect({
      {"var x = 0\nlock x\nthread x { }\ndef x() { }",
       {"2:6: 'x' is already declared | declared at line 1",
        "3:8: 'x' is already declared | declared at line 1",
        "4:5: 'x' is already declared | declared at line 1"}},
      // The lists of a scenario forget the order of the text; the message does not.
      {"lock x\nconst x = 1", {"2:7: 'x' is already declared | declared at line 1"}},
      {"const A = B\nconst B = 1", {}},
      {"var refcount = 0", {"1:5: 'refcount' is a built-in function | choose another name"}},
      {"thread t { let refcount = 0 }",
       {"1:16: 'refcount' is a built-in function | choose another name"}},
      {"cores 2\ncores 4", {"2:1: 'cores' is set twice | first at line 1"}},
  });
}

TEST(Scopes, LocalsLiveFromTheirDeclarationToTheEndOfTheBlock) {
  expect({
      {"thread t { r = 1; let r = 0 }", {"1:12: unknown name 'r'"}},
      {"thread t { let r = r + 1 }",
       {"1:20: unknown name 'r' | it cannot stand in its own initial value"}},
      {"thread t { ref a = a }",
       {"1:20: unknown name 'a' | it cannot stand in its own initial value"}},
      {"thread t { let a = 1, b = a }", {}},
      {"thread t {\nif true { let r = 0 }\nr = 1 }",
       {"3:1: unknown name 'r' | the block of the one declared at line 2 has ended"}},
      {"thread t { if true { let r = 0 } else { let r = 1 } let r = 2 }", {}},
      {"thread t { for i in 0..i { } }",
       {"1:24: unknown name 'i' | it cannot stand in its own initial value"}},
      {"thread t { for i in 0..3 { skip } for i in 0..3 { let j = i } }", {}},
      {"thread t { let r = 0 }\nthread u { r = 1 }", {"2:12: unknown name 'r'"}},
  });
}

TEST(Scopes, NothingInSightIsDeclaredAgain) {
  expect({
      {"thread t { let x = 1 }\nvar x = 0", {"1:16: 'x' is already declared | declared at line 2"}},
      {"thread t {\nlet r = 1\nif true { let r = 2 }\nr = 3 }",
       {"3:15: 'r' is already declared | declared at line 2"}},
      {"thread t { let i = 0\nfor i in 0..3 { } }",
       {"2:5: 'i' is already declared | declared at line 1"}},
      {"thread t { for i in 0..3 {\nlet i = 0 } }",
       {"2:5: 'i' is already declared | declared at line 1"}},
      {"thread t { let t = 0 }", {"1:16: 't' is already declared | declared at line 1"}},
      {"def f(a, a) { }", {"1:10: 'a' is already declared | declared at line 1"}},
      {"def f(a) {\nlet a = 0 }", {"2:5: 'a' is already declared | declared at line 1"}},
      {"def f(x) { }\nvar x = 0", {"1:7: 'x' is already declared | declared at line 2"}},
      {"thread t { let r = 0; ref r }", {"1:27: 'r' is already declared | declared at line 1"}},
  });
}

TEST(Scopes, FunctionsSeeTopLevelAndTheirOwnLocalsOnly) {
  expect({
      {"thread t { let r = 0; f() }\ndef f() { r = 1 }", {"2:11: unknown name 'r'"}},
      {"thread t { f(1) }\ndef f(a) { x = a }\nvar x = 0", {}},
  });
}

TEST(Scopes, ChooseDeclaresALocalOrAssignsIt) {
  expect({
      {"thread t { choose r in 0..3; r += 1 }", {}},
      {"thread t { let r = 0; if true { choose r in {1, 2} } }", {}},
      {"thread t { if true {\nchoose r in {1, 2} }\nr = 1 }",
       {"3:1: unknown name 'r' | the block of the one declared at line 2 has ended"}},
      {"thread t { choose r in 0..r }",
       {"1:27: unknown name 'r' | it cannot stand in its own initial value"}},
      {"var x = 0\nthread t { choose x in 0..1 }",
       {"2:19: 'choose' needs a local, and 'x' is a variable at top level | choose a local and "
        "store its value"}},
      {"lock m\nthread t { choose m in 0..1; m += 1 }",
       {"2:19: 'choose' needs a local, and 'm' is a lock at top level | declared at line 1"}},
      {"thread t { let a[2]; choose a in 0..1 }",
       {"1:29: 'a' is an array, and 'choose' needs a scalar | choose a scalar and assign it to an "
        "element"}},
      {"thread t { for i in 0..2 { choose i in 0..1 } }",
       {"1:35: 'i' is the variable of a 'for' and cannot be assigned | declared at line 1"}},
      {"thread t { ref a; choose a in 0..1 }",
       {"1:26: 'a' is a ref and cannot be assigned | declared at line 1"}},
  });
}

}  // namespace
}  // namespace raceproof::lang

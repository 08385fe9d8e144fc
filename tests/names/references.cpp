// Refs and the objects that they hold.
#include <gtest/gtest.h>

#include <string>

#include "tests/names/judged.h"

namespace raceproof::lang {
namespace {

TEST(References, TheyHoldObjectsOrNothing) {
  expect({
      {"object o\nref a = new o\nref b\nref c = none\nthread t { ref d = a\nb = new o; a = b; a = "
       "none; d = c; del a; del d }",
       {}},
      {"object o[2]\nref a[2]\nthread t { a[self] = new o[0]; a[0] = a[1]; del a[0] }", {}},
      {"ref a\nref b = a", {}},
      {"var x = 0\nref b = x",
       {"2:9: 'x' is a variable, not a ref | it takes 'none', 'new' and an object, or another "
        "ref"}},
      {"ref a\nvar x = a == none\nthread t { choose r in {a} }",
       {"2:9: 'a' is a ref, and an initial value must be constant",
        "3:25: 'a' is a ref, and a set must be constant"}},
      {"ref a = 5", {"1:9: a ref cannot hold a value | it takes 'none', or 'new' and an object"}},
      {"var x = 0\nref a = new x",
       {"2:13: 'x' is a variable, not an object | 'new' allocates an object"}},
      {"object o[2]\nref a = new o",
       {"2:13: 'o' is an array and needs an index | name one element: 'o[0]'"}},
      {"ref a\nvar x = 0\nthread t { a = 5; a = x; ref b = x + 1 }",
       {"3:16: a ref cannot hold a value | it takes another ref, 'none' or 'new' and an object",
        "3:23: a ref cannot hold a value | it takes another ref, 'none' or 'new' and an object",
        "3:34: a ref cannot hold a value | it takes another ref, 'none' or 'new' and an object"}},
      {"object o\nvar x = 0\nthread t { x = new o }",
       {"3:12: 'x' is a variable, and only a ref can hold an object | declare it as 'ref x'"}},
      {"ref a[2]\nthread t { a = none; del a }",
       {"2:12: 'a' is an array and needs an index | name one element: 'a[0]'",
        "2:26: 'a' is an array and needs an index | name one element: 'a[0]'"}},
      {"var x = 0\nthread t { del x }", {"2:16: 'x' is a variable, not a ref"}},
  });
}

TEST(References, TheyAreNoValues) {
  const std::string help = " | refs can only be compared: 'a == b', 'a == none'";
  expect({
      {"ref a\nvar x = 0\nthread t { x = a; x = a + 1; if a { } }",
       {"3:16: 'a' is a ref, not a value" + help, "3:23: 'a' is a ref, not a value" + help,
        "3:33: 'a' is a ref, not a value" + help}},
      {"ref a\nthread t { a += 1 }",
       {"2:12: 'a' is a ref and has no '+=' | a ref can only be assigned: 'a = b', 'a = none', "
        "'a = new o'"}},
      {"var x = 0\nthread t { x = none; await none }",
       {"2:16: 'none' is not a value | only a ref can be 'none', or be compared with it",
        "2:28: 'none' is not a value | only a ref can be 'none', or be compared with it"}},
      {"ref a\ndef f(p) { return a }\nthread t { f(a) }",
       {"2:19: a ref cannot be returned", "3:14: a ref cannot be passed to a function"}},
  });
}

TEST(References, TheyAreComparedAmongThemselves) {
  expect({
      {"ref a\nref b\nthread t { if a == b or not (a == none) or none != b { } await a != none }",
       {}},
      {"ref a\nthread t { if a == 1 { } if 0 != none { } }",
       {"2:20: a ref cannot be compared with a value | compare it with another ref or with "
        "'none'",
        "2:29: a ref cannot be compared with a value | compare it with another ref or with "
        "'none'"}},
      {"ref a\nref b\nthread t { assert a < b }",
       {"3:19: 'a' is a ref, not a value | refs can only be compared: 'a == b', 'a == none'",
        "3:23: 'b' is a ref, not a value | refs can only be compared: 'a == b', 'a == none'"}},
  });
}

}  // namespace
}  // namespace raceproof::lang

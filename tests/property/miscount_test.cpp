// What `refcount_safe` finds, kind by kind, and what it says of it.
#include <gtest/gtest.h>

#include <string>

#include "tests/explore/verdicts.h"

namespace raceproof {
namespace {

using verdicts::told;

std::string safe(const std::string& objects_and_threads, std::string_view model = "no_gil") {
  return told("refcount_safe\n" + objects_and_threads, model);
}

TEST(RefcountSafe, EachKindOfViolationHasItsName) {
  EXPECT_EQ(safe("object o = 1\nthread t { o.decref()\no.use() }"),
            "violated: use after free: T0 (t), line 4");
  EXPECT_EQ(safe("object o = 1\nthread t { o.free()\no.free() }"),
            "violated: double free: T0 (t), line 4");
  EXPECT_EQ(safe("object o = 0\nthread t { o.decref() }"),
            "violated: negative reference count: T0 (t), line 3");
  EXPECT_EQ(safe("object o: atomic = 0\nthread t { o.decref() }"),
            "violated: negative reference count: T0 (t), line 3");
  EXPECT_EQ(safe("object o = 0\nthread t { skip }"),
            "violated: leak: no references are out, but o is never freed");
  EXPECT_EQ(safe("object o = 2\nthread t { o.free() }"),
            "violated: freed while held: 2 references are out, but o has been freed");
  EXPECT_EQ(safe("object o = 1\nthread t[2] { o.incref() }"),
            "violated: wrong count: 3 references are out, but the count of o is 2");
}

TEST(RefcountSafe, ItIsJudgedByDefaultWhereThereAreObjects) {
  const result::Result result = verdicts::checked("object o = 2\nthread t[2] { o.decref() }");
  bool is_judged = false;
  for (const result::PropertyResult& one : result.models.at(0).properties) {
    if (result.properties[one.property].kind != property::Kind::refcount_safe) continue;
    is_judged = true;
    EXPECT_EQ(one.verdict, result::Verdict::violated);
  }
  EXPECT_TRUE(is_judged);
}

TEST(RefcountSafe, WhatHoldsNothingIsAnErrorOfTheProgram) {
  const std::string empty = "violated: a name was used that holds no object: T0 (t), line 3";
  EXPECT_EQ(told("error_free\nref a\nthread t { a.use() }"), empty);
  EXPECT_EQ(told("error_free\nref a\nthread t { let n = refcount(a) }"), empty);
  EXPECT_EQ(told("error_free\nref a\nthread t { a.decref() }"), empty);
  EXPECT_EQ(told("error_free\nref a\nthread t { del a; a = none; ref b = a }"), "holds");
  EXPECT_EQ(told("error_free\nobject o = 1\nref a\nthread t { a = new o }"),
            "violated: an object was allocated a second time: T0 (t), line 4");
  EXPECT_EQ(told("error_free\nobject o[2] = 1\nthread t[2] { o[self + 1].use() }"),
            "violated: an index is out of bounds: T1 (t[1]), line 3");
}

TEST(RefcountSafe, AQuietStateIsOneWithoutAnInstructionUnderWay) {
  // A `native` block is one instruction: what is wrong in the middle of it is made good.
  EXPECT_EQ(safe("object o = 2\nthread t { native { o.decref(); o.incref() } }"), "holds");
  EXPECT_EQ(safe("object o = 1\nthread t { native { o.incref() } }\nthread u { o.use() }"),
            "holds");
}

TEST(RefcountSafe, RefsAreDroppedOnEveryWayOut) {
  for (const char* body :
       {"ref b = a", "if true { ref b = a; ref c = b }", "repeat 2 { ref b = a; break }",
        "while true { ref b = a; if b == a { break } }", "for i in 0..2 { ref b = a; continue }",
        "ref b = a; return", "f()", "with m { ref b = a; return }",
        "ref b[2]; b[1] = a; b[0] = b[1]",
        "ref b = a; b = b; del b; b = a"}) {
    const std::string text = std::string("object o: atomic\nref a = new o\nlock m\n") +
                             "def f() { ref b = a; return refcount(b) }\nthread t { " + body + " }";
    EXPECT_EQ(safe(text), "holds") << body;
  }
}

TEST(RefcountSafe, NamesAtTopLevelCanHoldTheSameObject) {
  EXPECT_EQ(told("finally t.n == 3\nobject o\nref a = new o\nref b = a\n"
                 "thread t { let n = refcount(b) }"),
            "holds");
}

// Each way of counting, with threads that copy and drop; the biased one with its owner among them.
TEST(RefcountSafe, IndivisibleAndBiasedCountsAreSafeWithTwoToFourThreads) {
  for (const char* counting : {"atomic", "biased"}) {
    for (const char* threads : {"2", "3"}) {
      const std::string text = std::string("object o: ") + counting + " = " + threads +
                               "\nthread t[" + threads + "] { o.incref(); o.decref(); o.decref() }";
      EXPECT_EQ(safe(text), "holds") << text;
      EXPECT_EQ(safe(text, "gil_39"), "holds") << text;
    }
  }
}

}  // namespace
}  // namespace raceproof

// Objects, references and how they are counted (sections 7, 11.6, 11.7 and 11.8).
#include "tests/oracle/oracle_testing.h"

namespace raceproof::oracle {
namespace {

/// Beside a thread of one step, a thread of n steps has n + 1 interleavings.
int steps_of(const std::string& declarations, const std::string& body,
             Model model = Model::no_gil) {
  const Answer answer =
      ask(declarations + "\nvar other = 0\nthread t { " + body + " }\nthread u { other = 1 }",
          model);
  EXPECT_FALSE(answer.gave_up) << answer.why;
  EXPECT_EQ(answer.failed.interleavings, 0) << body;
  EXPECT_EQ(whole(answer), 1);
  return total(answer) - 1;
}

TEST(References, CountingByHand) {
  EXPECT_EQ(steps_of("object o = 1", "o.incref()"), 3);
  EXPECT_EQ(steps_of("object o = 1", "o.decref()"), 4);  // load, sub, store, free
  EXPECT_EQ(steps_of("object o = 2", "o.decref()"), 3);
  EXPECT_EQ(steps_of("object o: atomic = 1", "o.incref(); o.decref()"), 2);
  EXPECT_EQ(steps_of("object o: atomic = 1", "o.decref()"), 2);
  EXPECT_EQ(steps_of("object o: immortal = 1", "o.incref(); o.decref(); o.decref()"), 3);
  EXPECT_EQ(steps_of("object o: biased = 1", "o.incref(); o.decref()"), 6);
  EXPECT_EQ(steps_of("object o = 1", "o.use(); o.free()"), 2);
  EXPECT_EQ(steps_of("object o = 1", "if o.try_incref() { o.decref() }"), 6);
  EXPECT_EQ(steps_of("object o", "if o.try_incref() { }"), 1);
  EXPECT_EQ(steps_of("object o: atomic = 1", "if o.try_incref() { o.decref() }"), 2);
}

TEST(References, Names) {
  const std::string head = "object o\nobject p\nref a = new o\nref b\n";
  EXPECT_EQ(steps_of(head, "b = a"), 5);         // load; load add store; store
  EXPECT_EQ(steps_of(head, "b = a; b = a"), 13);  // the second also gives one back
  EXPECT_EQ(steps_of(head, "a = b"), 6);         // load; store; load sub store free
  EXPECT_EQ(steps_of(head, "b = none"), 1);
  EXPECT_EQ(steps_of(head, "del a"), 5);
  EXPECT_EQ(steps_of(head, "b = new p"), 2);
  EXPECT_EQ(steps_of(head, "a = new p"), 6);
  EXPECT_EQ(steps_of(head, "ref l = a"), 7);     // load; load add store; at the end load sub store
  EXPECT_EQ(steps_of(head, "ref l = new p"), 5);
  EXPECT_EQ(steps_of(head, "ref l = a; ref k = l; del l"), 13);
  EXPECT_EQ(steps_of(head, "a.use()"), 2);
  EXPECT_EQ(steps_of(head, "ref l = a; l.use()"), 8);
  EXPECT_EQ(steps_of(head, "if refcount(a) == 2 { }"), 3);
  EXPECT_EQ(steps_of(head, "if a == b { }"), 3);
  EXPECT_EQ(steps_of(head, "if a == none { }"), 2);
  EXPECT_EQ(steps_of(head, "await a != none"), 1);
}

TEST(References, ValuesAndTheEndOfBlocks) {
  EXPECT_EQ(counts("object o\nref a = new o\nvar x[5] = 0\n"
                   "def f() { ref q = a; return refcount(q) }\n"
                   "thread t { x[0] = refcount(a); if true { ref l = a; x[1] = refcount(a) }\n"
                   "x[2] = f(); x[3] = refcount(a); x[4] = a == none }",
                   Model::gil_313),
            (Counts{{{2, 3, 3, 2, 0}, 1}}));
}

TEST(References, Instructions) {
  const std::string head = "object o: atomic\nref g = new o\nref s[2]\n";
  const auto row = [&head](const std::string& body) {
    std::vector<int> totals;
    for (const Model model : all_models()) {
      totals.push_back(total(head + "thread t[2] { " + body + " }", model));
    }
    return totals;
  };
  // load incref | store: three steps, two instructions, no point of the later models.
  EXPECT_EQ(row("s[self] = g"), (std::vector<int>{20, 6, 2, 2, 2, 2}));
  EXPECT_EQ(row("g.use()"), (std::vector<int>{6, 2, 2, 2, 2, 2}));
  EXPECT_EQ(row("o.use(); o.use()"), (std::vector<int>{6, 6, 2, 2, 2, 2}));
  // A call: load count | load count.
  EXPECT_EQ(row("let r = refcount(g); let q = refcount(g)"),
            (std::vector<int>{70, 6, 6, 6, 6, 2}));
}

TEST(References, Errors) {
  const auto answer = [](const std::string& text) { return ask(text, Model::no_gil); };
  for (const char* body : {"o.decref(); o.use()", "o.decref(); o.incref()", "o.free(); o.free()",
                           "o.free(); o.decref()", "p.use()", "p.incref()", "p.free()"}) {
    const Answer unsafe =
        answer(std::string("object o = 1\nobject p\nthread t { ") + body + " }");
    EXPECT_FALSE(unsafe.refcount_safe.holds) << body;
    EXPECT_TRUE(unsafe.error_free.holds) << body;
    EXPECT_EQ(unsafe.failed.interleavings, 1) << body;
  }
  for (const char* body : {"a.use()", "let r = refcount(a)", "a.incref()", "a = new o"}) {
    const Answer wrong = answer(std::string("object o = 1\nref a\nthread t { ") + body + " }");
    EXPECT_FALSE(wrong.error_free.holds) << body;
    EXPECT_TRUE(wrong.refcount_safe.holds) << body;
  }
  EXPECT_TRUE(answer("object o = 1\nref a\nthread t { del a; a = none }").gave_up == false);
}

TEST(References, Leaks) {
  EXPECT_TRUE(ask("object o = 1\nthread t { o.decref() }", Model::no_gil).refcount_safe.holds);
  // Both load 2 and store 1: nobody frees it.
  const std::string two = "object o = 2\nthread t[2] { o.decref() }";
  EXPECT_FALSE(ask(two, Model::no_gil).refcount_safe.holds);
  EXPECT_TRUE(ask(two, Model::gil_39).refcount_safe.holds);  // one instruction
  EXPECT_TRUE(ask("object o: atomic = 2\nthread t[2] { o.decref() }", Model::no_gil)
                  .refcount_safe.holds);
  EXPECT_TRUE(ask("object o: immortal = 2\nthread t[2] { o.decref() }", Model::no_gil)
                  .refcount_safe.holds);
  // Freed by hand with a reference out.
  EXPECT_FALSE(ask("object o = 1\nthread t { o.free() }", Model::no_gil).refcount_safe.holds);
}

// An object in a slot is borrowed and given back by two threads: a lost increment frees it.
TEST(References, LostIncrements) {
  const auto borrow = [](const std::string& counting) {
    return "object o: " + counting + " = 1\nthread t[2] { o.incref(); o.decref() }";
  };
  EXPECT_FALSE(ask(borrow("plain"), Model::no_gil).refcount_safe.holds);
  EXPECT_TRUE(ask(borrow("plain"), Model::gil_39).refcount_safe.holds);
  EXPECT_TRUE(ask(borrow("atomic"), Model::no_gil).refcount_safe.holds);
}

// An atomic count does not help where the pointer is loaded before the last reference is dropped.
TEST(References, LoadOfAPointerBeforeTheIncrement) {
  const std::string text =
      "object o: atomic\nref a = new o\nthread t { ref l = a }\nthread u { del a }";
  EXPECT_FALSE(ask(text, Model::no_gil).refcount_safe.holds);
  EXPECT_TRUE(ask(text, Model::gil_39).refcount_safe.holds);
}

// ---- biased counts -----------------------------------------------------------------------------

// The owner has ended at the start, so the other thread merges.
TEST(References, WhatIsQueuedForAnOwnerThatHasEndedIsMergedThere) {
  const std::string text = "object o: biased = 1\nthread t { }\nthread u { o.decref() }";
  const Answer ended_owner = ask(text, Model::no_gil);
  EXPECT_TRUE(ended_owner.refcount_safe.holds);
  EXPECT_EQ(total(ended_owner), 1);
}

TEST(References, TheOwnerMergesAtABoundaryOrAtItsEnd) {
  // Before its one step, if the object is queued by then (one alternative more), or behind it.
  const std::string text =
      "object o: biased = 1\nvar x = 0\nthread t { x = 1 }\nthread u { o.decref() }";
  const Answer answer = ask(text, Model::no_gil);
  EXPECT_TRUE(answer.refcount_safe.holds);
  // The store before u's sixth step: t has ended by then and u merges itself: 6 places. Else the
  // store and then the merge, or the merge and then the store.
  EXPECT_EQ(counts(answer), (Counts{{{1}, 8}}));
  // Under a GIL u's decref is one instruction.
  EXPECT_EQ(counts(text, Model::gil_39), (Counts{{{1}, 3}}));
  EXPECT_EQ(counts(text, Model::gil_313), (Counts{{{1}, 3}}));
}

TEST(References, BiasedCountsAreSafe) {
  for (const std::string& threads :
       {std::string("2\nthread t { o.decref() }\nthread u { o.decref() }"),
        std::string("1\nthread t { o.incref(); o.decref() }\nthread u { o.incref() }"),
        std::string("2\nthread t { }\nthread u { o.decref(); o.decref() }"),
        std::string("3\nthread t { o.decref() }\nthread u { o.decref(); o.decref() }")}) {
    const Answer answer = ask("object o: biased = " + threads, Model::no_gil, {}, 1'000'000);
    EXPECT_FALSE(answer.gave_up) << answer.why;
    EXPECT_TRUE(answer.refcount_safe.holds) << threads;
    EXPECT_EQ(whole(answer), 1);
  }
}

}  // namespace
}  // namespace raceproof::oracle

// Semaphores, events, barriers, conditions, queues and rwlocks (sections 3, 4, 6 and 11).
#include "tests/oracle/oracle_testing.h"

namespace raceproof::oracle {
namespace {

/// Two copies of a thread of n pieces with points between them have (2n over n) interleavings.
std::vector<int> pieces_of(const std::string& declarations, const std::string& body) {
  std::vector<int> pieces;
  for (const Model model : all_models()) {
    const int found = total(declarations + "\nthread t[2] { " + body + " }\n", model);
    int n = 0;
    while (n < 8 && interleavings_of(n, n) != found) ++n;
    pieces.push_back(n);
  }
  return pieces;
}

using Row = std::vector<int>;  // no_gil, gil_39, gil_310, gil_313, gil_314, serial

// Python code: a point before and after each operation.
TEST(Sync, PointsBeforeAndAfterOperations) {
  const std::string body = "x[self] = 1; ";
  EXPECT_EQ(pieces_of("var x[2] = 0\nsemaphore s[2] = 1",
                      body + "s[self].acquire(); s[self].release(); x[self] = 2"),
            (Row{4, 4, 4, 4, 4, 1}));
  EXPECT_EQ(pieces_of("var x[2] = 0\nsemaphore s[2] = 1", body + "with s[self] { x[self] = 2 }"),
            (Row{4, 4, 4, 4, 4, 1}));
  EXPECT_EQ(pieces_of("var x[2] = 0\nsemaphore s[2] = 1",
                      "native { " + body + "with s[self] { x[self] = 2 } }"),
            (Row{4, 1, 1, 1, 1, 1}));
  EXPECT_EQ(pieces_of("var x[2] = 0\nevent e[2]",
                      body + "e[self].set(); e[self].wait(); x[self] = 2"),
            (Row{4, 4, 4, 4, 4, 1}));
  EXPECT_EQ(pieces_of("var x[2] = 0\nqueue q[2]",
                      body + "q[self].put(self); x[self] = q[self].get()"),
            (Row{4, 4, 4, 4, 4, 1}));
  // The argument comes before the point on entering: load x | put.
  EXPECT_EQ(pieces_of("var x[2] = 0\nqueue q[2]", "q[self].put(x[self])"),
            (Row{2, 2, 2, 2, 2, 1}));
  EXPECT_EQ(pieces_of("var x[2] = 0\nlock m[2]\ncondition c(m[0])\ncondition d(m[1])",
                      "if self == 0 { with c { c.notify() } } else { with d { d.notify_all() } }"),
            (Row{3, 3, 3, 3, 3, 1}));
  // An rwlock is as `with m`: no point behind the acquire in gil_310 and gil_313.
  EXPECT_EQ(pieces_of("var x[2] = 0\nrwlock w[2]",
                      "w[self].read { x[self] = 1 } w[self].write { x[self] = 2 }"),
            (Row{6, 6, 2, 2, 4, 1}));
  EXPECT_EQ(pieces_of("var x[2] = 0\nevent e[2]", "atomic { " + body + "e[self].set() }"),
            (Row{1, 1, 1, 1, 1, 1}));
}

TEST(Sync, Semaphores) {
  const std::string two = "semaphore s = 2\nvar x = 0\nthread t[3] { s.acquire() }";
  EXPECT_EQ(ask(two, Model::no_gil).deadlocks.probability, 1);
  EXPECT_EQ(counts("semaphore s = 1\nvar x = 0\nthread t[2] { with s { x += 1 } }", Model::no_gil),
            (Counts{{{2}, 2}}));
  EXPECT_EQ(counts("semaphore s = 0\nvar x = 0, y = 0\n"
                   "thread t { x = s.try_acquire(); s.release(); y = s.try_acquire() }",
                   Model::no_gil),
            (Counts{{{0, 1}, 1}}));
}

TEST(Sync, Events) {
  EXPECT_EQ(counts("event e\nvar x = 0\nthread t { e.wait(); x += 1 }\nthread u { x = 5; e.set() }",
                   Model::no_gil),
            (Counts{{{6}, 1}}));
  // Of a set with a clear behind it a waiter may see nothing.
  const Answer missed =
      ask("event e\nthread t { e.wait() }\nthread u { e.set(); e.clear() }", Model::no_gil);
  EXPECT_EQ(missed.deadlocks.interleavings, 1);
  EXPECT_EQ(total(missed), 2);
}

// Arrive, arrive, leave, leave. With a GIL the last to arrive goes straight on.
TEST(Sync, Barriers) {
  const std::string one = "barrier b(2)\nvar x = 0\nthread t[2] { b.wait() }";
  EXPECT_EQ(total(one, Model::no_gil), 4);
  for (const Model model : gil_models) EXPECT_EQ(total(one, model), 2) << name_of(model);
  EXPECT_EQ(total(one, Model::serial), 2);
  // No thread passes the second round before the other has left the first.
  const std::string two =
      "barrier b(2)\nvar x[2] = 0\n"
      "thread t[2] { b.wait(); x[self] = 1; b.wait(); assert x[1 - self] == 1 }";
  for (const Model model : {Model::gil_39, Model::gil_313}) {
    const Answer answer = ask(two, model);
    EXPECT_FALSE(answer.gave_up);
    EXPECT_EQ(answer.failed.interleavings + answer.deadlocks.interleavings, 0);
  }
  EXPECT_EQ(ask("barrier b(3)\nthread t[2] { b.wait() }", Model::no_gil).deadlocks.probability, 1);
}

TEST(Sync, Conditions) {
  const std::string head = "var x = 0\nlock m\ncondition c(m)\n";
  const std::string good = head +
                           "thread t { with c { while x == 0 { c.wait() } } }\n"
                           "thread u { with m { x = 1; c.notify() } }";
  for (const Model model : all_models()) {
    const Answer answer = ask(good, model);
    EXPECT_EQ(answer.deadlocks.interleavings + answer.failed.interleavings, 0) << name_of(model);
    EXPECT_FALSE(answer.outcomes.empty());
  }
  // Without the test, a notification that comes first is lost.
  const Answer lost = ask(
      head + "thread t { with c { c.wait() } }\nthread u { with c { c.notify() } }", Model::no_gil);
  EXPECT_EQ(lost.deadlocks.interleavings, 1);  // u's three steps, then t's two
  EXPECT_EQ(lost.outcomes.at({0}).interleavings, 1);  // t sleeps, u's three, t wakes and releases
  // All need the lock held.
  for (const char* call : {"c.wait()", "c.notify()", "c.notify_all()"}) {
    EXPECT_EQ(ask(head + "thread t { " + call + " }", Model::no_gil).failed.interleavings, 1);
  }
}

TEST(Sync, ConditionsWakeAnySleeper) {
  const std::string head = "var x = 0\nlock m\ncondition c(m)\n";
  const std::string text = head +
                           "thread t[2] { with c { x += 1; c.wait(); x = self + 10 } }\n"
                           "thread u { await x == 2; with c { c.notify() } }";
  // Two orders to sleep in, two to wake; the other is stuck for ever.
  const Answer answer = ask(text, Model::serial);
  EXPECT_EQ(answer.deadlocks.interleavings, 4);
  EXPECT_EQ(total(answer), 4);
  EXPECT_EQ(counts(head +
                       "thread t[2] { with c { x += 1; c.wait(); x += 1 } }\n"
                       "thread u { await x == 2; with c { c.notify_all() } }",
                   Model::serial),
            (Counts{{{4}, 4}}));
}

TEST(Sync, ConditionsReleaseARecursiveLockWholly) {
  const std::string text =
      "var x = 0\nrlock r\ncondition c(r)\n"
      "thread t { with c { with r { c.wait(); x = 2 } x = 3 } }\n"
      "thread u { await x == 0; with r { x = 1; c.notify_all() } }";
  const Answer answer = ask(text, Model::no_gil);
  EXPECT_GT(answer.outcomes.at({3}).interleavings, 0);
  EXPECT_EQ(answer.failed.interleavings, 0);
}

// Section 11.5: with the lock removed it still sleeps until notified, and asks for nothing held.
TEST(Sync, ConditionsWithoutTheirLock) {
  const std::string text =
      "var x = 0\nlock m\ncondition c(m)\nthread t { c.wait() }\nthread u { x = 1; c.notify() }";
  const Answer answer = ask(text, Model::no_gil, {"m"});
  EXPECT_EQ(answer.failed.interleavings, 0);
  // t's sleep before u's notify: 2 places, the wake-up behind it; else stuck.
  EXPECT_EQ(answer.outcomes.at({1}).interleavings, 2);
  EXPECT_EQ(answer.deadlocks.interleavings, 1);
}

TEST(Sync, Queues) {
  EXPECT_EQ(counts("queue q(1)\nvar x = 0, y = 0\nthread t { q.put(4); q.put(5) }\n"
                   "thread u { x = q.get(); y = q.get() }",
                   Model::no_gil),
            (Counts{{{4, 5}, 2}}));  // put get (put store) get store: the put and the store swap
  EXPECT_EQ(ask("queue q(1)\nthread t { q.put(1); q.put(1) }", Model::no_gil)
                .deadlocks.probability,
            1);
  EXPECT_EQ(counts("queue q\nvar x = 0\nthread t { q.put(1); q.put(2); x = q.get() }",
                   Model::no_gil),
            (Counts{{{1}, 1}}));
}

TEST(Sync, ReadWriteLocks) {
  EXPECT_EQ(total("rwlock w\nthread t[2] { w.read { } }", Model::no_gil), 6);
  EXPECT_EQ(total("rwlock w\nthread t[2] { w.write { } }", Model::no_gil), 2);
  EXPECT_EQ(total("rwlock w\nthread t { w.read { } }\nthread u { w.write { } }", Model::no_gil), 2);
  EXPECT_EQ(ask("rwlock w\nthread t { w.read { w.write { } } }", Model::no_gil)
                .deadlocks.probability,
            1);
}

}  // namespace
}  // namespace raceproof::oracle

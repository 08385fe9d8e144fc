// The mutation operators: what they change, what they leave alone, and what becomes of a mutant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "checker/lang/parser.h"
#include "correct_spec.h"
#include "judge_mutant.h"
#include "mutant.h"

namespace raceproof::mutation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Mutant> mutants(const std::string& source, Operator op) {
  EXPECT_TRUE(lang::parse(source).scenario) << source;
  std::vector<Mutant> found = mutants_of(source);
  std::erase_if(found, [op](const Mutant& mutant) { return mutant.op != op; });
  return found;
}

// What one operator does, as "line: change".
std::vector<std::string> changes(const std::string& source, Operator op) {
  std::vector<std::string> told;
  for (const Mutant& mutant : mutants(source, op)) {
    EXPECT_TRUE(lang::parse(mutant.source).scenario) << mutant.source;
    told.push_back(std::to_string(mutant.line) + ": " + mutant.change);
  }
  return told;
}

// The only mutant of an operator, as text.
std::string mutated(const std::string& source, Operator op) {
  const std::vector<Mutant> found = mutants(source, op);
  EXPECT_EQ(found.size(), 1U) << source;
  return found.empty() ? "" : found[0].source;
}

TEST(Drop, BlocksKeepTheirBodies) {
  EXPECT_EQ(mutated("lock m\nthread t {\n    with m {    # why\n        skip\n    }\n}\n",
                    Operator::drop),
            "lock m\nthread t {\n    if true {    # why\n        skip\n    }\n}\n");
  EXPECT_EQ(mutated("rwlock w[2]\nthread t { w[1].read { skip } }\n", Operator::drop),
            "rwlock w[2]\nthread t { if true { skip } }\n");
  EXPECT_EQ(mutated("var x = 0\nthread t { await x == 1 { x = 0 } }\n", Operator::drop),
            "var x = 0\nthread t { if true { x = 0 } }\n");
}

TEST(Drop, OperationsBecomeNothing) {
  EXPECT_THAT(changes("lock m\ncondition c(m)\nsemaphore s = 1\nevent e\nbarrier b(2)\nqueue q\n"
                      "var x = 0\n"
                      "thread t {\n"
                      "    m.acquire(); c.notify(); m.release()\n"
                      "    e.set(); b.wait(); s.release(); q.put(1)\n"
                      "    await x == 1\n"
                      "    join u\n"
                      "}\n"
                      "thread u { skip }\n"
                      "thread v { start u }\n",
                      Operator::drop),
              ElementsAre("9: m.acquire() -> skip", "9: c.notify() -> skip",
                          "9: m.release() -> skip", "10: e.set() -> skip", "10: b.wait() -> skip",
                          "10: s.release() -> skip", "10: q.put(1) -> skip",
                          "11: await x == 1 -> skip", "12: join u -> skip", "15: start u -> skip"));
}

TEST(Drop, AValueThatIsUsedStays) {
  EXPECT_EQ(mutated("lock m\nthread t { if m.try_acquire() { skip } }\n", Operator::drop),
            "lock m\nthread t { if true { skip } }\n");
  EXPECT_EQ(mutated("queue q[2]\nthread t { let got = q[0].get() + 1 }\n", Operator::drop),
            "queue q[2]\nthread t { let got = 0 + 1 }\n");
}

TEST(Drop, CountsOfReferences) {
  EXPECT_THAT(changes("object o: atomic = 1\nref a = new o\n"
                      "thread t {\n    o.incref()\n    o.use()\n    o.decref()\n    del a\n"
                      "    if o.try_incref() { o.free() }\n}\n",
                      Operator::drop),
              ElementsAre("4: o.incref() -> skip", "6: o.decref() -> skip", "7: del a -> skip",
                          "8: o.free() -> skip", "8: o.try_incref() -> true"));
}

TEST(Drop, WhatIsNoSynchronisationStays) {
  EXPECT_THAT(changes("atomic x = 0\ndef f() { return 1 }\n"
                      "thread t { f(); x.store(1); let old = x.load(); yield }\n",
                      Operator::drop),
              IsEmpty());
}

TEST(Swap, NeighboursOfOneBlock) {
  const std::string source =
      "var x = 0, a[2] = 0\n"
      "thread t {\n"
      "    x = 1       # first\n"
      "    a[\n"
      "        0] = 2\n"
      "}\n";
  EXPECT_THAT(changes(source, Operator::swap), ElementsAre("3: x = 1 <-> a[ 0] = 2"));
  EXPECT_EQ(mutated(source, Operator::swap),
            "var x = 0, a[2] = 0\n"
            "thread t {\n"
            "    a[\n"
            "        0] = 2       # first\n"
            "    x = 1\n"
            "}\n");
  EXPECT_THAT(
      changes("var x = 0\nthread t { x = 1; x = 2; x = 2; choose r in {1, 2} }\n", Operator::swap),
      ElementsAre("2: x = 1 <-> x = 2", "2: x = 2 <-> choose r in {1, 2}"));
}

TEST(Swap, NothingPastBlocksAndWhatDoesNothing) {
  EXPECT_THAT(changes("var x = 0\n"
                      "def f() { x = 1; return 2 }\n"
                      "thread t {\n"
                      "    x = 1\n    yield\n    x = 2\n"
                      "    if x == 2 { x = 3 }\n"
                      "    x = 4; skip; x = 5\n"
                      "    repeat 2 { x = 6; break }\n"
                      "}\n",
                      Operator::swap),
              IsEmpty());
}

TEST(IfOnce, EveryWhile) {
  EXPECT_EQ(mutated("var x = 0\nthread t { while x == 0 and true { x = 1 } }\n", Operator::if_once),
            "var x = 0\nthread t { if x == 0 and true { x = 1 } }\n");
  EXPECT_THAT(changes("thread t {\n    while true { yield }\n    repeat 2 { skip }\n}\n",
                      Operator::if_once),
              ElementsAre("2: while true -> if true"));
}

TEST(Plain, OneVariableOfADeclaration) {
  std::vector<std::string> sources;
  for (const Mutant& mutant :
       mutants("atomic a = 0, b[2]: 0..1 = [0, 1], c = 0\n", Operator::plain)) {
    sources.push_back(mutant.source);
  }
  EXPECT_THAT(sources, ElementsAre("var a = 0; atomic b[2]: 0..1 = [0, 1], c = 0\n",
                                   "atomic a = 0; var b[2]: 0..1 = [0, 1]; atomic c = 0\n",
                                   "atomic a = 0, b[2]: 0..1 = [0, 1]; var c = 0\n"));
}

TEST(Plain, CountsOfObjects) {
  EXPECT_THAT(changes("object a: atomic\nobject b[2]: biased = 1\nobject c\nobject d: immortal\n"
                      "object e: plain\n",
                      Operator::plain),
              ElementsAre("1: a: atomic -> a: plain", "2: b: biased -> b: plain",
                          "4: d: immortal -> d: plain"));
  EXPECT_EQ(mutated("object b[2]: biased = 1\n", Operator::plain), "object b[2]: plain = 1\n");
}

TEST(Plain, BlocksFallApart) {
  const std::string x = "var x = 0\n";
  EXPECT_EQ(mutated(x + "thread t { atomic { x = 1 } }\n", Operator::plain),
            x + "thread t { if true { x = 1 } }\n");
  EXPECT_EQ(mutated(x + "thread t { native { x = 1 } }\n", Operator::plain),
            x + "thread t { if true { x = 1 } }\n");
  EXPECT_EQ(mutated(x + "thread t { await x == 0 { x = 1 } }\n", Operator::plain),
            x + "thread t { await x == 0; if true { x = 1 } }\n");
}

TEST(Plain, UpdatesOfAtomicVariables) {
  const std::string declared = "atomic x[2] = 0\n";
  const auto updated = [&](const std::string& body) {
    const std::vector<Mutant> found = mutants(declared + body, Operator::plain);
    EXPECT_EQ(found.size(), 2U) << body;  // the first one is the declaration
    EXPECT_TRUE(load(found.back().source, {}).scenario) << found.back().source;
    return found.back().source;
  };
  EXPECT_EQ(updated("thread t { x[0] -= 1 - self }\n"),
            declared + "thread t { x[0] = x[0] - (1 - self) }\n");
  EXPECT_THAT(updated("thread t { let a = x[1].exchange(2) }\n"),
              HasSubstr("let a = plain_exchange(1, 2) }\n\ndef plain_exchange("));
  EXPECT_THAT(updated("thread t { x[1].fetch_add(2) }\n"),
              HasSubstr("x[plain_index] = plain_old + plain_more\n"));
  EXPECT_THAT(updated("thread t { if not x[1].compare_exchange(2, 3) { skip } }\n"),
              HasSubstr("if not plain_compare_exchange(1, 2, 3) {"));
}

TEST(Plain, NothingWhereNobodyCanComeBetween) {
  EXPECT_THAT(
      changes("atomic x = 0\nthread t { atomic { x += 1; atomic { x += 1 } } }\n", Operator::plain),
      ElementsAre("1: atomic x -> var x", "2: atomic -> if true"));
}

TEST(Judged, EveryFate) {
  const auto fate = [](const std::string& source) {
    return name(judge(source, {find_model("no_gil"), find_model("gil_314")}));
  };
  EXPECT_EQ(fate("var x = 0\nthread t { x = 1 }\nfinally x == 1\n"), "survived");
  EXPECT_EQ(fate("var x = 0\nthread t { x = 2 }\nfinally x == 1\n"), "caught");
  EXPECT_EQ(fate("var x = 0\nthread t { y = 2 }\n"), "stillborn");
  EXPECT_EQ(fate("var x = 0\nthread t { while true { x += 1 } }\nalways x >= 0\n"), "undecided");
  // What only a later model shows is seen, even where an earlier one is undecided.
  EXPECT_EQ(fate("var x = 0\nthread t { while true { x += 1 } }\n"
                 "always x >= 0 under no_gil\nalways x < 9 under gil_314\n"),
            "caught");
}

TEST(Judged, InTheModelsThatTheFileNames) {
  const auto models = [](const std::string& source) {
    std::vector<std::string> names;
    for (const ExecutionModel* model : judged_models(*load(source, {}).scenario)) {
      names.emplace_back(model->name);
    }
    return names;
  };
  EXPECT_THAT(models("var x = 0\n"),
              ElementsAre("no_gil", "gil_39", "gil_310", "gil_313", "gil_314"));
  EXPECT_THAT(models("var x = 0\nalways x == 0 under serial\n"), testing::Contains("serial"));
}

TEST(CorrectSpec, DocumentsNoBug) {
  const auto correct = [](const std::string& properties) {
    const Loaded loaded =
        load("var x = 0\nlock m\nthread t[2] { with m { x += 1 } }\n" + properties, {});
    return is_correct(loaded.scenario->properties);
  };
  EXPECT_TRUE(correct("finally x == 2\n"));
  EXPECT_TRUE(correct("finally x == 2\nfinally x == 2 fails without m\n"));
  EXPECT_TRUE(correct("outcomes x == {1, 2}\nrace_free fails\nserializable fails\n"));
  EXPECT_TRUE(correct("outcomes x == 2\npossible x == 1 fails\n"));
  EXPECT_FALSE(correct("finally x == 2\ndeadlock_free fails under gil_39\n"));
  EXPECT_FALSE(correct(""));
  EXPECT_FALSE(correct("finally x == 2 without m\n"));
}

}  // namespace
}  // namespace raceproof::mutation

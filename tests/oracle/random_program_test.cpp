// The random scenarios are valid, the same everywhere, and small enough for the oracle.
#include "tests/oracle/random_program.h"

#include "tests/oracle/oracle_testing.h"

namespace raceproof::oracle {
namespace {

TEST(RandomProgram, IsTheSameForTheSameSeed) {
  EXPECT_EQ(random_program(7), random_program(7));
  EXPECT_NE(random_program(7), random_program(8));
}

TEST(RandomProgram, UsesEveryConstruct) {
  std::string all;
  for (std::uint64_t seed = 0; seed < 400; ++seed) all += random_program(seed);
  for (const char* word :
       {"with ", ".acquire()", ".try_acquire()", "rlock ", "lock f[2]", "native ", "allow_threads ",
        "atomic {", "atomic z", ".fetch_add(", ".compare_exchange(", "def ", "return ", "while ",
        "repeat ", "for ", "break", "continue", "choose ", "either ", "await ", "start ", "join ",
        "init ", "assert ", "assume ", "yield", "sleep ", "io ", "cpu ", "skip", "self", " and ",
        " or ", "not ", "else if ", "else {", "let ", "[2] = [", ": -1..3"}) {
    EXPECT_NE(all.find(word), std::string::npos) << word;
  }
}

TEST(RandomProgram, LeavesFeaturesOut) {
  Features none;
  none.locks = none.native = none.atomics = none.functions = none.loops = none.choices = false;
  none.waiting = none.arrays = none.starting = none.init = none.checks = none.properties = false;
  std::string all;
  for (std::uint64_t seed = 0; seed < 100; ++seed) all += random_program(seed, none);
  for (const char* word : {"with", "lock", "native", "atomic", "def", "while", "repeat", "choose",
                           "await", "start", "init", "assert", "finally", "[2] ="}) {
    EXPECT_EQ(all.find(word), std::string::npos) << word;
  }
}

TEST(RandomProgram, IsAnsweredByTheOracle) {
  int gave_up = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const std::string text = random_program(seed);
    SCOPED_TRACE(text);
    for (const Model model : {Model::no_gil, Model::gil_310, Model::gil_314}) {
      const Answer answer = ask(text, model, {}, 3'000);
      gave_up += answer.gave_up ? 1 : 0;
      if (!answer.gave_up) {
        EXPECT_EQ(whole(answer), 1);
      }
    }
  }
  EXPECT_LT(gave_up, 12);
}

TEST(RandomProgram, UsesSynchronisationObjectsAndReferences) {
  Features features;
  features.sync = features.objects = true;
  std::string all;
  for (std::uint64_t seed = 0; seed < 300; ++seed) all += random_program(seed, features);
  for (const char* word :
       {"with se", "se.acquire()", "se.release()", "se.try_acquire()", "ev.wait()", "ev.set()",
        "ev.clear()", "ba.wait()", "co.wait()", "co.notify()", "co.notify_all()", "qu.put(",
        "qu.get()", "rw.read {", "rw.write {", "object o: biased", "ref g = new o", " = new p",
        "del ", "ref l", ".incref()", ".decref()", ".try_incref()", ".use()", ".free()",
        "refcount(", " == none", "refcount_safe"}) {
    EXPECT_NE(all.find(word), std::string::npos) << word;
  }
}

TEST(RandomProgram, WithObjectsIsAnsweredByTheOracle) {
  Features features;
  features.sync = features.objects = true;
  int gave_up = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const std::string text = random_program(seed, features);
    SCOPED_TRACE(text);
    for (const Model model : {Model::no_gil, Model::gil_39, Model::gil_313}) {
      const Answer answer = ask(text, model, {}, 3'000);
      gave_up += answer.gave_up ? 1 : 0;
      if (!answer.gave_up) {
        EXPECT_EQ(whole(answer), 1);
      }
    }
  }
  EXPECT_LT(gave_up, 20);
}

// What more switch points make possible includes what fewer do.
TEST(RandomProgram, EveryModelIsContainedInNoGil) {
  for (std::uint64_t seed = 40; seed < 70; ++seed) {
    const std::string text = random_program(seed);
    SCOPED_TRACE(text);
    const Answer all = ask(text, Model::no_gil, {}, 3'000);
    if (all.gave_up) continue;
    for (const Model model : all_models()) {
      const Answer some = ask(text, model, {}, 3'000);
      for (const auto& [values, count] : some.outcomes) EXPECT_TRUE(all.outcomes.contains(values));
      EXPECT_LE(some.deadlocks.interleavings, all.deadlocks.interleavings) << name_of(model);
      EXPECT_LE(total(some), total(all)) << name_of(model);
    }
  }
}

}  // namespace
}  // namespace raceproof::oracle

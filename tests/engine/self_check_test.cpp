// Reduced searches against plain ones, as `--self-check` runs them: every scenario of the project,
// and random programs, some made of identical threads, under every model.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "checker/checker.h"
#include "checker/explore/alike_threads.h"
#include "tests/oracle/random_program.h"

namespace raceproof::engine {
namespace {

Options checking(std::uint64_t states_max) {
  Options options;
  for (const ExecutionModel& model : execution_models()) options.models.push_back(&model);
  options.engine = Engine::explicit_;
  options.self_check = true;
  options.jobs = 1;
  options.limits.states_max = states_max;
  return options;
}

std::string disagreement_on(const lang::Lowered& scenario, std::uint64_t states_max) {
  Options options = checking(states_max);
  const std::string checked = check(scenario, options).disagreement;
  if (!checked.empty()) return checked;
  const std::string counted = outcomes(scenario, options).disagreement;
  if (!counted.empty()) return counted;
  options.is_whole_first = false;  // whatever can be left out is
  return check(scenario, options).disagreement;
}

// Each reduction alone.
std::string disagreement_of_any(const lang::Lowered& scenario, std::uint64_t states_max) {
  Options options = checking(states_max);
  options.is_whole_first = false;
  for (const ReductionRow& row : engine::reductions) {
    options.reductions = Reductions::none();
    options.reductions.add(row.reduction);
    const std::string disagreement = check(scenario, options).disagreement;
    if (!disagreement.empty()) return disagreement;
  }
  options.reductions = {};
  return outcomes(scenario, options).disagreement;
}

// How many states are looked at under `no_gil`, all or not.
std::uint64_t states_of(const lang::Lowered& scenario, Reductions reductions) {
  Options options = checking(20'000);
  options.models = {&execution_models()[0]};
  options.self_check = false;
  options.is_whole_first = false;
  options.reductions = reductions;
  return result::saturated(check(scenario, options).models[0].statistics.states);
}

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(SelfCheck, AgreesOnEveryScenario) {
  constexpr std::uint64_t states_max = 3'000;
  unsigned reduced = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(RACEPROOF_SOURCE_DIR "/specs")) {
    if (entry.path().extension() != ".race") continue;
    const Loaded loaded = load(text_of(entry.path()), {});
    if (!loaded.scenario) continue;
    reduced += explore::alike_threads(loaded.scenario->program, {}).empty() ? 0 : 1;
    EXPECT_EQ(disagreement_on(*loaded.scenario, states_max), "") << entry.path();
  }
  EXPECT_GT(reduced, 50U);
}

// Seventy variables of two values each: such states go to the search of the graph.
constexpr const char* wide =
    "var wide[70] = 0\n"
    "init {\n  choose any in 0..1\n  for at in 0..70 { wide[at] = any }\n}\n";

TEST(SelfCheck, LeavesOutWhatCanWait) {
  const Loaded apart = load(
      "var a = 0\nvar b = 0\nthread p { a += 1\na += 1 }\n"
      "thread q { b += 1\nb += 1 }\nfinally a + b == 4\n",
      {});
  ASSERT_TRUE(apart.scenario);
  const std::uint64_t all = states_of(*apart.scenario, Reductions::none());
  Reductions partial_order = Reductions::none();
  partial_order.add(Reduction::partial_order);
  EXPECT_EQ(states_of(*apart.scenario, partial_order), 13U);  // one after the other
  EXPECT_EQ(all, 49U);
  Reductions fusion = Reductions::none();
  fusion.add(Reduction::fusion);
  EXPECT_LT(states_of(*apart.scenario, fusion), all);
}

TEST(SelfCheck, ClearsWhatNobodyReads) {
  const Loaded loaded = load(
      "var x = 0\nvar y = 0\n"
      "thread p[2] { let r = x\nx = r + 1\ny = 1\ny = 2 }\n"
      "finally y == 2\n",
      {});
  ASSERT_TRUE(loaded.scenario);
  Reductions dead = Reductions::none();
  dead.add(Reduction::dead);
  EXPECT_LT(states_of(*loaded.scenario, dead), states_of(*loaded.scenario, Reductions::none()));
}

// What a careless choice of the steps that can wait would lose.
TEST(SelfCheck, LosesNothingBehindWhatWaits) {
  for (const std::string source :
       {// One thread could go round for ever before the other one comes to its failure.
        "var a = 0\nvar b = 0\nthread p { while true { a = 1 } }\n"
        "thread q { b = 1\nassert b == 0 }\n",
        // A state on the way is asked about.
        "var a = 0\nvar b = 0\nthread p { a = 1\na = 0 }\nthread q { b = 1\nb = 0 }\n"
        "always not (a == 1 and b == 1)\n",
        // A failure ends the execution before the data race of others.
        "var a = 0\nvar b = 0\nthread p { a = 1\nassert a == 0 }\nthread q { b = 1 }\n"
        "thread r { b = 2 }\n",
        // So does a false assumption.
        "var a = 0\nvar b = 0\nthread p { a = 1\nassume a == 0 }\nthread q { b = 1 }\n"
        "thread r { b = 2 }\n",
        // A thread that was not started yet will conflict.
        "var a = 0\nthread p { start r\na = 1 }\nthread q { a = 2 }\n"
        "thread r { a = 3 }\noutcomes a == {1, 2, 3}\n",
        "var a = 0\nvar b = 0\nthread q { a = 2 }\nthread p { b = 1\nstart r }\n"
        "thread r { a = 3 }\noutcomes a == {2, 3}\n",
        // Locals that are read only much later: by a condition, as an index, from a local array.
        "var x = 0\nthread p { let r = 1\nx = 2\nawait x == r }\nthread q { x = 1 }\n",
        "var x = 0\nvar a[2] = 0\nthread p { let i = 1\nx = 1\na[i] = 5 }\n"
        "finally a[1] == 5\n",
        "var x = 0\nthread p { let b[2] = 0\nlet i = 1\nb[i] = 3\nx = 1\nx = b[i] }\n"
        "finally x == 3\n",
        // Who waits for the end of another one goes on behind it.
        "var a = 0\nvar b = 0\nthread r { a = 2 }\nthread p { b = 1 }\n"
        "thread q { join p\na = 1 }\noutcomes a == {1, 2}\n",
        "var a = 0\nvar b = 0\nthread p { a = 1 }\nthread q { join p\nb = a }\n"
        "thread r { b = 7 }\noutcomes b == {1, 7}\n"}) {
    const Loaded loaded = load(source, {});
    ASSERT_TRUE(loaded.scenario) << source << loaded.diagnostics[0].message;
    EXPECT_EQ(disagreement_on(*loaded.scenario, 10'000), "") << source;
    EXPECT_EQ(disagreement_of_any(*loaded.scenario, 10'000), "") << source;
  }
}

class SelfCheck : public testing::TestWithParam<std::uint64_t> {};

TEST_P(SelfCheck, AgreesOnRandomPrograms) {
  constexpr std::uint64_t seeds = 150;
  constexpr std::uint64_t states_max = 20'000;
  unsigned reduced = 0;
  for (std::uint64_t seed = GetParam() * seeds; seed < (GetParam() + 1) * seeds; ++seed) {
    oracle::Features features;
    features.alike = seed % 5 != 4;
    features.sync = seed % 2 == 1;
    features.objects = seed % 4 >= 2;
    features.init = seed % 3 != 0;
    const std::string source = (features.init ? "" : wide) + oracle::random_program(seed, features);
    const Loaded loaded = load(source, {});
    ASSERT_TRUE(loaded.scenario) << source;
    reduced += explore::alike_threads(loaded.scenario->program, {}).empty() ? 0 : 1;
    const std::uint64_t limit = seed % 10 == 0 ? 50 + seed : states_max;
    ASSERT_EQ(disagreement_on(*loaded.scenario, limit), "") << "seed " << seed << ":\n" << source;
    if (seed % 4 == 0) {
      ASSERT_EQ(disagreement_of_any(*loaded.scenario, limit), "") << "seed " << seed << ":\n"
                                                                  << source;
    }
  }
  EXPECT_GT(reduced, seeds / 3) << "programs of threads that are alike";
}

INSTANTIATE_TEST_SUITE_P(Seeds, SelfCheck, testing::Range<std::uint64_t>(0, 8));

}  // namespace
}  // namespace raceproof::engine

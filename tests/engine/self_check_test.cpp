// Reduced searches against plain ones, as `--self-check` runs them: every scenario of the project,
// and random programs made of identical threads, under every model.
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
  const Options options = checking(states_max);
  const std::string checked = check(scenario, options).disagreement;
  return checked.empty() ? outcomes(scenario, options).disagreement : checked;
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

class SelfCheck : public testing::TestWithParam<std::uint64_t> {};

TEST_P(SelfCheck, AgreesOnRandomPrograms) {
  constexpr std::uint64_t seeds = 150;
  constexpr std::uint64_t states_max = 20'000;
  unsigned reduced = 0;
  for (std::uint64_t seed = GetParam() * seeds; seed < (GetParam() + 1) * seeds; ++seed) {
    oracle::Features features;
    features.alike = true;
    features.sync = seed % 2 == 1;
    features.objects = seed % 4 >= 2;
    features.init = seed % 3 != 0;
    const std::string source =
        (features.init ? "" : wide) + oracle::random_program(seed, features);
    const Loaded loaded = load(source, {});
    ASSERT_TRUE(loaded.scenario) << source;
    reduced += explore::alike_threads(loaded.scenario->program, {}).empty() ? 0 : 1;
    const std::uint64_t limit = seed % 10 == 0 ? 50 + seed : states_max;
    ASSERT_EQ(disagreement_on(*loaded.scenario, limit), "") << "seed " << seed << ":\n" << source;
  }
  EXPECT_GT(reduced, seeds / 2) << "programs of threads that are alike";
}

INSTANTIATE_TEST_SUITE_P(Seeds, SelfCheck, testing::Range<std::uint64_t>(0, 8));

}  // namespace
}  // namespace raceproof::engine

// Several threads give the same states in the same order as one, whatever the set they look up in.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "checker/checker.h"
#include "checker/engine/search.h"

namespace raceproof::engine {
namespace {

struct Case {
  std::string file;
  std::map<std::string, std::int64_t> constants;
};

// What tells of the states and their order: all of them, decoded and hashed in order.
struct Told {
  std::uint64_t states = 0;
  result::Integer transitions;
  std::vector<StateIndex> levels;
  std::uint64_t hash = 0;

  friend bool operator==(const Told&, const Told&) = default;
};

Told told_by(const Machine& machine, const Packing& packing) {
  PackedSpace space(machine, packing);
  const std::vector<explore::Finding> none;
  Watch watch(machine, space, none, false);
  const auto stop = search(machine, {}, {}, watch, space);
  EXPECT_EQ(stop, explore::Stop::complete);
  Told told;
  told.states = space.size();
  told.transitions = space.all_transitions();
  told.levels = space.first_of_level;
  State state;
  for (std::uint64_t i = 0; i < space.size(); ++i) {
    space.decode_index(i, state);
    for (const std::int64_t cell : state.cells) {
      told.hash = (told.hash ^ static_cast<std::uint64_t>(cell)) * 0x9e3779b97f4a7c15;
      told.hash ^= told.hash >> 29;
    }
  }
  return told;
}

class ParallelSearch : public testing::TestWithParam<Case> {};

TEST_P(ParallelSearch, GivesTheSameStatesInTheSameOrder) {
  std::stringstream text;
  text
      << std::ifstream(std::string(RACEPROOF_SOURCE_DIR "/tests/bench/") + GetParam().file).rdbuf();
  const Loaded loaded = load(text.str(), GetParam().constants);
  ASSERT_TRUE(loaded.scenario);
  const Machine machine(loaded.scenario->program, *find_model("no_gil"));
  const AlikeThreads identical = explore::alike_threads(machine.program(), {});
  for (const AlikeThreads& alike : {AlikeThreads{}, identical}) {
    const Told one = told_by(machine, {.alike = alike});
    EXPECT_EQ(told_by(machine, {.is_wide = true, .alike = alike}), one) << "by a tree of numbers";
    EXPECT_GT(one.states, alike.empty() ? 50'000U : 5'000U);
    for (const std::uint32_t jobs : {1U, 2U, 3U}) {
      for (const bool sweeps : {false, true}) {
        EXPECT_EQ(told_by(machine, {.sweeps = sweeps, .jobs = jobs, .alike = alike}), one)
            << jobs << " jobs" << (sweeps ? "" : ", the set of all states") << ", " << alike.size()
            << " groups of threads that are alike";
      }
    }
  }
}

// The first is swept, the others are not; the last has fields that are extended late.
INSTANTIATE_TEST_SUITE_P(Models, ParallelSearch,
                         testing::Values(Case{"counter.race", {{"K", 3}, {"N", 5}}},
                                         Case{"philosophers.race", {{"N", 11}}},
                                         Case{"filter.race", {{"K", 4}}},
                                         Case{"bakery.race", {{"K", 3}, {"MOST", 25}}}));

}  // namespace
}  // namespace raceproof::engine

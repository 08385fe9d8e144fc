// Counts that go along with a search, by another thread where several may work.
#include "checker/engine/level_count.h"

#include <gtest/gtest.h>

#include "checker/checker.h"
#include "checker/engine/search.h"

namespace raceproof::engine {
namespace {

// Levels of tens of thousands of states; a step fails out of some states of most of them.
constexpr const char* doubted_counter = R"(
  var x = 0
  thread worker[3] { repeat 4 { x += 1 } }
  thread doubter { assert x < 6 }
)";

/// What comes of a search that counts.
struct Counted {
  Counted(const Machine& machine, const explore::Limits& limits, std::uint32_t jobs) {
    Packing packing;
    packing.has_positions = true;
    packing.jobs = jobs;
    PackedSpace space(machine, packing);
    const std::vector<explore::Finding> none;
    Watch watch(machine, space, none, false);
    explore::Counts counts;
    const auto add = [this](const result::Share& share) {
      shares.emplace_back(share.interleavings.value, *share.probability);
      interleavings += share.interleavings.value;
      probability += *share.probability;
    };
    counts.on_state = [&](explore::StateIndex, const result::Share& share) { add(share); };
    counts.on_end = [&](const StepEnd&, const result::Share& share) { add(share); };
    LevelCount count(space, counts);
    stop = search(machine, limits, {}, watch, space, &count);
    is_given_up = count.is_abandoned();
    for (std::size_t i = 1; i < space.first_of_level.size(); ++i) {
      const std::uint64_t states = space.first_of_level[i] - space.first_of_level[i - 1];
      largest_level = std::max(largest_level, states);
    }
  }

  std::optional<explore::Stop> stop;
  bool is_given_up = false;
  std::uint64_t largest_level = 0;
  std::vector<std::pair<result::Integer, result::Rational>> shares;  ///< in the order they are told
  result::Integer interleavings = 0;
  result::Rational probability = 0;
};

class LevelCounts : public testing::Test {
 protected:
  LevelCounts() : loaded_(load(doubted_counter, {})) {
    machine_.emplace(loaded_.scenario->program, *find_model("no_gil"));
  }

  Loaded loaded_;
  std::optional<Machine> machine_;
};

TEST_F(LevelCounts, AreTheSameForAnyNumberOfThreads) {
  const Counted one(*machine_, {}, 1);
  ASSERT_EQ(one.stop, explore::Stop::complete);
  EXPECT_GT(one.largest_level, 10'000U) << "worth another thread";
  EXPECT_GT(one.shares.size(), 1'000U);
  EXPECT_EQ(one.probability, 1);
  for (const std::uint32_t jobs : {2U, 3U}) {
    const Counted some(*machine_, {}, jobs);
    EXPECT_EQ(some.stop, explore::Stop::complete);
    EXPECT_EQ(some.interleavings, one.interleavings);
    EXPECT_TRUE(some.shares == one.shares) << jobs << " jobs";
  }
}

// A step of one thread in three has alternatives, so that nothing is passed on evenly.
TEST(LevelCount, OfChoicesIsToldByOneThread) {
  const Loaded loaded = load(
      "var x = 0\nthread worker[3] { repeat 4 { x += 1 } }\n"
      "thread chooser { choose y in {0, 1, 2}; x += y }\n",
      {});
  ASSERT_TRUE(loaded.scenario);
  const Machine machine(loaded.scenario->program, *find_model("no_gil"));
  const Counted one(machine, {}, 1);
  const Counted two(machine, {}, 2);
  EXPECT_GT(one.largest_level, 10'000U);
  EXPECT_EQ(one.probability, 1);
  EXPECT_TRUE(two.shares == one.shares);
}

// Of three threads of 18 steps each.
TEST(LevelCount, OfACounterIsAMultinomialCoefficient) {
  const Loaded loaded = load("var x = 0\nthread worker[3] { repeat 6 { x += 1 } }\n", {});
  ASSERT_TRUE(loaded.scenario);
  const Machine machine(loaded.scenario->program, *find_model("no_gil"));
  const auto factorial = [](unsigned n) {
    result::Integer product = 1;
    for (unsigned i = 2; i <= n; ++i) product *= i;
    return product;
  };
  const result::Integer each = factorial(18);
  for (const std::uint32_t jobs : {1U, 2U}) {
    const Counted counted(machine, {}, jobs);
    EXPECT_EQ(counted.interleavings, factorial(54) / (each * each * each)) << jobs << " jobs";
    EXPECT_EQ(counted.probability, 1);
  }
}

// The search ends while the level before is passed on from.
TEST_F(LevelCounts, EndWithASearchThatALimitEnds) {
  for (const std::uint64_t states_max : {50'001U, 300'002U}) {
    explore::Limits limits;
    limits.states_max = states_max;
    const Counted one(*machine_, limits, 1);
    ASSERT_EQ(one.stop, explore::Stop::states);
    EXPECT_LT(one.probability, 1);
    const Counted two(*machine_, limits, 2);
    EXPECT_EQ(two.stop, explore::Stop::states);
    EXPECT_TRUE(two.shares == one.shares);
  }
}

// Counting is given up before the search is.
TEST_F(LevelCounts, AreGivenUpWhereTheyDoNotFitTheMemory) {
  for (const std::uint32_t jobs : {1U, 2U}) {
    unsigned given_up = 0;
    for (std::uint64_t mebibytes = 1; mebibytes <= 8; ++mebibytes) {
      explore::Limits limits;
      limits.memory_max_bytes = mebibytes << 20;
      const Counted counted(*machine_, limits, jobs);
      if (counted.is_given_up) {
        EXPECT_LT(counted.probability, 1);
      }
      given_up += counted.is_given_up && counted.stop == explore::Stop::complete ? 1 : 0;
    }
    EXPECT_GT(given_up, 0U) << jobs << " jobs";
  }
}

}  // namespace
}  // namespace raceproof::engine

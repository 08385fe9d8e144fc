// Where the number of times that a waiting thread is overtaken is left out.
#include "checker/explore/overtaking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "checker/checker.h"
#include "checker/explore/explore.h"
#include "checker/explore/monitor.h"

namespace raceproof::explore {
namespace {

using testing::Eq;

// Two threads of which each waits for the other's release once.
const std::string two_in_turn =
    "lock m\n"
    "thread t[2] { with m { yield } }\n";

struct Explored {
  explicit Explored(const std::string& text)
      : loaded(load(text, {})), machine(loaded.scenario->program, *find_model("no_gil"), {}) {
    Monitor monitor(machine, {}, loaded.scenario->shared, nullptr, true);
    EXPECT_EQ(explore(machine, {}, monitor, space), Stop::complete);
  }

  Loaded loaded;
  Machine machine;
  StateSpace space;
};

TEST(Overtaking, IsCountedInASpaceAsLargeAsTheLimit) {
  const Explored explored(two_in_turn);
  const Overtaking found =
      overtaking_in(explored.machine, explored.space, {}, explored.space.expanded());
  EXPECT_FALSE(found.left_out_above.has_value());
  EXPECT_TRUE(found.somebody_waits);
  EXPECT_THAT(found.most, Eq(1U));
  EXPECT_EQ(found.sentence(), "; a thread that waits is overtaken by another one at most once");
}

TEST(Overtaking, IsLeftOutOneStateAboveTheLimit) {
  const Explored explored(two_in_turn);
  const std::uint64_t limit = explored.space.expanded() - 1;
  const Overtaking found = overtaking_in(explored.machine, explored.space, {}, limit);
  EXPECT_THAT(found.left_out_above, Eq(limit));
  EXPECT_FALSE(found.most.has_value());
  EXPECT_EQ(found.sentence(),
            "; overtaking is not counted above " + std::to_string(limit) + " states");
}

TEST(Overtaking, NamesALargeLimitInGroupsOfThree) {
  Overtaking found;
  found.left_out_above = overtaking_states_max;
  EXPECT_EQ(found.sentence(), "; overtaking is not counted above 500,000 states");
}

TEST(Overtaking, HasTheLimitOfTheHeaderWhereNothingIsSaid) {
  // A space that is above any small limit is counted by default.
  const Explored explored(
      "atomic x: 0..40 = 0\n"
      "lock m\n"
      "thread t[2] { repeat 20 { with m { x += 1 } } }\n");
  EXPECT_GT(explored.space.expanded(), 100U);
  EXPECT_THAT(overtaking_in(explored.machine, explored.space, {}).left_out_above, Eq(std::nullopt));
}

}  // namespace
}  // namespace raceproof::explore

// The search in time against the plain recursion, on random programs, under every model.
#include <gtest/gtest.h>

#include <array>

#include "tests/time/tick_by_tick.h"
#include "tests/time/timed_check.h"

namespace raceproof::timed {
namespace {

struct Pair {
  std::string_view model;
  Turns turns;
};

constexpr std::array<Pair, 6> pairs{{{"no_gil", Turns::free},
                                     {"gil_39", Turns::gil_behind_with},
                                     {"gil_310", Turns::gil},
                                     {"gil_313", Turns::gil},
                                     {"gil_314", Turns::gil_behind_with},
                                     {"serial", Turns::serial}}};

void compare(const TinyProgram& program, const Pair& pair, const Spread& expected) {
  const Checked checked = check_makespan(program.text() + "makespan == 0us\n", pair.model);
  EXPECT_EQ(checked.disagreement, "");
  if (!expected.least) {
    EXPECT_EQ(checked.result.verdict, result::Verdict::holds);
    EXPECT_EQ(checked.result.warnings.size(), 1U);
    return;
  }
  ASSERT_TRUE(checked.result.makespan) << checked.result.detail;
  const result::Makespan& found = *checked.result.makespan;
  EXPECT_FALSE(found.is_unbounded);
  EXPECT_EQ(found.least.makespan_us, *expected.least);
  EXPECT_EQ(found.greatest.makespan_us, *expected.greatest);
  // The steps of the schedule are, without their times, an execution that the model allows.
  EXPECT_TRUE(checked.result.trace);
}

// In parts that run side by side: the recursion is slow where it is instrumented.
class TickByTick : public testing::TestWithParam<unsigned> {};

TEST_P(TickByTick, RandomPrograms) {
  std::mt19937 random(20 + GetParam());
  int compared = 0;
  for (int i = 0; i < 50; ++i) {
    const TinyProgram program = random_program(random);
    for (const Pair& pair : pairs) {
      const Spread expected = tick_by_tick(program, pair.turns, 200'000);
      if (expected.gave_up) continue;
      ++compared;
      compare(program, pair, expected);
      if (::testing::Test::HasFailure()) {
        FAIL() << "under " << pair.model << ":\n" << program.text();
      }
    }
  }
  EXPECT_GT(compared, 250);
}

INSTANTIATE_TEST_SUITE_P(Parts, TickByTick, testing::Range(0U, 8U));

}  // namespace
}  // namespace raceproof::timed

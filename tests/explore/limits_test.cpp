// Limits end work, and what is ended is never taken for an answer.
#include "checker/explore/limits.h"

#include <gtest/gtest.h>

#include "checker/checker.h"
#include "checker/deadline.h"
#include "checker/explore/expected_visits.h"
#include "checker/explore/process_memory.h"
#include "checker/telling.h"

namespace raceproof::explore {
namespace {

using std::chrono::steady_clock;

Limits over_time() {
  Limits limits;
  limits.deadline = steady_clock::now() - std::chrono::seconds(1);
  return limits;
}

TEST(Deadline, IsSharedByAllThatIsAsked) {
  const Deadline never(0);
  EXPECT_EQ(never.left_ms(), 0U);
  EXPECT_EQ(never.end(), std::chrono::steady_clock::time_point::max());
  const Deadline soon(1);
  while (std::chrono::steady_clock::now() <= soon.end()) {
  }
  EXPECT_EQ(soon.left_ms(), 1U) << "nothing is left, which is not the same as no limit";
  const Deadline later(3'600'000);
  EXPECT_GT(later.left_ms(), 3'000'000U);
  EXPECT_LE(later.left_ms(), 3'600'000U);
  const Deadline distant(~std::uint64_t{0});
  EXPECT_GT(distant.left_ms(), 3'600'000U);
}

TEST(Limits, NothingIsReachedWithoutLimits) {
  EXPECT_EQ(reached({}), Stop::complete);
  EXPECT_NO_THROW(keep_within({}));
}

TEST(Limits, TellsWhichIsReached) {
  EXPECT_EQ(reached(over_time()), Stop::time);
  std::atomic<bool> flag{false};
  Limits interruptible;
  interruptible.stop = &flag;
  EXPECT_EQ(reached(interruptible), Stop::complete);
  flag = true;
  EXPECT_EQ(reached(interruptible), Stop::interrupted);
}

TEST(Limits, OfMemoryAreThoseOfTheProcess) {
  if (resident_bytes() == 0) GTEST_SKIP() << "the system does not tell";
  EXPECT_GE(available_bytes(), 1U << 20);
  Limits limits;
  limits.process_memory_max_bytes = 1;
  EXPECT_EQ(reached(limits), Stop::memory);
  limits.process_memory_max_bytes = UINT64_MAX;
  EXPECT_EQ(reached(limits), Stop::complete);
}

TEST(Limits, EndWorkThatHasNoPartialAnswer) {
  EXPECT_THROW(keep_within(over_time()), LimitReached);
  EXPECT_THROW(expected_visits(2, {{0, 1, 2}, {1, 0, 1}}, {1, 0}, over_time()), LimitReached);
}

TEST(TellingLimits, LeaveAMomentWhereTimeIsUp) {
  const TellingLimits telling(over_time(), Stop::time, 2 * states_between_looks);
  EXPECT_NO_THROW(keep_within(telling.limits()));
  EXPECT_FALSE(telling.is_used_up());
  EXPECT_NO_THROW(keep_within(telling.limits()));
  EXPECT_TRUE(telling.is_used_up());
  EXPECT_THROW(keep_within(telling.limits()), LimitReached);
}

TEST(TellingLimits, AreThoseOfTheSearchWhereTimeIsLeft) {
  const TellingLimits telling(over_time(), Stop::complete, ~std::uint64_t{0});
  EXPECT_THROW(keep_within(telling.limits()), LimitReached);
}

// Interrupted as soon as it tells of its progress, long before it would be over.
TEST(Limits, LeaveWhatWasFoundToBeTold) {
  const Loaded loaded = load(R"(var x = 0
thread a { x += 1 }
thread b { x += 2 }
thread c[2] { if x == 1 { repeat 100_000 { x += 1 } } }
finally x != 2
always x < 1_000
)",
                             {});
  ASSERT_TRUE(loaded.scenario);
  std::atomic<bool> stop = false;
  Options options;
  options.models = {&execution_models().front()};
  options.engine = Engine::explicit_;
  options.stop = &stop;
  options.progress = [&](const Progress&) { stop = true; };
  const result::Result checked = check(*loaded.scenario, options);
  const result::ModelResult& model = checked.models.at(0);
  EXPECT_EQ(model.statistics.why_incomplete, "the search was interrupted");
  EXPECT_EQ(model.properties.at(0).verdict, result::Verdict::violated);
  EXPECT_TRUE(model.properties.at(0).trace);
  EXPECT_EQ(model.properties.at(1).verdict, result::Verdict::undecided);
  stop = false;
  const result::Result values = outcomes(*loaded.scenario, options);
  ASSERT_FALSE(values.models.at(0).statistics.complete);
  ASSERT_FALSE(values.models.at(0).outcomes->outcomes.empty());
  EXPECT_TRUE(values.models.at(0).outcomes->outcomes.front().witness);
}

// One step with a hundred thousand alternatives that all lead to the same state.
TEST(Limits, TransitionsOutOfProportionEndASearch) {
  const Loaded loaded =
      load("var x = 0\nthread t { atomic { choose r in 0..99_999; x = 1 } }\n", {});
  ASSERT_TRUE(loaded.scenario);
  Options options;
  options.models = {&execution_models().front()};
  const result::Result all = outcomes(*loaded.scenario, options);
  EXPECT_TRUE(all.models.at(0).statistics.complete);
  EXPECT_EQ(result::to_text(all.models.at(0).outcomes->total), "100000");
  options.limits.states_max = 10;
  const result::Result few = outcomes(*loaded.scenario, options);
  EXPECT_FALSE(few.models.at(0).statistics.complete);
  EXPECT_EQ(few.models.at(0).statistics.why_incomplete,
            "there were too many transitions for a search of 10 states at most");
}

}  // namespace
}  // namespace raceproof::explore

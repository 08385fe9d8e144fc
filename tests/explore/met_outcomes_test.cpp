#include "checker/explore/met_outcomes.h"

#include <gtest/gtest.h>

#include "checker/checker.h"
#include "checker/lang/lower.h"
#include "checker/lang/parser.h"

namespace raceproof::explore {
namespace {

constexpr const char* early_ends = R"(var x = 0
thread a { x += 1 }
thread b { x += 2 }
thread c { if x == 1 { repeat 40 { x += 1 } } }
finally x != 1
finally x != 2
finally x != 3
)";

Options plainly() {
  Options options;
  options.models = {&execution_models().front()};
  options.engine = Engine::explicit_;
  options.reductions = engine::Reductions::none();
  return options;
}

TEST(MetOutcomes, KeepsTheStatesOfTheFirstLevelThatEndSo) {
  const Loaded loaded = load("var x = 0\n", {});
  const std::vector<property::Observed> observed = loaded.scenario->shared;
  MetOutcomes finals(observed);
  State state;
  const auto meet = [&](StateIndex index, std::int64_t value, StateKind kind, std::uint64_t level) {
    state.cells.assign(loaded.scenario->program.initial.size(), value);
    finals.on_state(index, state, kind, level, {});
  };
  meet(3, 1, StateKind::final_, 2);
  meet(4, 1, StateKind::stuck, 2);
  meet(5, 1, StateKind::inner, 2);
  meet(6, 1, StateKind::final_, 2);
  meet(7, 2, StateKind::final_, 3);
  meet(8, 1, StateKind::final_, 3);
  ASSERT_EQ(finals.met().size(), 2U);
  const FirstMet& one = finals.met().at({1});
  EXPECT_EQ(one.level, 2U);
  ASSERT_EQ(one.targets.size(), 2U);
  EXPECT_EQ(one.targets[0].state, 3U);
  EXPECT_EQ(one.targets[1].state, 6U);
  EXPECT_EQ(finals.met().at({2}).targets.size(), 1U);
}

// A limit leaves to each outcome that was met the schedule that the whole search has.
TEST(MetOutcomes, HaveTheBestScheduleWhereALimitEndsTheSearch) {
  const Loaded loaded = load(early_ends, {});
  ASSERT_TRUE(loaded.scenario);
  Options options = plainly();
  const result::Result whole = check(*loaded.scenario, options);
  options.limits.states_max = 600;
  for (const std::uint32_t jobs : {1U, 2U}) {
    options.jobs = jobs;
    const result::Result cut = outcomes(*loaded.scenario, options);
    const result::ModelResult& model = cut.models.at(0);
    ASSERT_FALSE(model.statistics.complete);
    ASSERT_EQ(model.outcomes->outcomes.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
      const result::Outcome& outcome = model.outcomes->outcomes[i];
      EXPECT_EQ(outcome.values.at(0), static_cast<std::int64_t>(i) + 1);
      ASSERT_TRUE(outcome.witness);
      EXPECT_EQ(result::to_text(*outcome.witness),
                result::to_text(whole.models.at(0).properties.at(i).trace->schedule));
    }
  }
}

// Loops that do not count need the graph, and so do schedules in it.
TEST(MetOutcomes, HaveSchedulesInTheGraphToo) {
  const Loaded loaded = load(R"(var x = 0
var flag = 0
thread a { while flag == 0 { } }
thread b { if x == 1 { repeat 1000 { x += 1 } } flag = 1 }
thread c { x += 1 }
)",
                             {});
  ASSERT_TRUE(loaded.scenario);
  Options options = plainly();
  options.limits.states_max = 300;
  const result::Result cut = outcomes(*loaded.scenario, options);
  const result::ModelResult& model = cut.models.at(0);
  ASSERT_FALSE(model.statistics.complete);
  ASSERT_FALSE(model.outcomes->outcomes.empty());
  for (const result::Outcome& outcome : model.outcomes->outcomes) EXPECT_TRUE(outcome.witness);
}

}  // namespace
}  // namespace raceproof::explore

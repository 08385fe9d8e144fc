// How often edges can be taken and how far values can go, by themselves and against every state.
#include "checker/prove/growth.h"

#include <gtest/gtest.h>

#include "checker/checker.h"
#include "checker/prove/edge_counts.h"
#include "tests/prove/random_loops.h"

namespace raceproof::prove {
namespace {

TransitionSystem system_of(const std::string& text) {
  const Loaded loaded = load(text, {});
  EXPECT_TRUE(loaded.scenario) << text;
  return build(Machine(loaded.scenario->program, *find_model("no_gil")), {});
}

// The sum over all edges of the first thread; nothing where one has no bound.
std::optional<Wide> all_taken(const std::string& text) {
  Wide all = 0;
  for (const auto& count : edge_counts(system_of(text), 0)) {
    if (!count) return std::nullopt;
    all += *count;
  }
  return all;
}

std::optional<Wide> most_of(const std::string& text, const std::string& name) {
  const TransitionSystem system = system_of(text);
  for (VariableIndex v = 0; v < system.variables.size(); ++v) {
    if (system.variables[v].name == name) return Growth(system).most(Affine::variable(v));
  }
  return std::nullopt;  // it keeps its first value
}

bool fits(const std::string& text) {
  return Growth(system_of(text)).fits_64_bits();
}

TEST(EdgeCounts, AreThoseOfALoop) {
  const auto all = all_taken("var x = 0\nthread t { repeat 1000 { x += 1 } }\n");
  ASSERT_TRUE(all);
  EXPECT_GE(*all, 2000);  // a load, a store
  EXPECT_LE(*all, 3010);
}

TEST(EdgeCounts, MultiplyInLoopsWithinLoops) {
  const auto all =
      all_taken("var x = 0\nthread t { for i in 0..10 { for j in 0..20 { x += 1 } } }\n");
  ASSERT_TRUE(all);
  EXPECT_GE(*all, 400);
  EXPECT_LE(*all, 1000);
}

TEST(EdgeCounts, AreKnownOfLoopsThatCountForThemselves) {
  EXPECT_TRUE(all_taken("var x = 0\nthread t { let k = 0\nwhile k < 5 { k += 1\nx = k } }\n"));
  EXPECT_TRUE(all_taken("var x = 0\nthread t { let k = 9\nwhile k > 1 { k -= 2\nx = k } }\n"));
}

// Others write what the loop asks for, or nobody counts, or both ways.
TEST(EdgeCounts, AreNotKnownOfOthers) {
  const std::string other = "thread other { x = 1 }\n";
  EXPECT_FALSE(all_taken("var x = 0\nthread t { while x < 3 { x += 1 } }\n" + other));
  EXPECT_FALSE(all_taken("var x = 0\nthread t { while true { x = 1 } }\n"));
  EXPECT_FALSE(
      all_taken("var x = 0\nthread t { let k = 0\n"
                "while k < 5 { if x == 0 { k += 1 } else { k -= 1 } } }\n" +
                other));
  EXPECT_FALSE(all_taken(
      "var x = 0\nthread t { let k = 0\nwhile k < 5 { if x == 0 { k += 1 } } }\n" + other));
}

// The temporaries of `x += 1` are used again by `y += x`: y gets from x, and x nothing from y.
TEST(Growth, LooksAtTemporariesWhereTheyAreUsed) {
  EXPECT_TRUE(fits("var x = 0, y = 0\nthread t[2] { repeat 1000000 { x += 1\ny += x } }\n"));
}

TEST(Growth, AddsWhatIsAdded) {
  EXPECT_EQ(most_of("var x = 7\nthread t[3] { repeat 1000000 { x += 2 } }\n", "x"), 6'000'007);
  EXPECT_EQ(most_of("var x = -7\nthread t { x -= 2 }\n", "x"), 9);
}

TEST(Growth, KnowsOfCopiesFromEachOther) {
  const auto most = most_of(
      "var x = 5, y = 0\nthread t { repeat 10 { y = x + 1 } }\n"
      "thread u { repeat 10 { x = y + 2 } }\n",
      "x");
  ASSERT_TRUE(most);
  EXPECT_GE(*most, 35);
  EXPECT_LE(*most, 50);
}

TEST(Growth, MultipliesWhereAValueComesBack) {
  EXPECT_EQ(most_of("var x = 1\nthread t { repeat 10 { x = 2 * x } }\n", "x"), 1024);
  EXPECT_FALSE(fits("var x = 1\nthread t { repeat 70 { x = 2 * x } }\n"));
  EXPECT_TRUE(fits("var x = 1, y = 0\nthread t { repeat 70 { y = 2 * x } }\nthread u { x = 3 }\n"));
}

TEST(Growth, IsNotKnownWithoutAnEnd) {
  EXPECT_FALSE(
      fits("var x = 0, y = 0\nthread t { while y == 0 { x += 1 } }\nthread u { y = 1 }\n"));
  EXPECT_TRUE(fits("var x = 0, y = 0\nthread t { while y == 0 { x = 1 } }\nthread u { y = 1 }\n"));
  EXPECT_FALSE(
      fits("var x = 9223372036854775807, y = 0\nthread t { x += 1 }\nthread u { y = 1 }\n"));
}

// What a variable begins with may be the constant that is left open, in whatever order they stand.
TEST(Growth, KnowsOfAConstantThatIsLeftOpen) {
  for (const VariableIndex open : {0U, 1U}) {
    const VariableIndex v = 1 - open;
    TransitionSystem system;
    system.variables.resize(2);
    system.open = OpenVariable{open, 0, 1'000};
    Edge edge;
    edge.to = 1;
    edge.update = {Affine::variable(0), Affine::variable(1)};
    edge.update[v] = Affine::variable(v) * 3;
    ThreadGraph graph;
    graph.locations.resize(2);
    graph.settled.resize(2);
    graph.edges = {edge};
    system.threads = {graph};
    Start start;
    start.locations = {0};
    start.values = {Affine::variable(open), Affine::variable(open)};
    system.starts = {start};
    EXPECT_EQ(Growth(system).most(Affine::variable(v)), 3'000) << open;
  }
}

// Each final value of every random scenario that ends is within what its variable can be.
TEST(Growth, HoldsOfEveryState) {
  std::size_t known = 0;
  for (std::uint64_t number = 0; number < 150; ++number) {
    const std::string text = random_loops::scenario(number).text;
    const Loaded loaded = load(text, {});
    Options options;
    options.engine = Engine::explicit_;
    options.models = {find_model("no_gil")};
    options.limits.states_max = 100'000;
    const result::Result explored = outcomes(*loaded.scenario, options);
    const result::OutcomeTable& table = *explored.models.front().outcomes;
    const std::vector<std::string> names{"x", "y", "a"};
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto most = most_of(text, names[i]);
      known += most ? 1 : 0;
      for (const result::Outcome& outcome : table.outcomes) {
        ASSERT_TRUE(!most || (*outcome.values[i] <= *most && -*outcome.values[i] <= *most))
            << names[i] << " is " << *outcome.values[i] << "\n"
            << text;
      }
    }
  }
  EXPECT_GT(known, 250U);
}

}  // namespace
}  // namespace raceproof::prove

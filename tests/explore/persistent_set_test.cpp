// Which threads can wait for which others, read off small programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "checker/checker.h"
#include "checker/explore/persistent_set.h"

namespace raceproof::explore {
namespace {

std::shared_ptr<const lang::Lowered> lowered(const std::string& text) {
  const Loaded loaded = load(text, {});
  EXPECT_TRUE(loaded.scenario) << text;
  return loaded.scenario;
}

/// The threads to go on with at the start of a program, as bits.
ThreadSet chosen(const std::string& text, PersistentSets::Extent extent) {
  const auto scenario = lowered(text);
  const Machine machine(scenario->program, execution_models()[0]);
  const PersistentSets sets(scenario->program, extent, {});
  ThreadSet result = 0;
  machine.initial([&](std::uint32_t, State&& state, const StepEnd&) {
    std::vector<std::uint32_t> threads;
    machine.enabled(state, threads);
    ThreadSet enabled = 0;
    for (const std::uint32_t thread : threads) enabled |= ThreadSet{1} << thread;
    std::vector<const Footprints::Place*> places;
    for (std::uint32_t i = 0; i < scenario->program.threads.size(); ++i) {
      const CellIndex pc = scenario->program.threads[i].pc_cell;
      places.push_back(&sets.footprints().at(i, state.cells[pc]));
    }
    result = sets.choose(places, enabled);
    return false;
  });
  return result;
}

ThreadSet chosen(const std::string& text) {
  return chosen(text, PersistentSets::Extent::all);
}

TEST(PersistentSet, OneThreadIsEnoughWhereNoOtherTouchesWhatItDoes) {
  EXPECT_EQ(chosen("var a = 0\nvar b = 0\nthread p { a = 1 }\nthread q { b = 1 }"), 0b01U);
}

TEST(PersistentSet, WhatOthersDoLaterCounts) {
  EXPECT_EQ(chosen("var a = 0\nvar b = 0\nthread p { a = 1 }\nthread q { b = 1; a = 2 }"), 0b10U);
  EXPECT_EQ(chosen("var a = 0\nvar b = 0\nthread p { a = 1; b = 2 }\nthread q { b = 1; a = 2 }"),
            0b11U);
}

TEST(PersistentSet, ReadsDoNotConflict) {
  EXPECT_EQ(chosen("var a = 0\nthread p { let r = a }\nthread q { let r = a }"), 0b01U);
}

TEST(PersistentSet, ElementsAreToldApartWhereTheIndexIsKnown) {
  EXPECT_EQ(chosen("var a[2] = 0\nthread p[2] { a[self] = 1 }"), 0b01U);
  EXPECT_EQ(chosen("var a[2] = 0\nthread p[2] { await a[(self + 1) % 2] == 0 { a[self] = 1 } }"),
            0b11U);
  EXPECT_EQ(chosen("var a[2] = 0\nthread p[2] { let i = self\na[i] = 1 }"), 0b11U);
}

TEST(PersistentSet, GoesRoundFirstOnlyWhereRoundsAreCounted) {
  const std::string other = "var a = 0\nvar b = 0\nthread q { b = 1 }\n";
  EXPECT_EQ(chosen(other + "thread p { while true { a = 1 } }"), 0b01U);
  const std::string both = "var a = 0\nvar b = 0\nthread q { while true { b = 1 } }\n";
  EXPECT_EQ(chosen(both + "thread p { while true { a = 1 } }"), 0b11U);
  EXPECT_EQ(chosen(both + "thread p { repeat 3 { a = 1 } }"), 0b10U);
  EXPECT_EQ(chosen(both + "thread p { for i in 0..3 { a = i } }"), 0b10U);
  EXPECT_EQ(chosen(both + "thread p { while true { repeat 3 { a = 1 } } }"), 0b11U);
}

TEST(PersistentSet, FusionTakesOnlyStepsThatTouchNothing) {
  const auto fused = [](const std::string& text) {
    return chosen(text, PersistentSets::Extent::local_steps);
  };
  EXPECT_EQ(fused("var a = 0\nvar b = 0\nthread p { a = 1 }\nthread q { b = 1 }"), 0b11U);
  EXPECT_EQ(fused("var a = 0\nthread p { a = 1 }\nthread q { choose c in 0..1\na = c }"), 0b10U);
}

TEST(PersistentSet, NeedsStepsThatAreSwitchPoints) {
  const auto scenario = lowered("var a = 0\nthread p { a = 1 }");
  EXPECT_TRUE(PersistentSets::are_possible(scenario->program, *find_model("no_gil")));
  EXPECT_FALSE(PersistentSets::are_possible(scenario->program, *find_model("gil_39")));
  EXPECT_FALSE(PersistentSets::are_possible(scenario->program, *find_model("serial")));
}

}  // namespace
}  // namespace raceproof::explore

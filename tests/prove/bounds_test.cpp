// The two sides of an answer, on scenarios too long for anything else.
#include <gtest/gtest.h>

#include "checker/checker.h"

namespace raceproof {
namespace {

const std::string racy = "const N = 100000\nvar x = 0\nthread t[4] { repeat N { x += 1 } }\n";

result::Result checked(const std::string& text) {
  const Loaded loaded = load(text, {});
  EXPECT_TRUE(loaded.scenario) << text;
  Options options;
  options.engine = Engine::symbolic;
  options.models = {find_model("no_gil")};
  return check(*loaded.scenario, options);
}

std::string verdict(const std::string& text) {
  const result::Result result = checked(text);
  EXPECT_EQ(result.disagreement, "");
  return std::string(result::name(result.models[0].properties[0].verdict));
}

TEST(Bounds, FourThreads) {
  EXPECT_EQ(verdict(racy + "outcomes x == 2..4*N"), "holds");
  EXPECT_EQ(verdict(racy + "outcomes x == 3..4*N"), "violated");
  EXPECT_EQ(verdict(racy + "outcomes x == 1..4*N"), "violated");
  EXPECT_EQ(verdict(racy + "finally x >= 2"), "holds");
  EXPECT_EQ(verdict(racy + "finally x >= 3"), "violated");
  EXPECT_EQ(verdict(racy + "possible x == 1"), "violated");
  EXPECT_EQ(verdict(racy + "possible x == 123456"), "holds");
  EXPECT_EQ(verdict(racy + "race_free"), "violated");
}

TEST(Bounds, ALockOfManyThreads) {
  const std::string text =
      "const N = 100000\nvar x = 0\nlock m\n"
      "thread t[5] { repeat N { with m { x += 1 } } }\n";
  EXPECT_EQ(verdict(text + "finally x == 5*N"), "holds");
  EXPECT_EQ(verdict(text + "race_free"), "holds");
  EXPECT_EQ(verdict(text + "deadlock_free"), "holds");
}

TEST(Bounds, AWitnessEndsWithTheValueAskedFor) {
  const result::Result result = checked(racy + "possible x == 123456");
  const auto& trace = result.models[0].properties[0].trace;
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->schedule.steps.size(), 1'200'000u);
  EXPECT_EQ(trace->last.cells[0], 123'456);
}

TEST(Bounds, OverflowIsFound) {
  const std::string text = "var x = 9223372036854775000\nthread t { repeat 1000000 { x += 1 } }\n";
  EXPECT_EQ(verdict(text + "error_free"), "violated");
}

TEST(Bounds, WhatIsNotSupportedIsNamedWithItsPlace) {
  const result::Result result =
      checked("var x = 1, y = 1\nthread t { repeat 9 { x = x * y } }\nfinally x == 1");
  EXPECT_EQ(result.models[0].properties[0].detail,
            "the symbolic engine does not support a product of two variables (line 2)");
}

}  // namespace
}  // namespace raceproof

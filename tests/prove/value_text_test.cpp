// Sets as the language writes them.
#include <gtest/gtest.h>

#include "checker/prove/value_text.h"

namespace raceproof::prove {
namespace {

std::string shown(const std::string& set, const std::vector<std::string>& names = {"x"}) {
  const Presburger in(0);
  return value_text(in, Set(in, set), names);
}

TEST(ValueText, RangesAndSingleValues) {
  EXPECT_EQ(shown("{ [x] : 2 <= x <= 2000000 }"), "2..2000000");
  EXPECT_EQ(shown("{ [7] }"), "7");
  EXPECT_EQ(shown("{ [x] : x = 5 or 7 <= x <= 4999998 or x = 5000000 }"),
            "{5} | 7..4999998 | {5000000}");
  EXPECT_EQ(shown("{ [x] : 1 = 0 }"), "{}");
}

TEST(ValueText, Steps) {
  EXPECT_EQ(shown("{ [x] : exists k : x = 2*k and 4 <= x <= 4000000 }"), "4..4000000 step 2");
}

TEST(ValueText, PartsThatOverlapAreToldByTheirRuns) {
  EXPECT_EQ(shown("{ [x] : exists a, b : x = 2*a + 3*b and 1 <= a <= 3 and 1 <= b <= 3 }"),
            "{5} | 7..13 | {15}");
}

TEST(ValueText, FactorsOfNamesInInequalities) {
  EXPECT_EQ(shown("{ [N, x] : 0 <= N <= 99 and 3*N <= x <= 5*N }", {"N", "x"}),
            "{ [N, x] : N <= 99 and 3*N <= x <= 5*N }");
}

TEST(ValueText, Tuples) {
  EXPECT_EQ(shown("{ [x, y] : x = 3 and y = -4 }", {"x", "y"}), "(3, -4)");
  EXPECT_EQ(shown("{ [0, 1]; [1, 0] }", {"x", "y"}), "{(0, 1), (1, 0)}");
}

TEST(ValueText, AnUnboundedSetIsToldByItsConstraints) {
  EXPECT_EQ(shown("{ [x] : x >= 3 }"), "{ [x] : x >= 3 }");
}

TEST(ValueText, WhatIsClaimedIsReadBack) {
  const Presburger in(0);
  ValueSet claimed;
  claimed.ranges = {{4, 12, 4}, {5, 5, 1}};
  EXPECT_TRUE(claimed_set(in, claimed, 1).is_equal(Set(in, "{ [4]; [5]; [8]; [12] }")));
}

}  // namespace
}  // namespace raceproof::prove

// Sets that depend on a constant, as formulas in it.
#include <gtest/gtest.h>

#include "checker/prove/value_family.h"

namespace raceproof::prove {
namespace {

struct Shown {
  std::string set;
  result::Family family;
};

Shown shown(const std::string& set) {
  const Presburger in(0);
  Shown shown;
  shown.family = family_of(in, Set(in, set), {"N", "x"}, shown.set);
  return shown;
}

TEST(ValueFamily, ARangeWithBoundsInTheConstant) {
  const Shown racy =
      shown("{ [N, x] : 2 <= N <= 1000000000000 and 2 <= x <= 2*N; [0, 0]; [1, 1]; [1, 2] }");
  EXPECT_EQ(racy.set, "2..2*N");
  EXPECT_EQ(racy.family.least, 2);
  ASSERT_EQ(racy.family.instances.size(), 5u);
  EXPECT_EQ(racy.family.instances[1].set, "1..2");
  EXPECT_EQ(racy.family.instances[1].tuples, (std::vector<std::vector<std::int64_t>>{{1}, {2}}));
}

TEST(ValueFamily, GapsAndSteps) {
  EXPECT_EQ(shown("{ [N, x] : 0 <= N <= 1000000000000 and (x = -N or x = N + 1) }").set,
            "{-N} | {N+1}");
  EXPECT_EQ(shown("{ [N, x] : exists k : x = 2*k and 2 <= k <= 2*N <= 2000000000000 }").set,
            "4..4*N step 2");
}

// Two samples cannot tell these from a line; the comparison with the set must.
TEST(ValueFamily, WhatIsNoFormulaIsToldByItsInequalities) {
  const Shown bent =
      shown("{ [N, x] : 0 <= N <= 1000000000000 and x <= 2*N and 0 <= x <= 400 + N }");
  EXPECT_NE(bent.set.find("x <= 2*N"), std::string::npos) << bent.set;
  EXPECT_EQ(bent.family.least, 0);
}

}  // namespace
}  // namespace raceproof::prove

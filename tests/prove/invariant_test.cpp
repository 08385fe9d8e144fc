// The strongest choice of candidates that is inductive.
#include "checker/prove/invariant.h"

#include <gtest/gtest.h>

namespace raceproof::prove {
namespace {

const Affine x = Affine::variable(0);
const Affine y = Affine::variable(1);

// One thread, which adds 1 to x up to 3, and then to y as often as x says.
FlatSystem counting() {
  FlatSystem system;
  system.variables = 3;
  system.roles = {{"x", {}, false}, {"y", {}, false}, {"position", {0}, false}};
  system.alike = {0};
  system.first_position = 2;
  system.starts = {{Affine(0), Affine(0), Affine(0)}};
  system.rules.push_back({0, 0, atom(at_least(Affine(2), x)), {x + Affine(1), y, Affine(0)}});
  system.rules.push_back({0, 1, atom(at_least(x - Affine(1), y)), {x, y + Affine(1), Affine(0)}});
  return system;
}

Formula at_most(const Affine& value, Wide bound) {
  return atom(at_least(Affine(bound), value));
}

TEST(InductivePart, IsTheFirstOfAFamilyThatIsNotBroken) {
  const InductivePart part = inductive_part(
      counting(), {}, {{at_most(x, 1), at_most(x, 2), at_most(x, 3), at_most(x, 4)}}, nullptr);
  ASSERT_EQ(part.kept.size(), 1);
  EXPECT_EQ(part.kept[0], at_most(x, 3));
  ASSERT_EQ(part.rejected.size(), 1);
  EXPECT_EQ(part.rejected[0], (Family{at_most(x, 1), at_most(x, 2)}));
}

// That y is at most 3 depends on a bound of x, which is broken first and replaced.
TEST(InductivePart, KeepsWhatDependsOnAWeakerOne) {
  const InductivePart part = inductive_part(
      counting(), {}, {{at_most(x, 1), at_most(x, 3)}, {at_most(y, 3), at_most(y, 9)}}, nullptr);
  EXPECT_EQ(part.kept, (std::vector<Formula>{at_most(x, 3), at_most(y, 3)}));
}

TEST(InductivePart, TakesFactsForGranted) {
  const Family bound{at_most(y, 3)};
  EXPECT_TRUE(inductive_part(counting(), {}, {bound}, nullptr).kept.empty());
  EXPECT_EQ(inductive_part(counting(), {at_most(x, 3)}, {bound}, nullptr).kept.size(), 1);
}

TEST(InductivePart, HoldsAtTheStart) {
  EXPECT_TRUE(
      inductive_part(counting(), {}, {{atom(at_least(x, Affine(1)))}}, nullptr).kept.empty());
}

TEST(Unrefuted, LeavesTheWeakerOnes) {
  const std::vector<Family> all =
      unrefuted(counting(), {{at_most(x, 1), at_most(x, 3), at_most(x, 4)}, {at_most(y, 1)}});
  EXPECT_EQ(all, (std::vector<Family>{{at_most(x, 3), at_most(x, 4)}}));
}

}  // namespace
}  // namespace raceproof::prove

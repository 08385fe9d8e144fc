// Conjunctions without what is implied or cannot be.
#include "checker/prove/affine.h"

#include <gtest/gtest.h>

namespace raceproof::prove {
namespace {

const Affine x = Affine::variable(0);
const Affine y = Affine::variable(1);

Conjunction conjunction(std::initializer_list<Constraint> all) {
  Conjunction kept;
  for (const Constraint& one : all) EXPECT_TRUE(add(kept, one));
  return kept;
}

bool exclude(const Constraint& one, const Constraint& other) {
  Conjunction first{one};
  Conjunction second{other};
  const bool is_possible = add(first, other);
  EXPECT_EQ(is_possible, add(second, one)) << "in whichever order";
  return !is_possible;
}

TEST(Conjunction, KeepsTheStrongerOfTwoBounds) {
  const Constraint weak = at_least(x, Affine(2));
  const Constraint strong = at_least(x, Affine(5));
  EXPECT_EQ(conjunction({weak, strong}), Conjunction{strong});
  EXPECT_EQ(conjunction({strong, weak}), Conjunction{strong});
  EXPECT_EQ(conjunction({strong, strong}), Conjunction{strong});
  const Constraint exact = equal(x, Affine(7));
  EXPECT_EQ(conjunction({weak, exact}), Conjunction{exact});
  EXPECT_EQ(conjunction({exact, weak}), Conjunction{exact});
}

TEST(Conjunction, KeepsBoundsFromBothSides) {
  EXPECT_EQ(conjunction({at_least(x, Affine(2)), at_least(Affine(2), x)}).size(), 2);
  EXPECT_EQ(conjunction({at_least(x, Affine(2)), at_least(y, Affine(2))}).size(), 2);
}

TEST(Conjunction, IsRefusedWhereItCannotHold) {
  EXPECT_TRUE(exclude(at_least(x - y, Affine(3)), at_least(Affine(2), x - y)));
  EXPECT_FALSE(exclude(at_least(x - y, Affine(2)), at_least(Affine(2), x - y)));
  EXPECT_TRUE(exclude(equal(x, Affine(1)), equal(x, Affine(2))));
  EXPECT_TRUE(exclude(equal(x, Affine(1)), equal(Affine(2), x)));
  EXPECT_FALSE(exclude(equal(x, Affine(2)), equal(Affine(2), x)));
  EXPECT_TRUE(exclude(equal(x, Affine(1)), at_least(x, Affine(2))));
  EXPECT_TRUE(exclude(equal(x, Affine(3)), at_least(Affine(2), x)));
  EXPECT_FALSE(exclude(equal(x, Affine(2)), at_least(Affine(2), x)));
}

}  // namespace
}  // namespace raceproof::prove

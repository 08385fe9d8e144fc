#include "checker/result/number.h"

#include <gtest/gtest.h>

namespace raceproof::result {
namespace {

TEST(Number, AFractionIsInLowestTerms) {
  EXPECT_EQ(fraction(Rational(6, 8)), "3/4");
  EXPECT_EQ(fraction(Rational(0)), "0");
  EXPECT_EQ(fraction(Rational(4, 4)), "1");
}

TEST(Number, ADecimalIsRoundedHalfUp) {
  EXPECT_EQ(decimal(Rational(3, 4), 4), "0.7500");
  EXPECT_EQ(decimal(Rational(2, 3), 4), "0.6667");
  EXPECT_EQ(decimal(Rational(1, 8), 2), "0.13");
  EXPECT_EQ(decimal(Rational(99999, 100000), 4), "1.0000");
  EXPECT_EQ(decimal(Rational(5, 2), 0), "3");
}

TEST(Number, DigitsAreGroupedByThree) {
  EXPECT_EQ(grouped("1"), "1");
  EXPECT_EQ(grouped("369600"), "369,600");
  EXPECT_EQ(grouped("118264581564861424"), "118,264,581,564,861,424");
  EXPECT_EQ(grouped("-100"), "-100");
  EXPECT_EQ(grouped("-1000"), "-1,000");
}

}  // namespace
}  // namespace raceproof::result

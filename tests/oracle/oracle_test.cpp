// Numbers that are known from theory, and the examples of the language reference.
#include "tests/oracle/oracle_testing.h"

namespace raceproof::oracle {
namespace {

std::string counter(int threads, int rounds) {
  std::string body;
  for (int i = 0; i < rounds; ++i) body += "x += 1; ";
  return "var x = 0\nthread t[" + std::to_string(threads) + "] { " + body + "}\n";
}

// ---- one counter (sections 5 and 6) ------------------------------------------------------------

TEST(Counter, TwoThreadsOfOneIncrement) {
  for (const Model model : {Model::no_gil, Model::gil_39}) {
    EXPECT_EQ(counts(counter(2, 1), model), (Counts{{{1}, 18}, {{2}, 2}})) << name_of(model);
  }
  for (const Model model : later_gil_models) {
    EXPECT_EQ(counts(counter(2, 1), model), (Counts{{{2}, 2}})) << name_of(model);
  }
  EXPECT_EQ(counts(counter(2, 1), Model::serial), (Counts{{{2}, 2}}));
}

TEST(Counter, ThreeThreadsOfOneIncrement) {
  EXPECT_EQ(counts(counter(3, 1), Model::no_gil), (Counts{{{1}, 1404}, {{2}, 270}, {{3}, 6}}));
}

TEST(Counter, TwoThreadsOfTwoIncrements) {
  EXPECT_EQ(counts(counter(2, 2), Model::no_gil), (Counts{{{2}, 702}, {{3}, 216}, {{4}, 6}}));
}

TEST(Counter, Probabilities) {
  const Answer two = ask(counter(2, 1), Model::no_gil);
  EXPECT_EQ(two.outcomes.at({1}).probability, Rational(3, 4));
  EXPECT_EQ(two.outcomes.at({2}).probability, Rational(1, 4));
  const Answer three = ask(counter(3, 1), Model::no_gil);
  EXPECT_EQ(three.outcomes.at({1}).probability, Rational(131, 216));
  EXPECT_EQ(three.outcomes.at({2}).probability, Rational(79, 216));
  EXPECT_EQ(three.outcomes.at({3}).probability, Rational(1, 36));
}

}  // namespace
}  // namespace raceproof::oracle

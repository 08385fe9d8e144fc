#include "checker/report/fold.h"

#include <gtest/gtest.h>

#include <random>

namespace raceproof::report {
namespace {

using Shapes = std::vector<std::uint32_t>;

// "0 1 (2 3)*4 5": what is printed of a fold.
std::string text(const std::vector<Fold>& folds, const Shapes& shapes) {
  std::string line;
  for (const Fold& each : folds) {
    if (!line.empty()) line += ' ';
    if (each.rounds == 1) {
      line += std::to_string(shapes[each.first]);
    } else {
      line += "(" + text(each.first_round, shapes) + ")*" + std::to_string(each.rounds);
    }
  }
  return line;
}

std::string folded(const Shapes& shapes) {
  return text(fold(shapes), shapes);
}

Shapes repeated(const Shapes& pattern, std::size_t rounds) {
  Shapes shapes;
  for (std::size_t i = 0; i < rounds; ++i) {
    shapes.insert(shapes.end(), pattern.begin(), pattern.end());
  }
  return shapes;
}

Shapes operator+(Shapes left, const Shapes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

TEST(Fold, NothingIsFoldedOfNothing) {
  EXPECT_EQ(folded({}), "");
}

TEST(Fold, WhatSavesNoLineStays) {
  EXPECT_EQ(folded({0, 1, 0, 1}), "0 1 0 1");
  EXPECT_EQ(folded({0, 0, 0}), "0 0 0");
}

TEST(Fold, ARunOfOneStep) {
  EXPECT_EQ(folded({0, 1, 1, 1, 1, 1, 2}), "0 (1)*5 2");
}

TEST(Fold, ALoop) {
  EXPECT_EQ(folded(repeated({0, 1, 2}, 1000)), "(0 1 2)*1000");
}

TEST(Fold, APatternBeginsWhereItsLoopDoes) {
  // A round is interrupted in its middle; what follows begins in the middle of a round.
  EXPECT_EQ(folded(Shapes{0, 7, 1, 2} + repeated({0, 1, 2}, 5)), "0 7 1 2 (0 1 2)*5");
}

TEST(Fold, ARestIsNoRound) {
  EXPECT_EQ(folded(repeated({0, 1, 2}, 4) + Shapes{0, 1}), "(0 1 2)*4 0 1");
}

TEST(Fold, LoopsInLoops) {
  const Shapes inner = repeated({1, 2}, 10);
  EXPECT_EQ(folded(repeated(Shapes{0} + inner + Shapes{3}, 6)), "(0 (1 2)*10 3)*6");
}

TEST(Fold, InnerLoopsMayDifferInTheirRounds) {
  Shapes shapes;
  for (std::size_t i = 5; i < 15; ++i) shapes = shapes + Shapes{0} + repeated({1, 2}, i);
  EXPECT_EQ(folded(shapes), "(0 (1 2)*5)*10");
}

// Every step is in exactly one place, in order, whatever is folded.
std::size_t check_order(const std::vector<Fold>& folds, std::size_t next) {
  for (const Fold& each : folds) {
    EXPECT_EQ(each.first, next);
    if (each.rounds > 1) {
      const std::size_t round_end = check_order(each.first_round, next);
      EXPECT_LE(round_end, each.last_round.front().first);
      EXPECT_EQ(check_order(each.last_round, each.last_round.front().first),
                each.first + each.steps);
    }
    next += each.steps;
  }
  return next;
}

TEST(Fold, NoStepIsLost) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    Shapes shapes;
    std::uint32_t known = 0;
    const std::size_t size = random() % 60;
    while (shapes.size() < size) {
      const std::uint32_t shape = static_cast<std::uint32_t>(random() % 3);
      shapes.push_back(std::min(shape, known));
      known = std::max(known, shapes.back() + 1);
    }
    EXPECT_EQ(check_order(fold(shapes), 0), size);
  }
}

}  // namespace
}  // namespace raceproof::report

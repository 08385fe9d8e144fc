#include "checker/engine/fresh_steps.h"

#include <gtest/gtest.h>

#include <random>

namespace raceproof::engine {
namespace {

// Of all lengths at once, so that bits come to lie across words and pieces.
TEST(FreshSteps, GivesBackWhatItWasTold) {
  std::mt19937_64 random(1);
  FreshSteps steps;
  FreshSteps::Packed packed;
  std::vector<std::uint8_t> expected;
  for (std::size_t round = 0; expected.size() < 600'000; ++round) {
    std::vector<std::uint8_t> some(round % 83);
    for (std::uint8_t& one : some) one = static_cast<std::uint8_t>(random() % 2);
    packed.pack(some);
    steps.append(packed);
    expected.insert(expected.end(), some.begin(), some.end());
    ASSERT_EQ(steps.size(), expected.size());
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(steps[i], expected[i] == 1) << "step " << i;
  }
  EXPECT_LE(steps.memory_bytes(), expected.size() / 8 + (1 << 15));
}

TEST(FreshSteps, ArePackedAsTheyCome) {
  std::mt19937_64 random(1);
  FreshSteps::Packed packed;
  std::vector<std::uint8_t> expected;
  for (std::size_t round = 0; round < 300; ++round) {
    std::vector<std::uint8_t> some(round % 83);
    for (std::uint8_t& one : some) one = static_cast<std::uint8_t>(random() % 2);
    packed.add(some);
    expected.insert(expected.end(), some.begin(), some.end());
  }
  FreshSteps steps;
  steps.append(packed);
  ASSERT_EQ(steps.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(steps[i], expected[i] == 1) << "step " << i;
  }
  packed.clear();
  steps.append(packed);
  EXPECT_EQ(steps.size(), expected.size());
}

}  // namespace
}  // namespace raceproof::engine

// What was met may be forgotten, but what was not met is never taken for known.
#include "checker/engine/recent_keys.h"

#include <gtest/gtest.h>

#include <random>
#include <unordered_set>

namespace raceproof::engine {
namespace {

class KeyBits : public testing::TestWithParam<std::uint32_t> {};

TEST_P(KeyBits, OnlyWhatWasMetIsKnown) {
  std::mt19937_64 random(1);
  RecentKeys recent(GetParam());
  std::unordered_set<std::uint64_t> met;
  std::size_t known = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::uint64_t> keys(700);
    for (std::uint64_t& key : keys) key = random() % 60'000 << (random() % 2) * (GetParam() - 16);
    keys[1] = keys[0];
    recent.meet(keys, [&](std::size_t number, std::uint64_t key, bool is_known) {
      ASSERT_EQ(key, keys[number]);
      ASSERT_TRUE(met.contains(key) || !is_known) << key;
      ASSERT_TRUE(is_known || number != 1) << "it was met just before";
      met.insert(key);
      known += is_known ? 1 : 0;
    });
  }
  EXPECT_GT(known, 10'000U);
}

INSTANTIATE_TEST_SUITE_P(Bits, KeyBits, testing::Values(16, 31, 32, 45, 46, 47, 63));

TEST(RecentKeys, MeetWiderKeysLater) {
  RecentKeys recent(40);
  const std::vector<std::uint64_t> keys = {5, std::uint64_t{1} << 39};
  const auto count_known = [&] {
    std::size_t known = 0;
    recent.meet(keys,
                [&](std::size_t, std::uint64_t, bool is_known) { known += is_known ? 1 : 0; });
    return known;
  };
  EXPECT_EQ(count_known(), 0U);
  EXPECT_EQ(count_known(), 2U);
  recent.set_bits(60);
  EXPECT_EQ(count_known(), 0U) << "what was met was forgotten";
  EXPECT_EQ(count_known(), 2U);
}

}  // namespace
}  // namespace raceproof::engine

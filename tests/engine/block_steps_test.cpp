#include "checker/engine/block_steps.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace raceproof::engine {
namespace {

TEST(StateBlock, TakesItsBitsOutAndPutsThemBack) {
  const StateBlock block{0, 3, 5};
  std::mt19937_64 random(1);
  for (int i = 0; i < 1000; ++i) {
    const Word key = random() >> 1;
    EXPECT_EQ(block.of(key), key / 32 % 8);
    EXPECT_LT(block.without(key), Word{1} << 60);
    EXPECT_EQ(block.with(block.without(key), block.of(key)), key);
  }
}

// Two sources, the second in two pieces, against plain lists.
TEST(BlockSteps, GiveEachBlockItsKeysInTheirOrder) {
  for (const bool is_short : {true, false}) {
    const StateBlock block{0, 2, 1};
    BlockSteps steps(block, is_short);
    std::mt19937_64 random(1);
    std::map<std::uint32_t, std::map<std::uint64_t, std::vector<Word>>> expected;
    for (const std::uint64_t source : {5U, 9U}) {
      steps.begin_source();
      for (const std::size_t count : {3'000U, 7U}) {
        std::vector<Word> keys(count);
        for (Word& key : keys) key = random() >> (is_short ? 30 : 1);
        steps.add(keys, 2);
        for (const Word key : keys) expected[block.of(key)][source].push_back(block.without(key));
      }
      steps.end_source(source);
    }
    for (std::uint32_t number = 0; number < block.count(); ++number) {
      std::vector<BlockSteps::Run> runs;
      steps.collect(number, runs);
      ASSERT_EQ(runs.size(), expected[number].size());
      for (const BlockSteps::Run& run : runs) {
        std::vector<Word> keys(run.halves.begin(), run.halves.end());
        keys.insert(keys.end(), run.words.begin(), run.words.end());
        EXPECT_EQ(keys, expected[number][run.source]);
        EXPECT_EQ(run.size(), keys.size());
      }
      steps.clear(number);
      runs.clear();
      steps.collect(number, runs);
      EXPECT_TRUE(runs.empty());
    }
    EXPECT_GT(steps.memory_bytes(), 2 * 3'000 * (is_short ? 4U : 8U));
  }
}

}  // namespace
}  // namespace raceproof::engine

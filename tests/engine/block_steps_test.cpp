#include "checker/engine/block_steps.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace raceproof::engine {
namespace {

TEST(StateBlock, TakesItsBitsOutAndPutsThemBack) {
  const StateBlock block{Word{7} << 5 | Word{3} << 40};
  EXPECT_EQ(block.count(), 32U);
  std::mt19937_64 random(1);
  for (int i = 0; i < 1000; ++i) {
    const Word key = random() >> 1;
    EXPECT_EQ(block.of(key), key / 32 % 8 + 8 * ((key >> 40) % 4));
    const Word rest = block.without(key);
    EXPECT_LT(rest, Word{1} << 58);
    if (has_fast_gather()) {
      EXPECT_EQ(block.of(key, FastGather{}), block.of(key));
      EXPECT_EQ(block.without(key, FastGather{}), rest);
    }
    Word again = 0;
    block.put_back(block.of(key), {&rest, 1}, {&again, 1});
    EXPECT_EQ(again, key);
  }
}

// Two sources, the second in two pieces, against plain lists.
TEST(BlockSteps, GiveEachBlockItsKeysInTheirOrder) {
  for (const bool is_short : {true, false}) {
    ChunkPool pool;
    const StateBlock block{Word{2} | Word{8}};
    BlockSteps steps(block, is_short, pool);
    std::mt19937_64 random(1);
    std::map<std::uint32_t, std::map<std::uint64_t, std::vector<Word>>> expected;
    for (const std::uint64_t source : {5U, 9U}) {
      steps.begin_source();
      for (const std::size_t count : {9'000U, 7U}) {
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
      std::map<std::uint64_t, std::vector<Word>> found;
      for (const BlockSteps::Run& run : runs) {
        std::vector<Word>& keys = found[run.source];
        keys.insert(keys.end(), run.halves.begin(), run.halves.end());
        keys.insert(keys.end(), run.words.begin(), run.words.end());
        EXPECT_EQ(run.halves.empty(), !is_short);
        EXPECT_EQ(run.size(), run.halves.size() + run.words.size());
      }
      EXPECT_EQ(found, expected[number]);
      steps.clear(number);
      runs.clear();
      steps.collect(number, runs);
      EXPECT_TRUE(runs.empty());
    }
    EXPECT_GE(pool.memory_bytes(), 2 * 9'000 * (is_short ? 4U : 8U));
  }
}

}  // namespace
}  // namespace raceproof::engine

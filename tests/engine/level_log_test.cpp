// The log against a plain vector: written by slices, read, forgotten and recoded.
#include "checker/engine/level_log.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>

namespace raceproof::engine {
namespace {

// Slices begin and end where they like, also within a piece, and are written at once.
TEST(LevelLog, GivesBackWhatSeveralThreadsHaveWritten) {
  std::mt19937_64 random(1);
  for (const std::uint32_t bits : {1U, 8U, 29U, 40U, 52U, 63U}) {
    LevelLog log(bits, 6);
    std::vector<std::uint64_t> expected;
    for (int round = 0; round < 40; ++round) {
      std::vector<std::uint64_t> keys(random() % 300);
      for (std::uint64_t& key : keys) key = random() >> (64 - bits);
      const std::uint64_t first = log.size();
      const std::size_t middle = random() % (keys.size() + 1);
      log.extend(keys.size());
      {
        std::jthread other([&] { log.write(first, std::span(keys).first(middle)); });
        log.write(first + middle, std::span(keys).subspan(middle));
      }
      expected.insert(expected.end(), keys.begin(), keys.end());
    }
    ASSERT_EQ(log.size(), expected.size());
    std::vector<std::uint64_t> read(expected.size());
    log.read(0, read);
    ASSERT_EQ(read, expected) << bits << " bits";
    for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(log[i], expected[i]);
    log.recode(std::min(bits + 9, 63U), [](std::span<std::uint64_t>) {});
    log.read(0, read);
    ASSERT_EQ(read, expected);
  }
}

TEST(LevelLog, KnowsWhatItHasForgotten) {
  LevelLog log(20, 4);
  const std::vector<std::uint64_t> keys(100, 7);
  log.append(keys);
  EXPECT_TRUE(log.has_all(0, 100));
  const std::uint64_t before = log.memory_bytes();
  log.forget(20, 70);
  EXPECT_LT(log.memory_bytes(), before);
  EXPECT_TRUE(log.has_all(0, 32)) << "a piece of 16 stays where a part of it does";
  EXPECT_FALSE(log.has_all(0, 33));
  EXPECT_FALSE(log.has_all(40, 1));
  EXPECT_TRUE(log.has_all(40, 0));
  EXPECT_FALSE(log.has_all(63, 30));
  EXPECT_TRUE(log.has_all(64, 36));
  for (std::uint64_t i = 32; i < 64; ++i) log.put(i, 7);
  EXPECT_TRUE(log.has_all(0, 100));
}

}  // namespace
}  // namespace raceproof::engine

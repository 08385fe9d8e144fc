// The table of a level against a plain map: what is new, and where it stands.
#include "checker/engine/level_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <unordered_map>

namespace raceproof::engine {
namespace {

struct Level {
  std::uint64_t bits = 0;
  std::size_t keys = 0;
};

// A wide level, then small ones, for which the table gives its room back, then a wide one again.
constexpr Level levels[] = {{20, 90'000}, {6, 300}, {2, 3}, {63, 5}, {40, 40'000}, {1, 0}};

std::vector<std::uint64_t> random_keys(Level level, std::mt19937_64& random) {
  std::vector<std::uint64_t> keys(level.keys);
  for (std::uint64_t& key : keys) key = random() >> (64 - level.bits);
  return keys;
}

TEST(LevelTable, GivesTheAnswersOfAPlainMap) {
  std::mt19937_64 random(1);
  LevelTable table;
  LevelTable with_positions(true);
  for (const Level& level : levels) {
    std::unordered_map<std::uint64_t, std::uint32_t> expected;
    std::vector<std::uint64_t> all = random_keys(level, random);
    for (std::size_t begin = 0; begin < all.size();) {
      const std::size_t count = std::min<std::size_t>(all.size() - begin, 1 + random() % 3000);
      std::vector<std::uint64_t> keys(all.begin() + static_cast<std::ptrdiff_t>(begin),
                                      all.begin() + static_cast<std::ptrdiff_t>(begin + count));
      std::vector<std::uint64_t> wanted_keys;
      std::vector<std::uint8_t> wanted_new;
      std::vector<std::uint32_t> wanted_positions;
      for (const std::uint64_t key : keys) {
        const auto position = static_cast<std::uint32_t>(expected.size());
        const auto [entry, is_new] = expected.try_emplace(key, position);
        if (is_new) wanted_keys.push_back(key);
        wanted_new.push_back(is_new ? 1 : 0);
        wanted_positions.push_back(entry->second);
      }
      std::vector<std::uint64_t> same = keys;
      std::vector<std::uint8_t> is_new(count);
      std::vector<std::uint32_t> positions(count);
      ASSERT_EQ(table.insert(keys, is_new), wanted_keys.size());
      ASSERT_EQ(is_new, wanted_new);
      ASSERT_TRUE(std::equal(wanted_keys.begin(), wanted_keys.end(), keys.begin()));
      ASSERT_EQ(with_positions.insert(same, is_new, positions), wanted_keys.size());
      ASSERT_EQ(is_new, wanted_new);
      ASSERT_EQ(positions, wanted_positions);
      ASSERT_TRUE(std::equal(wanted_keys.begin(), wanted_keys.end(), same.begin()));
      begin += count;
    }
    table.clear();
    with_positions.clear();
  }
}

// A small table for a few states, then a larger one, in the same memory.
TEST(LevelTable, TakesHalvesOfWordsForAsManyAsAreExpected) {
  std::mt19937_64 random(1);
  LevelTable table;
  for (const std::uint32_t bits : {32U, 20U, 24U}) {
    for (const std::size_t expected : {std::size_t{60'000}, std::size_t{10}, std::size_t{9'000}}) {
      table.set_bits(bits);
      table.clear(expected);
      std::vector<std::uint32_t> keys(30'000);
      for (std::uint32_t& key : keys) key = static_cast<std::uint32_t>(random() >> (64 - bits));
      std::vector<std::uint64_t> fresh(keys.size());
      std::vector<std::uint8_t> is_new(keys.size());
      fresh.resize(table.insert(keys, fresh.data(), is_new));
      std::unordered_map<std::uint64_t, bool> met;
      std::vector<std::uint64_t> wanted;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool was_new = met.try_emplace(keys[i], true).second;
        ASSERT_EQ(is_new[i] != 0, was_new);
        if (was_new) wanted.push_back(keys[i]);
      }
      ASSERT_EQ(fresh, wanted);
    }
  }
}

// Keys get wider in the middle of a level, and narrower behind one.
TEST(LevelTable, KeepsItsKeysWhereTheyGetWider) {
  std::mt19937_64 random(1);
  LevelTable table(true);
  for (int round = 0; round < 3; ++round) {
    std::unordered_map<std::uint64_t, std::uint32_t> expected;
    for (const std::uint32_t bits : {20U, 31U, 32U, 45U}) {
      table.set_bits(bits);
      std::vector<std::uint64_t> keys = random_keys({bits, 5000}, random);
      std::transform(expected.begin(), expected.end(), std::back_inserter(keys),
                     [](const auto& entry) { return entry.first; });
      const std::vector<std::uint64_t> all = keys;
      std::vector<std::uint8_t> is_new(keys.size());
      std::vector<std::uint32_t> positions(keys.size());
      table.insert(keys, is_new, positions);
      for (std::size_t i = 0; i < all.size(); ++i) {
        const auto position = static_cast<std::uint32_t>(expected.size());
        const auto [entry, was_new] = expected.try_emplace(all[i], position);
        ASSERT_EQ(is_new[i] != 0, was_new);
        ASSERT_EQ(positions[i], entry->second);
      }
    }
    table.clear();
  }
}

TEST(LevelTable, SaysWhatItTakesToGrow) {
  LevelTable table(true);
  std::vector<std::uint64_t> keys(700);
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = i;
  std::vector<std::uint8_t> is_new(keys.size());
  std::vector<std::uint32_t> positions(keys.size());
  const std::uint64_t wanted = table.bytes_to_grow(keys.size());
  table.insert(keys, is_new, positions);
  EXPECT_EQ(table.memory_bytes(), wanted);
  EXPECT_EQ(table.bytes_to_grow(1), 0U);
}

// A table that kept the room of a wide level would be cleared as a whole behind each small one.
TEST(LevelTable, GivesRoomBackBehindAWideLevel) {
  LevelTable table;
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> keys = random_keys({60, 100'000}, random);
  std::vector<std::uint8_t> is_new(keys.size());
  table.insert(keys, is_new);
  const std::uint64_t wide = table.memory_bytes();
  table.clear();
  EXPECT_EQ(table.memory_bytes(), wide);
  table.insert(std::span(keys).first(1), is_new);
  table.clear();
  EXPECT_LE(table.memory_bytes(), wide / 64);
}

}  // namespace
}  // namespace raceproof::engine

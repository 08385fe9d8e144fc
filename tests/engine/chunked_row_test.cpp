#include "checker/engine/chunked_row.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace raceproof::engine {
namespace {

TEST(ChunkPool, GivesWhatWasGivenBackBeforeItTakesMore) {
  ChunkPool pool;
  std::vector<std::uint8_t*> chunks;
  for (int i = 0; i < 1'000; ++i) {
    chunks.push_back(pool.take());
    std::fill_n(chunks.back(), ChunkPool::chunk_bytes, static_cast<std::uint8_t>(i));
  }
  for (int i = 0; i < 1'000; ++i) {
    const auto* const chunk = chunks[static_cast<std::size_t>(i)];
    EXPECT_EQ(std::count(chunk, chunk + ChunkPool::chunk_bytes, static_cast<std::uint8_t>(i)),
              static_cast<std::ptrdiff_t>(ChunkPool::chunk_bytes));
  }
  const std::uint64_t bytes = pool.memory_bytes();
  EXPECT_GE(bytes, chunks.size() * ChunkPool::chunk_bytes);
  EXPECT_LE(bytes, 2 * chunks.size() * ChunkPool::chunk_bytes);
  pool.give_back(chunks);
  std::vector<std::uint8_t*> again;
  for (int i = 0; i < 1'000; ++i) again.push_back(pool.take());
  EXPECT_EQ(pool.memory_bytes(), bytes);
  std::sort(again.begin(), again.end());
  EXPECT_EQ(std::unique(again.begin(), again.end()), again.end());
}

TEST(ChunkedRow, KeepsWhatWasWritten) {
  ChunkPool pool;
  ChunkedRow<std::uint32_t> row;
  std::vector<std::uint32_t> expected;
  for (std::uint32_t value = 0; value < 10'000;) {
    row.push(value, pool);
    expected.push_back(value++);
    const std::span<std::uint32_t> room = row.room(pool);
    ASSERT_FALSE(room.empty());
    const std::size_t count = std::min<std::size_t>(room.size(), value % 1'000);
    for (std::uint32_t& one : room.first(count)) expected.push_back(one = value++);
    row.take(count);
  }
  ASSERT_EQ(row.size(), expected.size());
  std::vector<std::uint32_t> found;
  for (std::size_t at = 0; at < row.size();) {
    const std::span<const std::uint32_t> some = row.from(at, 300);
    ASSERT_FALSE(some.empty());
    ASSERT_LE(some.size(), 300U);
    found.insert(found.end(), some.begin(), some.end());
    at += some.size();
  }
  EXPECT_EQ(found, expected);
  EXPECT_EQ(row.from(256, 256).size(), 256U) << "stands side by side";

  row.clear(pool);
  EXPECT_EQ(row.size(), 0U);
  const std::uint64_t bytes = pool.memory_bytes();
  for (const std::uint32_t value : expected) row.push(value, pool);
  EXPECT_EQ(row.size(), expected.size());
  EXPECT_EQ(pool.memory_bytes(), bytes) << "it takes what it has given back";
}

}  // namespace
}  // namespace raceproof::engine

#include "checker/engine/growing.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace raceproof::engine {
namespace {

TEST(Growing, KeepsWhatWasWritten) {
  Growing<std::uint32_t> row;
  std::vector<std::uint32_t> expected;
  for (std::uint32_t count = 0; count < 500; ++count) {
    const std::span<std::uint32_t> some = row.extend(count);
    ASSERT_EQ(some.size(), count);
    std::iota(some.begin(), some.end(), count);
    row.shrink(row.size() - count / 3);
    expected.insert(expected.end(), some.begin(), some.end() - count / 3);
  }
  ASSERT_EQ(row.size(), expected.size());
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), row.values().begin()));
  EXPECT_GE(row.memory_bytes(), 4 * expected.size());
  const std::uint64_t bytes = row.memory_bytes();
  row.shrink(0);
  EXPECT_EQ(row.extend(expected.size()).size(), expected.size());
  EXPECT_EQ(row.memory_bytes(), bytes) << "its memory stays";
}

}  // namespace
}  // namespace raceproof::engine

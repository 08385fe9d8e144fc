// Threads that work side by side, round after round.
#include "checker/engine/workers.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <stdexcept>
#include <string>

namespace raceproof::engine {
namespace {

class WorkersOf : public testing::TestWithParam<std::uint32_t> {};

TEST_P(WorkersOf, CallTheWorkOnceForEachShare) {
  Workers workers(GetParam());
  ASSERT_EQ(workers.shares(), GetParam());
  std::vector<std::uint64_t> sums(GetParam());
  for (std::uint64_t round = 1; round <= 2000; ++round) {
    workers.side_by_side(round % 3 != 0, [&](std::uint32_t share) { sums[share] += round; });
    for (const std::uint64_t sum : sums) ASSERT_EQ(sum, round * (round + 1) / 2);
  }
}

TEST_P(WorkersOf, ThrowWhatTheFirstShareHasThrownAndGoOn) {
  Workers workers(GetParam());
  for (const bool is_worth_while : {true, false, true}) {
    std::string thrown;
    try {
      workers.side_by_side(is_worth_while, [](std::uint32_t share) {
        if (share >= 1) throw std::runtime_error(std::to_string(share));
      });
    } catch (const std::runtime_error& error) {
      thrown = error.what();
    }
    EXPECT_EQ(thrown, GetParam() > 1 ? "1" : "");
    std::vector<int> called(GetParam());
    workers.side_by_side(true, [&](std::uint32_t share) { ++called[share]; });
    EXPECT_EQ(called, std::vector<int>(GetParam(), 1));
  }
}

INSTANTIATE_TEST_SUITE_P(Shares, WorkersOf, testing::Values(1U, 2U, 3U, 7U));

// A sanitizer takes more room than there is.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Workers, DoAllOfTheWorkWhereTheSystemHasNoMoreThreads) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
  const rlimit tight{rlim_t{1} << 30, before.rlim_max};  // of stacks of 8 MiB
  constexpr std::uint32_t shares = 1000;
  std::vector<int> called(shares);
  ASSERT_EQ(setrlimit(RLIMIT_AS, &tight), 0);
  {
    Workers workers(shares);
    for (int round = 0; round < 3; ++round) {
      workers.side_by_side(true, [&](std::uint32_t share) { ++called[share]; });
    }
  }
  ASSERT_EQ(setrlimit(RLIMIT_AS, &before), 0);
  EXPECT_EQ(called, std::vector<int>(shares, 3));
}
#endif

// Nobody waits for what never comes.
TEST(Workers, CanEndWithoutWork) {
  for (int i = 0; i < 100; ++i) {
    Workers workers(3);
    if (i % 2 == 0) workers.side_by_side(true, [](std::uint32_t) {});
  }
}

}  // namespace
}  // namespace raceproof::engine

// Thousands of random scenarios, judged by the engine and by the brute-force oracle.
#include <gtest/gtest.h>

#include "tests/differential/compare.h"
#include "tests/oracle/random_program.h"

namespace raceproof::differential {
namespace {

constexpr std::uint64_t interleavings_max = 20'000;

class Differential : public testing::TestWithParam<std::uint64_t> {};

// Seeds are fixed, so a failure names a scenario that can be run again.
TEST_P(Differential, EngineAgreesWithTheOracle) {
  constexpr std::uint64_t seeds = 250;
  unsigned compared = 0;
  for (std::uint64_t seed = GetParam() * seeds; seed < (GetParam() + 1) * seeds; ++seed) {
    oracle::Features features;
    features.sync = seed % 2 == 1;
    features.objects = seed % 3 == 1;
    const std::string source = oracle::random_program(seed, features);
    const Comparison comparison = compare(source, interleavings_max);
    EXPECT_EQ(comparison.difference, "") << "seed " << seed << ":\n" << source;
    compared += comparison.models;
  }
  // Six models a scenario; few are too large for the oracle.
  EXPECT_GT(compared, 4 * seeds);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Differential, testing::Range<std::uint64_t>(0, 8));

}  // namespace
}  // namespace raceproof::differential

// Slices of keys, inserted by any number of threads, against a plain set.
#include "checker/engine/seen_states.h"

#include <gtest/gtest.h>

#include <random>
#include <unordered_set>

namespace raceproof::engine {
namespace {

struct Case {
  std::uint32_t jobs = 1;
  bool sweeps = false;
  bool has_positions = false;
};

class Shares : public testing::TestWithParam<Case> {};

// Rounds of few keys and of many, with fewer slices than threads as well; the keys get more bits in
// between.
TEST_P(Shares, GiveTheAnswersOfAPlainSet) {
  std::mt19937_64 random(1);
  Workers workers(GetParam().jobs);
  SeenStates seen(GetParam().sweeps, GetParam().has_positions, workers);
  std::uint32_t bits = 17;
  seen.clear(bits, 0);
  std::unordered_set<std::uint64_t> expected;
  for (int round = 0; round < 60; ++round) {
    std::vector<std::vector<std::uint64_t>> keys(1 + random() % GetParam().jobs);
    std::vector<SeenStates::Keys> slices;
    const std::size_t most = round % 3 == 0 ? 40 : 4000;
    for (auto& slice : keys) {
      slice.resize(random() % most);
      for (std::uint64_t& key : slice) key = random() >> (64 - bits);
      slices.push_back(slice);
    }
    const auto all = keys;
    seen.insert(slices);
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::vector<std::uint64_t> wanted;
      std::vector<std::uint8_t> is_new;
      for (const std::uint64_t key : all[i]) {
        is_new.push_back(expected.insert(key).second ? 1 : 0);
        if (is_new.back() != 0) wanted.push_back(key);
      }
      ASSERT_EQ(std::vector(seen.is_new(i).begin(), seen.is_new(i).end()), is_new);
      ASSERT_EQ(seen.fresh(i), wanted.size());
      ASSERT_TRUE(std::equal(wanted.begin(), wanted.end(), keys[i].begin()));
    }
    if (round == 20 || round == 40) seen.extend(round == 20 ? 4 : 30);
    if (round == 20 || round == 40) bits += round == 20 ? 4 : 30;
  }
}

INSTANTIATE_TEST_SUITE_P(Jobs, Shares,
                         testing::Values(Case{1, false, false}, Case{1, true, false},
                                         Case{1, true, true}, Case{2, false, false},
                                         Case{2, true, false}, Case{2, true, true},
                                         Case{3, false, false}, Case{5, true, false}));

}  // namespace
}  // namespace raceproof::engine

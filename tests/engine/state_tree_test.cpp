#include "checker/engine/state_tree.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace raceproof::engine {
namespace {

using Ids = std::vector<PartId>;

// A walk in which each step changes a few parts, over trees of many shapes: equal states have equal
// words, others have others, however they were come to, and each word gives back its state.
class Parts : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Parts, AreFoldedIntoOneWordAndBack) {
  std::mt19937 engine(GetParam());
  const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
  StateTree tree(GetParam());
  std::map<Ids, Word> known;
  std::map<Word, Ids> states;
  Ids ids(GetParam(), 0);
  Word word = tree.fold(ids);
  for (int step = 0; step < 3'000; ++step) {
    ASSERT_EQ(known.try_emplace(ids, word).first->second, word);
    ASSERT_EQ(states.try_emplace(word, ids).first->second, ids);
    ASSERT_LT(word, Word{1} << StateTree::word_bits);
    if (step % 7 == 0) {  // from somewhere else
      auto other = states.lower_bound(random());
      if (other == states.end()) other = states.begin();
      word = other->first;
      ids = other->second;
    }
    tree.open(word);
    ASSERT_EQ(tree.ids(), ids);
    std::vector<PartWrite> writes;
    for (PartIndex part = random() % 5; part < ids.size(); part += 1 + random() % 40) {
      writes.push_back({part, random() % 3});
    }
    for (const PartWrite& write : writes) ids[write.part] = write.id;
    const Word next = tree.with(writes);
    ASSERT_EQ(next, tree.near(ids));
    ASSERT_EQ(tree.ids(), states.at(word)) << "what is open stays as it is";
    word = next;
  }
  EXPECT_EQ(StateTree(GetParam()).memory_bytes(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Trees, Parts, testing::Values(1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 100));

}  // namespace
}  // namespace raceproof::engine

#include "checker/report/cycle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace raceproof::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Cycle, AChainHasNone) {
  EXPECT_THAT(shortest_cycle(3, {{0, 1}, {1, 2}}), IsEmpty());
}

TEST(Cycle, OfOneIsAnEdgeToItself) {
  EXPECT_THAT(shortest_cycle(2, {{1, 1}}), ElementsAre(1));
}

TEST(Cycle, EachIsFollowedByWhatItHasAnEdgeTo) {
  EXPECT_THAT(shortest_cycle(4, {{3, 1}, {1, 2}, {2, 3}, {0, 1}}), ElementsAre(1, 2, 3));
}

TEST(Cycle, TheShortestIsFound) {
  EXPECT_THAT(shortest_cycle(5, {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 3}, {2, 3}}),
              ElementsAre(3, 4));
}

TEST(Cycle, OfEqualOnesTheLowest) {
  EXPECT_THAT(shortest_cycle(4, {{2, 3}, {3, 2}, {1, 0}, {0, 1}}), ElementsAre(0, 1));
}

TEST(Cycle, AGraphWithoutVerticesHasNone) {
  EXPECT_THAT(shortest_cycle(0, {}), IsEmpty());
}

}  // namespace
}  // namespace raceproof::report

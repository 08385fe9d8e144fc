#include "tools/exit_code.h"

#include <gtest/gtest.h>

namespace raceproof::tools {
namespace {

TEST(ExitCode, TheWorstWinsInTheOrderOfTheTable) {
  constexpr std::array<int, 6> order{70, 2, 3, 1, 4, 0};
  ASSERT_EQ(exit_codes.size(), order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    EXPECT_EQ(static_cast<int>(exit_codes[i].code), order[i]);
    for (std::size_t j = i; j < order.size(); ++j) {
      EXPECT_EQ(worst(exit_codes[i].code, exit_codes[j].code), exit_codes[i].code);
      EXPECT_EQ(worst(exit_codes[j].code, exit_codes[i].code), exit_codes[i].code);
    }
  }
}

}  // namespace
}  // namespace raceproof::tools

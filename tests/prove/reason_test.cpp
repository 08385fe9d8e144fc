// Why something is impossible, in words that are true.
#include "checker/prove/reason.h"

#include <gtest/gtest.h>

#include "checker/checker.h"
#include "checker/lang/lower.h"
#include "checker/lang/parser.h"
#include "checker/prove/provenance_words.h"

namespace raceproof::prove {
namespace {

std::vector<std::string> reason(const std::string& source, const std::string& condition,
                                const std::string& model) {
  const Loaded loaded = load(source, {});
  const lang::ParsedExpression parsed = lang::parse_expression(condition);
  const auto lowered = lang::lower_expression(*loaded.scenario, *parsed.expression);
  const Machine machine(loaded.scenario->program, *find_model(model));
  return reason_against(machine, std::get<Expression>(lowered), {});
}

const std::string counter = R"(
var x = 0
thread worker[2] { repeat 1000 { x += 1 } }
)";
const std::string surviving = "(an addition survives in a value that was computed from its result)";

TEST(Reason, OfACounterIsThatOneThreadAloneLosesNothing) {
  const std::vector<std::string> lines = reason(counter, "x == 1", "no_gil");
  const std::vector<std::string> expected{
      "`x` is 0, plus 1 for each `x + 1` of worker[0], worker[1] that survives in it",
      "worker[0], worker[1] each: all its 1000 `x + 1` survive in `x`, unless another addition "
      "does",
      surviving};
  EXPECT_EQ(lines, expected);
}

TEST(Reason, WithAGilIsThatNothingIsLost) {
  const std::vector<std::string> lines = reason(counter, "x < 2000", "gil_313");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1], "worker[0], worker[1] each: all its 1000 `x + 1` survive in `x`");
}

TEST(Reason, AgainstTooMuchIsThatEachSurvivesOnce) {
  const std::vector<std::string> lines = reason(counter, "x > 2000", "no_gil");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1],
            "worker[0], worker[1] each: of its 1000 `x + 1` each survives in `x` once at most");
}

TEST(Reason, IsNotGivenAgainstWhatIsPossible) {
  EXPECT_TRUE(reason(counter, "x == 2", "no_gil").empty());
  EXPECT_TRUE(reason(counter, "x == 1999", "no_gil").empty());
}

TEST(Reason, NamesEveryConstant) {
  const std::vector<std::string> lines = reason(R"(
var x = 5
thread up { repeat 1000 { x += 3 } }
thread down { repeat 1000 { x -= 2 } }
)",
                                                "x > 5000", "no_gil");
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines[0],
            "`x` is 5, plus 3 for each `x + 3` of up that survives in it, minus 2 for each "
            "`x - 2` of down that survives in it");
}

TEST(Sentences, OfOneKindStandTogether) {
  const std::vector<std::string> lines =
      sentences({{"a", "is so"}, {"", "x is y"}, {"b", "is so"}, {"a", "is so"}, {"c", ""}});
  EXPECT_EQ(lines, (std::vector<std::string>{"a, b each: is so", "x is y", surviving}));
}

}  // namespace
}  // namespace raceproof::prove

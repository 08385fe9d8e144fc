// What `check_names` promises as a whole; the rules stand in the files beside this one.
#include "checker/lang/names.h"

#include <gmock/gmock.h>

#include "checker/lang/parser.h"
#include "tests/names/judged.h"

namespace raceproof::lang {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Names, EverythingWrongIsReportedInOneRunInTheOrderOfTheText) {
  EXPECT_THAT(judged("finally countr == 1\n"
                     "thread t { conter = 1; break }\n"
                     "var counter = 0\n"
                     "lock counter\n"),
              ElementsAre("1:9: unknown name 'countr' | did you mean 'counter'?",
                          "2:12: unknown name 'conter' | did you mean 'counter'?",
                          "2:24: 'break' outside a loop",
                          "4:6: 'counter' is already declared | declared at line 3"));
}

TEST(Names, AMistakeIsReportedOnceAPlace) {
  EXPECT_THAT(judged("thread t { ghost += ghost }"),
              ElementsAre("1:12: unknown name 'ghost'", "1:21: unknown name 'ghost'"));
  EXPECT_THAT(judged("lock m\nthread t { let m = 1; m += 1 }"),
              ElementsAre("2:16: 'm' is already declared | declared at line 1"));
}

TEST(Names, CutOffAndUncalledCodeIsJudged) {
  EXPECT_THAT(judged("thread t { return; ghost = 1 }\ndef f() { if false { ghast = 1 } }"),
              SizeIs(2));
}

TEST(Names, AnEmptyFileIsRight) {
  EXPECT_THAT(judged(""), IsEmpty());
}

TEST(Names, ManyUnknownNamesTakeLinearTime) {
  std::string source = "thread t {\n";
  for (int i = 0; i < 20'000; ++i) {
    source += "let known" + std::to_string(i) + " = unknown" + std::to_string(i) + "\n";
  }
  EXPECT_THAT(judged(source + "}\n"), SizeIs(20'000));
}

TEST(Names, AnOutcomeOfTheCommandLineIsReadAsAProperty) {
  const Parsed parsed = parse("var x = 0\nthread t[2] { let r = x }");
  ASSERT_TRUE(parsed.scenario);
  const auto judge = [&](std::string_view text) {
    const ParsedExpression expression = parse_expression(text);
    std::vector<std::string> messages;
    for (const auto& each : check_outcome(*parsed.scenario, *expression.expression)) {
      messages.push_back(each.message);
    }
    return messages;
  };
  EXPECT_THAT(judge("x == t[1].r"), IsEmpty());
  EXPECT_THAT(judge("x == t[1].s + y"),
              ElementsAre("thread 't' has no local 's'", "unknown name 'y'"));
}

}  // namespace
}  // namespace raceproof::lang

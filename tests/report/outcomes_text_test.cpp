#include "checker/report/outcomes_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "asked.h"

namespace raceproof::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const FileReport& report) {
  return outcomes_text(report.subject, report.result, {});
}

TEST(OutcomesText, ModelsThatAreAlikeShareATable) {
  EXPECT_EQ(text_of(Asked().outcomes(increments)),
            "test.race   2 threads   N = 1\n"
            "\n"
            "no_gil, gil_39   x in {1, 2}   20 interleavings\n"
            "  x  interleavings    share  probability\n"
            "  1             18  90.00 %       0.7500  3/4\n"
            "  2              2  10.00 %       0.2500  1/4\n"
            "\n"
            "gil_310, gil_313, gil_314   x = 2   2 interleavings\n"
            "  x  interleavings     share  probability\n"
            "  2              2  100.00 %       1.0000  1\n");
}

TEST(OutcomesText, WhatIsClaimedButImpossibleIsListed) {
  const std::string source = std::string(increments) + "outcomes x == 1..3\n";
  const std::string text = text_of(Asked({"no_gil"}).outcomes(source));
  EXPECT_THAT(text, HasSubstr("  3              0                     0       impossible\n"));
}

TEST(OutcomesText, WhatIsPossibleButNotClaimedIsMarked) {
  const std::string source = std::string(increments) + "outcomes x == 2\n";
  EXPECT_THAT(text_of(Asked({"no_gil"}).outcomes(source)),
              HasSubstr("3/4  not in the claimed set"));
}

TEST(OutcomesText, OtherEndsHaveRowsOfTheirOwn) {
  const std::string source =
      "lock a, b\nthread t0 { with a { with b { } } }\nthread t1 { with b { with a { } } }\n"
      "var x = 0\n";
  EXPECT_THAT(text_of(Asked({"no_gil"}).outcomes(source)), HasSubstr("\n  (stuck)  "));
}

TEST(OutcomesText, SpinningMakesNumbersInfinite) {
  const std::string source =
      "var flag = 0\nthread a { while flag == 0 { } }\nthread b { flag = 1 }\n";
  const std::string text = text_of(Asked({"no_gil"}).outcomes(source));
  EXPECT_THAT(text, HasSubstr("infinite interleavings"));
  EXPECT_THAT(text, HasSubstr("1.0000  1"));
}

TEST(OutcomesText, AnIncompleteSearchSaysSo) {
  Asked asked({"no_gil"}, {}, {{"N", 50}});
  asked.states_max = 2000;
  const std::string text = text_of(asked.outcomes(increments));
  EXPECT_THAT(text, HasSubstr("undecided: the limit of 2,000 states was reached\n"));
  EXPECT_THAT(text, HasSubstr("no final state so far\n"));
  EXPECT_THAT(text, HasSubstr("help: "));
}

TEST(OutcomesText, AnIncompleteSearchShowsSchedulesToWhatItMet) {
  Asked asked({"no_gil"});
  asked.states_max = 100;
  const std::string text =
      text_of(asked.outcomes("var x = 0\nthread a { x += 1 }\n"
                             "thread b { if x == 1 { repeat 99 { x += 1 } } }\n"));
  EXPECT_THAT(text, HasSubstr("states was reached; at least these:\n"
                              "  x  steps  switches  schedule\n"
                              "  1      5         1  T1*2 T0*3\n"));
}

TEST(OutcomesText, LongTablesAreCutInTheMiddle) {
  const FileReport report =
      Asked({"serial"}).outcomes("var x = 0\nthread t { choose r in 1..1000\n x = r }\n");
  EXPECT_THAT(text_of(report), HasSubstr("\n   ...       800 more\n"));
  TextOptions options;
  options.verbose = true;
  EXPECT_THAT(outcomes_text(report.subject, report.result, options), Not(HasSubstr("more")));
}

TEST(OutcomesText, OfManyVariablesThoseThatDifferAreShown) {
  const std::string source = "var a[40] = 0\nthread t[2] { a[7] = self }\n";
  const std::string text = text_of(Asked({"no_gil"}).outcomes(source));
  EXPECT_THAT(text, HasSubstr("  a[7]  interleavings"));
  EXPECT_THAT(text, HasSubstr("39 of the 40 variables are not shown"));
}

TEST(OutcomesText, SmallNumbersAreRoundedForPeople) {
  using result::Rational;
  EXPECT_EQ(rounded(Rational(0)), "0");
  EXPECT_EQ(rounded(Rational(3, 4)), "0.7500");
  EXPECT_EQ(rounded(Rational(1, 10'000)), "0.0001");
  EXPECT_EQ(rounded(Rational(1, 100'000)), "1.00e-5");
  EXPECT_EQ(rounded(Rational(999'999, 100'000'000'000)), "1.00e-5");
}

}  // namespace
}  // namespace raceproof::report

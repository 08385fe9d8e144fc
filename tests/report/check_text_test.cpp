#include "checker/report/check_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "asked.h"

namespace raceproof::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const FileReport& report) {
  return check_text(report.subject, report.result, {});
}

TEST(CheckText, WhereAllIsAsStatedItIsABlock) {
  const std::string source = std::string(increments) + "possible x == N*2 holds under gil_313\n";
  const FileReport report = Asked({"gil_310", "gil_313"}).check(source);
  EXPECT_EQ(text_of(report),
            "test.race   2 threads   N = 1\n"
            "\n"
            "  #  property           gil_310  gil_313\n"
            "  1  finally x == 2*N   holds    holds    as stated\n"
            "  2  possible x == N*2  .        holds    as stated\n"
            "  3  deadlock_free      holds    holds    as stated\n"
            "  4  error_free         holds    holds    as stated\n"
            "     states             12       12\n"
            "\n"
            "  all 7 verdicts as stated\n");
}

TEST(CheckText, WhatIsNotAsStatedHasItsTrace) {
  const std::string text = text_of(Asked({"no_gil", "gil_39", "gil_313"}).check(increments));
  EXPECT_THAT(text, HasSubstr("violated !  violated !  holds    NOT as stated\n"));
  EXPECT_THAT(text, HasSubstr("\n  NOT as stated: #1 finally x == 2*N   test.race:6\n"
                              "    under no_gil: at the end x = 1 (6 steps, 2 switches); likewise "
                              "under gil_39\n"));
  EXPECT_THAT(text, HasSubstr("lost update"));
  EXPECT_THAT(text, HasSubstr("\n  2 of 9 verdicts NOT as stated\n"));
}

TEST(CheckText, AClaimOfAFailureThatHoldsIsNotAsStated) {
  const std::string source = "var x = 0\nthread t { x = 1 }\nfinally x == 1 fails\n";
  const std::string text = text_of(Asked({"no_gil"}).check(source));
  EXPECT_THAT(text, HasSubstr("finally x == 1 fails  holds !  NOT as stated"));
  EXPECT_THAT(text, HasSubstr("under no_gil: it holds: all"));
}

TEST(CheckText, LocksRemovedHaveTheirOwnRows) {
  const std::string source =
      "var x = 0\nlock m\nthread t[2] { with m { x += 1 } }\n"
      "finally x == 2\nfinally x == 2 fails without m\n";
  const std::string text = text_of(Asked({"no_gil"}).check(source));
  EXPECT_THAT(text, HasSubstr("1  finally x == 2                  holds     as stated"));
  EXPECT_THAT(text, HasSubstr("2  finally x == 2 fails without m  violated  as stated"));
  EXPECT_THAT(text, HasSubstr("states without m"));
}

TEST(CheckText, WhatIsUndecidedIsToldOnceWithAdvice) {
  Asked asked({"no_gil", "gil_39"}, {}, {{"N", 50}});
  asked.states_max = 100;
  const std::string text = text_of(asked.check(increments));
  EXPECT_THAT(text, HasSubstr("undecided: #1, #2, #3 under no_gil, gil_39: the limit of 100 states "
                              "was reached\n    seen: 193 states to depth "));
  EXPECT_THAT(text, HasSubstr("; try --set N="));
  EXPECT_THAT(text, HasSubstr("6 of 6 verdicts undecided"));
}

TEST(CheckText, LongClaimsAreCutInTheTableOnly) {
  const std::string claim = "finally x == 2 and x != 3 and x != 4 and x != 5 and x != 6 and x != 7";
  const std::string source = "var x = 0\nthread t { x = 1 }\n" + claim + "\n";
  const std::string text = text_of(Asked({"no_gil"}).check(source));
  EXPECT_THAT(text, HasSubstr("and x != 5 and x...  violated !"));
  EXPECT_THAT(text, HasSubstr("#1 " + claim));
}

TEST(CheckText, OneLineOfAFileAmongMany) {
  const FileReport report = Asked({"gil_313"}).check(increments);
  EXPECT_THAT(check_line(report.subject, report.result, {}),
              HasSubstr("as stated   test.race   3 verdicts, "));
}

TEST(CheckText, ABatchIsSummedUp) {
  BatchTotals totals;
  totals.files = 6;
  EXPECT_EQ(batch_line(totals, {}), "6 files: 6 as stated\n");
  totals.wrong = 2;
  totals.undecided = 1;
  totals.unreadable = 1;
  totals.left_out = 3;
  EXPECT_EQ(batch_line(totals, {}),
            "6 files: 2 as stated, 2 NOT as stated, 1 undecided, 1 in error, 3 not checked: the "
            "run was stopped\n");
}

TEST(CheckText, WithoutColourThereIsNoEscape) {
  const FileReport report = Asked({"no_gil"}).check(increments);
  EXPECT_THAT(text_of(report), Not(HasSubstr("\x1b")));
  TextOptions options;
  options.palette.colored = true;
  EXPECT_THAT(check_text(report.subject, report.result, options), HasSubstr("\x1b[1;31m"));
}

}  // namespace
}  // namespace raceproof::report

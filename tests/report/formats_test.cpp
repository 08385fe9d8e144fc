// Machine formats: what they say. Whether they are well formed is judged in tests/formats.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "asked.h"
#include "checker/report/github.h"
#include "checker/report/json.h"
#include "checker/report/junit.h"

namespace raceproof::report {
namespace {

using testing::HasSubstr;
using testing::Not;

BatchReport batch(const Asked& asked, const std::string& source) {
  BatchReport report;
  report.files.push_back(asked.check(source));
  return report;
}

BatchReport wrong_file() {
  BatchReport report;
  report.errors.push_back({"a,b.race", {3, 5, 1}, "expected `{`", "blocks begin on this line"});
  return report;
}

TEST(Junit, ACaseForEachPropertyAndModel) {
  const std::string xml = junit_xml(batch(Asked({"no_gil", "gil_313"}), increments));
  EXPECT_THAT(xml, HasSubstr("<testsuites name=\"raceproof\" tests=\"6\" failures=\"1\" "
                             "errors=\"0\">"));
  EXPECT_THAT(xml, HasSubstr("<testcase classname=\"test.race\" name=\"finally x == 2*N "
                             "[gil_313]\"/>"));
  EXPECT_THAT(xml, HasSubstr("<failure type=\"not-as-stated\" message=\"violated: at the end "
                             "x = 1\">"));
  EXPECT_THAT(xml, HasSubstr("lost update"));
}

TEST(Junit, UndecidedIsAnError) {
  Asked asked({"no_gil"}, {}, {{"N", 50}});
  asked.states_max = 100;
  const std::string xml = junit_xml(batch(asked, increments));
  EXPECT_THAT(xml, HasSubstr("failures=\"0\" errors=\"3\""));
  EXPECT_THAT(xml, HasSubstr("<error type=\"undecided\""));
}

TEST(Junit, SoIsAFileThatIsNoScenario) {
  EXPECT_THAT(junit_xml(wrong_file()),
              HasSubstr("<error type=\"input\" message=\"expected `{`\">a,b.race:3:5: expected"));
}

TEST(Github, AnAnnotationAtTheLineOfTheProperty) {
  const std::string text = github_annotations(batch(Asked({"no_gil", "gil_313"}), increments));
  EXPECT_THAT(text, testing::StartsWith("::error file=test.race,line=6,col=1,title=NOT as stated"
                                        "%3A finally x == 2*N under no_gil::violated: at the end "
                                        "x = 1%0Araceproof replay test.race"));
  EXPECT_THAT(text, Not(HasSubstr("gil_313")));
}

TEST(Github, OfADefaultAtTheLineThatFails) {
  const std::string source = "var x = 0\nthread t { assert x == 1 }\n";
  EXPECT_THAT(github_annotations(batch(Asked({"no_gil"}), source)), HasSubstr("line=2,col="));
}

TEST(Github, FilesAreEscaped) {
  EXPECT_EQ(github_annotations(wrong_file()),
            "::error file=a%2Cb.race,line=3,col=5,title=not a scenario::expected `{`%0Ahelp: "
            "blocks begin on this line\n");
}

TEST(Json, AnOutcomeHasExactlyItsThreeKeys) {
  const std::string json = outcomes_json(Asked({"no_gil"}).outcomes(increments));
  std::string packed;
  for (const char c : json) {
    if (c != ' ' && c != '\n') packed += c;
  }
  EXPECT_THAT(packed, HasSubstr("\"outcomes\":[{\"values\":{\"x\":1},\"interleavings\":\"18\","
                                "\"probability\":\"3/4\"},"));
  EXPECT_THAT(packed, HasSubstr("\"interleavings\":\"20\",\"deadlocks\":\"0\",\"failed\":\"0\","
                                "\"discarded\":\"0\",\"verdict\":\"exact\",\"states\":"));
}

TEST(Json, BooleansAreBooleans) {
  const std::string source = "var b = false\nthread t { b = true }\n";
  EXPECT_THAT(outcomes_json(Asked({"no_gil"}).outcomes(source)), HasSubstr("\"b\": true"));
}

TEST(Json, WhatCannotBeEvaluatedIsNull) {
  const std::string source = "var x = 0\nthread t { x = 0 }\noutcomes 1 / x\n";
  EXPECT_THAT(outcomes_json(Asked({"no_gil"}).outcomes(source)), HasSubstr("\"1 / x\": null"));
}

TEST(Json, NamesThatAreNotUtf8AreReplaced) {
  BatchReport report = wrong_file();
  report.errors.front().file = "\xFF.race";
  EXPECT_THAT(check_json(report, 3), HasSubstr("\"\xEF\xBF\xBD.race\""));
}

TEST(Json, ASavedTraceIsReadBack) {
  const FileReport report = Asked({"no_gil"}).check(increments);
  const Shown first = first_trace(report.result);
  Explanation explanation;
  explanation.model = first.model;
  explanation.trace = &*first.property->trace;
  const auto saved = read_saved_trace(explain_json(report.subject, explanation));
  ASSERT_TRUE(std::holds_alternative<SavedTrace>(saved));
  EXPECT_EQ(std::get<SavedTrace>(saved).schedule, "T0*2 T1*3 T0");
  EXPECT_EQ(std::get<SavedTrace>(saved).model, "no_gil");
}

TEST(Json, WhatIsNoSavedTraceIsRefused) {
  for (const std::string_view text : {"", "{", "[]", "{}", "{\"trace\": 1}", "{\"trace\": {}}"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(read_saved_trace(text))) << text;
  }
}

}  // namespace
}  // namespace raceproof::report

#include "checker/report/trace_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "asked.h"

namespace raceproof::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string shown(const FileReport& report, const TextOptions& options = {}) {
  const Shown first = first_trace(report.result);
  return trace_text(report.subject, *first.model,
                    &report.result.properties[first.property->property], *first.property->trace,
                    options, "");
}

std::string violation(const std::string& source, const std::string& model = "no_gil") {
  return shown(Asked({model}).check(source));
}

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(TraceText, AColumnPerThreadAndTheValueAtEveryStep) {
  EXPECT_EQ(violation(increments),
            "step  line | T0 t[0]      | T1 t[1]      | x\n"
            "-----------+--------------+--------------+-------\n"
            "init       |              |              | 0\n"
            "   1     4 | load  x -> 0 |              | 0\n"
            "   2     4 | add   -> 1   |              | 0\n"
            "   3     4 |              | load  x -> 0 | 0        reads what T0 read at 1\n"
            "   4     4 |              | add   -> 1   | 0\n"
            "   5     4 |              | store x <- 1 | 0 -> 1\n"
            "   6     4 | store x <- 1 |              | 1 -> 1   overwrites T1's store of step 5: "
            "lost update\n"
            "\n"
            "replay: raceproof replay test.race --model no_gil --schedule 'T0*2 T1*3 T0'\n");
}

TEST(TraceText, NarrowTerminalsGetALineAStep) {
  const FileReport report = Asked({"no_gil"}).check(increments);
  TextOptions options;
  options.width = 40;
  const std::string text = shown(report, options);
  EXPECT_THAT(text, HasSubstr("\n   5     4 | T1      store x <- 1  x: 0 -> 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("T0 t[0]")));
}

TEST(TraceText, LongNotesGoOnBelow) {
  const std::string text =
      violation("var x: 0..1 = 1\nthread a { if x == 1 {\n x = x - 1 } }\nthread b { x = 0 }\n");
  EXPECT_THAT(text, HasSubstr("store of step 3:\n"));
  EXPECT_THAT(text, HasSubstr("|           check-then-act; a value left its declared range\n"));
}

TEST(TraceText, ManyThreadsGetALineAStep) {
  const std::string text =
      violation("var x = 0\nthread t[12] { await x == self\n x = self + 1 }\nalways x < 12\n");
  EXPECT_THAT(text, HasSubstr("| thread"));
}

TEST(TraceText, OnlyThreadsThatTakePartHaveColumns) {
  const std::string text = violation("var x = 0\nthread t[6] { x += 1 }\nalways x < 1\n");
  EXPECT_THAT(text, HasSubstr("T0 t[0]"));
  EXPECT_THAT(text, Not(HasSubstr("T1 t[1]")));
}

TEST(TraceText, BooleansAreShownAsSuch) {
  EXPECT_THAT(violation("var b = false\nthread t { b = not b }\nalways b == false\n"),
              HasSubstr("store b <- true"));
}

TEST(TraceText, EventsOfAnAtomicBlockStandUnderIt) {
  const std::string text =
      violation("var x = 0, y = 0\nthread t { atomic { x = 1\n y = x } }\nalways y == 0\n");
  EXPECT_THAT(text, HasSubstr("atomic"));
  EXPECT_THAT(text, HasSubstr("|   store x <- 1"));
  EXPECT_THAT(text, HasSubstr("|   load  x -> 1"));
  EXPECT_THAT(text, HasSubstr("|   store y <- 1"));
}

TEST(TraceText, AFailingAssertionIsQuoted) {
  const std::string text = violation("var x = 0\nthread t {\n    assert x == 1   # never\n}\n");
  EXPECT_THAT(text, HasSubstr("T0 fails at line 3, `assert x == 1`: an assertion failed"));
}

TEST(TraceText, AFailureBeforeAnyStepHasARowOfInitOnly) {
  const std::string text = violation("const N = 1\nthread t { assert N > 3 }\n");
  EXPECT_THAT(text, HasSubstr("init"));
  EXPECT_THAT(text, HasSubstr("T0 fails at line 2, `assert N > 3`"));
}

TEST(TraceText, TheAccessesOfADataRaceStandBelow) {
  const std::string text =
      violation("var x = 0\nthread a { x = 1 }\nthread b { let r = x }\nrace_free\n");
  EXPECT_THAT(text, HasSubstr("next     2 | store x"));
  EXPECT_THAT(text, HasSubstr("data race: T0 stores x and T1 loads x"));
}

TEST(TraceText, RemovedLocksAreMarked) {
  const std::string text =
      violation("var x = 0\nlock m\nthread t[2] { with m { x += 1 } }\nfinally x == 2 without m\n");
  EXPECT_THAT(text, HasSubstr("acquire m (removed)"));
  EXPECT_THAT(text, HasSubstr("--without m"));
}

TEST(TraceText, LongRunsAreFolded) {
  const FileReport report = Asked({"no_gil"}, {}, {{"N", 10}}).check(increments);
  const Shown first = first_trace(report.result);
  const std::size_t steps = first.property->trace->steps.size();
  ASSERT_EQ(steps, 60u);
  const std::string text = shown(report);
  EXPECT_LT(lines(text), 40u);
  EXPECT_THAT(text, HasSubstr("more rounds like this"));
  EXPECT_THAT(text, HasSubstr("--set N=10"));
}

TEST(TraceText, HugeTracesTakeFewLines) {
  FileReport report = Asked({"no_gil"}).check(increments);
  const Shown first = first_trace(report.result);
  // The steps of the small trace, T1's round 100,000 times.
  result::Trace trace = *first.property->trace;
  const result::TraceStep last = trace.steps.back();
  trace.steps.pop_back();
  const std::vector<result::TraceStep> round(trace.steps.begin() + 2, trace.steps.end());
  for (int i = 1; i < 100'000; ++i) {
    trace.steps.insert(trace.steps.end(), round.begin(), round.end());
  }
  trace.steps.push_back(last);
  trace.schedule.steps.clear();
  for (const result::TraceStep& step : trace.steps) trace.schedule.steps.push_back(step.choice);
  const std::string text = trace_text(report.subject, *first.model, nullptr, trace, {}, "");
  EXPECT_LT(lines(text), 40u);
  EXPECT_THAT(text, HasSubstr("--schedule 'T0*2 T1*300000 T0'"));
}

TEST(TraceText, SchedulesThatNobodyTypesAreReadFromAFile) {
  FileReport report = Asked({"no_gil"}).check(increments);
  const Shown first = first_trace(report.result);
  result::Trace trace = *first.property->trace;
  for (std::uint32_t i = 0; i < 2000; ++i) trace.schedule.steps.push_back({i % 2, 0});
  EXPECT_THAT(replay_command(report.subject, *first.model, trace), HasSubstr("--trace trace.json"));
}

TEST(TraceText, FilesAreQuotedForTheShell) {
  EXPECT_EQ(shell_word("specs/a.race"), "specs/a.race");
  EXPECT_EQ(shell_word("my file.race"), "'my file.race'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word(""), "''");
}

}  // namespace
}  // namespace raceproof::report

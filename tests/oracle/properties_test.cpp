// What the interleavings say about properties (sections 9 and 11).
#include "tests/oracle/oracle_testing.h"

namespace raceproof::oracle {
namespace {

/// The verdict of the first property of the file.
Verdict verdict(const std::string& text, Model model) {
  const Answer answer = ask(text, model);
  EXPECT_FALSE(answer.gave_up) << answer.why;
  return answer.properties.at(0);
}

bool holds(const std::string& text, Model model = Model::no_gil) {
  const Verdict found = verdict(text, model);
  EXPECT_TRUE(found.judged) << text;
  return found.holds;
}

const std::string counter = "var x = 0\nthread t[2] { let r = x; x = r + 1 }\n";

TEST(Properties, Finally) {
  EXPECT_FALSE(holds(counter + "finally x == 2"));
  EXPECT_EQ(verdict(counter + "finally x == 2", Model::no_gil).steps, 6U);
  EXPECT_TRUE(holds(counter + "finally x == 2", Model::gil_313));
  EXPECT_TRUE(holds(counter + "finally x in {1, 2}"));
  EXPECT_FALSE(holds(counter + "finally 1 / (x - x) == 1"));  // what cannot be evaluated is false
}

TEST(Properties, Always) {
  EXPECT_TRUE(holds(counter + "always x <= 2"));
  EXPECT_EQ(verdict(counter + "always x == 0", Model::no_gil).steps, 3U);
  EXPECT_EQ(verdict(counter + "always x == 1", Model::no_gil).steps, 0U);
  // Even where the model lets no other thread run.
  EXPECT_FALSE(holds("var x = 0\nthread t { x = 1; x = 0 }\nalways x == 0", Model::serial));
  // Not behind a step that fails or is discarded, but before it.
  EXPECT_TRUE(holds("var x = 0\nthread t { x = 1; assert x == 0; x = 2 }\nalways x < 2"));
  EXPECT_FALSE(holds("var x = 0\nthread t { x = 2; x = 1; assume x == 0 }\nalways x < 2"));
}

TEST(Properties, Locals) {
  EXPECT_TRUE(holds(counter + "finally t[0].r == 0 or t[1].r == 0"));
  EXPECT_FALSE(holds(counter + "always t[1].r == 0"));
  // 0 before its `let`, its value at the start where nothing but moves comes before it.
  EXPECT_EQ(verdict("var x = 0\nthread t { let r = 5; x = 1 }\nalways t.r == 0", Model::no_gil)
                .steps,
            0U);
  EXPECT_TRUE(holds("var x = 0\nthread t { x = 1; choose r in 3..4 }\nfinally t.r in 3..4"));
  EXPECT_TRUE(holds("var x = 0\nthread t { repeat 1 { let r = 7; x = 1 } let r = x }\n"
                    "always t.r < 7"));
  EXPECT_TRUE(holds("var x = 0\nthread t { let a[2] = [4, 5]; x = 1 }\nfinally t.a[1] == 5"));
  EXPECT_FALSE(holds("var x = 0\nthread t { let a[2] = [4, 5]; x = 1 }\nfinally t.a[2] == 0"));
}

TEST(Properties, Possible) {
  EXPECT_TRUE(holds(counter + "possible x == 1"));
  EXPECT_EQ(verdict(counter + "possible x == 1", Model::no_gil).steps, 6U);
  EXPECT_FALSE(holds(counter + "possible x == 1", Model::gil_314));
}

TEST(Properties, Outcomes) {
  EXPECT_TRUE(holds(counter + "outcomes x == 1..2"));
  EXPECT_TRUE(holds(counter + "outcomes x == {1, 2}"));
  EXPECT_FALSE(holds(counter + "outcomes x == 1..3"));
  EXPECT_FALSE(holds(counter + "outcomes x == 2"));
  EXPECT_TRUE(holds(counter + "outcomes x"));
  EXPECT_TRUE(holds(counter + "outcomes x, t[0].r == {(1, 0), (2, 0), (2, 1)}"));
  EXPECT_FALSE(holds(counter + "outcomes 1 / (x - 1) == {1}"));
  const Answer answer = ask(counter + "outcomes x + 1", Model::no_gil);
  EXPECT_EQ(answer.values.at(0).at({2}).interleavings, 18);
  EXPECT_EQ(answer.values.at(0).at({3}).probability, Rational(1, 4));
}

TEST(Properties, DeadlockAndErrors) {
  const std::string stuck = "var x = 0\nthread t { x = 1; await x == 0 }\n";
  EXPECT_FALSE(holds(stuck + "deadlock_free"));
  EXPECT_EQ(ask(stuck, Model::no_gil).deadlock_free.steps, 1U);
  EXPECT_TRUE(holds(stuck + "error_free"));
  EXPECT_FALSE(holds(stuck + "starvation_free"));
  EXPECT_FALSE(holds("var x = 0\nthread t { assert x == 1 }\nerror_free"));
  EXPECT_TRUE(holds("var x = 0\nthread t { assert x == 1 }\ndeadlock_free"));
}

TEST(Properties, RaceFree) {
  EXPECT_FALSE(holds(counter + "race_free"));
  EXPECT_FALSE(holds(counter + "race_free", Model::gil_39));
  EXPECT_TRUE(holds(counter + "race_free", Model::gil_313));
  EXPECT_TRUE(holds("lock m\nvar x = 0\nthread t[2] { with m { x += 1 } }\nrace_free"));
  EXPECT_TRUE(holds("atomic x = 0\nthread t[2] { x += 1; x = x + 1 }\nrace_free"));
  EXPECT_TRUE(holds("var a[2] = 0\nthread t[2] { a[self] += 1 }\nrace_free"));
  EXPECT_TRUE(holds("var x = 0\nthread t[2] { atomic { x += 1 } await x > 0 }\nrace_free"));
  EXPECT_FALSE(holds("var x = 0\nthread t { atomic { x += 1 } }\nthread u { x = 1 }\nrace_free"));
  EXPECT_TRUE(holds("var x = 0\nthread t[2] { let r = x }\nrace_free"));
  // Both may take their next step at the start, a store each.
  EXPECT_FALSE(holds("var x = 0\nthread t[2] { x = 1 }\nrace_free", Model::gil_313));
}

TEST(Properties, Serializable) {
  EXPECT_FALSE(holds(counter + "serializable"));
  EXPECT_TRUE(holds(counter + "serializable", Model::gil_313));
  EXPECT_TRUE(holds("var x = 0\nthread t { x = 1 }\nthread u { x = 2 }\nserializable"));
}

TEST(Properties, PromisesOfExecutionsThatEnd) {
  const std::string text = "var x = 0, y = 0\nthread t { x = 1; y = 1 }\nthread u { x = 0 }\n";
  EXPECT_TRUE(holds(text + "leads_to(x == 1, y == 1)"));
  EXPECT_TRUE(holds(text + "leads_to(y == 1, y == 1)"));
  EXPECT_FALSE(holds(text + "leads_to(y == 1, x == 0)"));
  EXPECT_TRUE(holds(text + "eventually x == 1"));
  EXPECT_FALSE(holds(text + "eventually x == 0 and y == 1"));
  EXPECT_TRUE(holds("var x = 0\nthread t { x = 1; assert x == 0 }\neventually x == 2"));
  EXPECT_FALSE(holds("var x = 0\nthread t { x = 1; await x == 0 }\neventually x == 2"));
  EXPECT_TRUE(holds(text + "starvation_free"));
}

}  // namespace
}  // namespace raceproof::oracle

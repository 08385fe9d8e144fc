// The decision about fairness against the enumeration of everything, on many small programs.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "checker/checker.h"
#include "tests/explore/every_cycle.h"

namespace raceproof {
namespace {

/// Writes programs whose threads wait in all ways, and go round for ever.
class Writer {
 public:
  explicit Writer(unsigned seed) : engine_(seed) {}

  std::string program() {
    std::string text = "var x = 0, y = false\nlock m\n";
    text += "def f() { while " + condition() + " { " + of({"yield", "x = 1"}) + "; return } }\n";
    const unsigned threads = 2 + (pick(6) == 0 ? 1 : 0);
    for (unsigned i = 0; i < threads; ++i) {
      text += "thread t" + std::to_string(i) + " {\n" + block(2) + "}\n";
    }
    return text + "starvation_free\neventually " + condition() + "\neventually " + condition() +
           "\nleads_to(" + condition() + ", " + condition() + ")\n";
  }

 private:
  unsigned pick(unsigned ways) { return static_cast<unsigned>(engine_() % ways); }

  std::string of(const std::vector<std::string>& choices) {
    return choices[pick(static_cast<unsigned>(choices.size()))];
  }

  std::string condition() { return of({"x == 0", "x == 1", "y", "not y", "x != 1 and y"}); }

  std::string statement(unsigned depth) {
    const unsigned kinds = depth == 0 ? 5 : 11;
    switch (pick(kinds)) {
      case 0: return "x = " + of({"0", "1"}) + "\n";
      case 1: return "y = " + of({"false", "true"}) + "\n";
      case 2: return "await " + condition() + "\n";
      case 3: return "m.acquire(); m.release()\n";
      case 4: return "f()\n";
      case 5: return "while true {\n" + block(depth - 1) + "}\n";
      case 6: return "while " + condition() + " { " + of({"", "yield", "break"}) + " }\n";
      case 7: return "while " + condition() + " {\n" + block(depth - 1) + "}\n";
      case 8: return "native { " + of({"while true", "while " + condition()}) +
                     " { either { break } or { " + of({"skip", "x = 0"}) + " } } }\n";
      case 9: return "with m { " + of({"", "y = true", "x = 1"}) + " }\n";
      default: return "if " + condition() + " { " + of({"return", "yield", "x = 0"}) + " }\n";
    }
  }

  std::string block(unsigned depth) {
    std::string text = statement(depth);
    if (pick(3) == 0) text += statement(depth);
    return text;
  }

  std::mt19937 engine_;
};

TEST(Fairness, AgreesWithTheEnumerationOfAllCycles) {
  unsigned decided = 0;
  unsigned violated = 0;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    const std::string text = Writer(seed).program();
    const Loaded loaded = load(text, {});
    ASSERT_TRUE(loaded.scenario) << text;
    const result::Result checked = check(*loaded.scenario, {});
    EXPECT_EQ(checked.disagreement, "") << text;
    for (const result::ModelResult& model : checked.models) {
      const Machine machine(loaded.scenario->program, *model.model);
      for (const result::PropertyResult& one : model.properties) {
        const property::Property& property = checked.properties[one.property];
        if (property.span.line == 0) continue;
        const auto expected = every_cycle::is_violated(machine, property);
        if (!expected) continue;
        ++decided;
        if (*expected) ++violated;
        EXPECT_EQ(one.verdict, *expected ? result::Verdict::violated : result::Verdict::holds)
            << text << property.text << " under " << model.model->name << ": " << one.detail;
      }
    }
  }
  EXPECT_GT(violated, 300U);
  EXPECT_GT(decided - violated, 300U);
}

}  // namespace
}  // namespace raceproof

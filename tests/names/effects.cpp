// What functions are known to do.
#include "checker/lang/effects.h"

#include <gtest/gtest.h>

#include "checker/lang/parser.h"

namespace raceproof::lang {
namespace {

TEST(Effects, AFunctionDoesWhatItReaches) {
  const Parsed parsed = parse(
      "lock m\n"
      "def outer() { inner(); yield }\n"
      "def inner() { outer(); m.acquire(); return self }\n"
      "def free() { m.release() }\n");
  ASSERT_TRUE(parsed.scenario);
  Reporter reporter;
  const SymbolTable symbols(*parsed.scenario, reporter);
  const auto facts = function_facts(*parsed.scenario, symbols);
  ASSERT_EQ(facts.size(), 3U);
  for (const std::size_t i : {0U, 1U}) {
    EXPECT_EQ(facts[i].act(Effect::blocks)->what, "m.acquire()");
    EXPECT_EQ(facts[i].act(Effect::yields)->span.line, 2U);
    EXPECT_TRUE(facts[i].act(Effect::reads_self));
    EXPECT_FALSE(facts[i].act(Effect::loops));
  }
  EXPECT_FALSE(facts[0].returns_value);
  EXPECT_TRUE(facts[1].returns_value);
  for (const auto& act : facts[2].acts) EXPECT_FALSE(act);
}

}  // namespace
}  // namespace raceproof::lang

// Small instances of large scenarios, and what is learnt from them.
#include "checker/prove/small_instance.h"

#include <gtest/gtest.h>

#include "checker/checker.h"
#include "checker/prove/learnt_candidates.h"
#include "checker/prove/provenance.h"

namespace raceproof::prove {
namespace {

// A scenario under no_gil with all that is made of it.
struct Case {
  explicit Case(const std::string& text)
      : loaded(load(text, {})),
        program(loaded.scenario->program),
        system(build(Machine(program, *find_model("no_gil")), {})),
        flat(provenance_of(system, program).system),
        small(system, program, {}, nullptr) {}

  VariableIndex variable(const std::string& name) const {
    VariableIndex v = 0;
    while (system.variables[v].name != name) ++v;
    return v;
  }
  Affine operator[](const std::string& name) const { return Affine::variable(variable(name)); }

  bool learns(const Formula& formula) const {
    const std::vector<Family> all = learnt_candidates(system, flat, small, {}, nullptr);
    return std::find(all.begin(), all.end(), Family{formula}) != all.end();
  }

  Loaded loaded;
  const Program& program;
  TransitionSystem system;
  FlatSystem flat;
  SmallInstances small;
};

const std::string ring =
    "const N = 1000000\natomic put = 0, taken = 0\n"
    "thread a { repeat N { await put - taken < 4\nput.fetch_add(1) } }\n"
    "thread b { repeat N { await put - taken > 0\ntaken.fetch_add(1) } }\n";

TEST(LargeConstants, AreAsFewAsPossible) {
  const Case one("const N = 1000000\nvar x = 2 * N\nthread t { repeat N { x += N + 1 } }\n");
  ASSERT_EQ(one.small.constants().count(), 1);
  EXPECT_EQ(one.small.constants().at_full_size(0), Affine(1'000'000));
  const Case two(
      "const N = 1000\nconst M = 70000\nvar x = 0\nthread a { repeat N { x += 1 } }\n"
      "thread b { repeat M { x += 1 } }\n");
  EXPECT_EQ(two.small.constants().count(), 2);
}

TEST(SmallInstances, AreOfThreeSizesForOneConstant) {
  const Case one(ring);
  ASSERT_EQ(one.small.instances().size(), 3);
  for (const SmallInstance& instance : one.small.instances()) {
    const Wide rounds = instance.values[0];
    Wide most = 0;
    for (const ListedState& state : instance.states) {
      most = std::max(most, state.values[one.variable("put")]);
    }
    EXPECT_EQ(most, rounds);
  }
}

TEST(SmallInstances, AreNoneWhereThereAreTooManyStates) {
  EXPECT_TRUE(
      Case("var x = 0\nthread t[7] { repeat 1000000 { x += 1 } }\n").small.instances().empty());
}

TEST(SmallInstances, SayWhatIsPossibleInThem) {
  const Case one(ring);
  const auto is_possible = [&](Wide apart) {
    return one.small.is_possible(one.flat, atom(equal(one["put"] - one["taken"], Affine(apart))));
  };
  EXPECT_TRUE(is_possible(4));
  EXPECT_FALSE(is_possible(5));
  EXPECT_TRUE(
      one.small.is_possible(one.flat, atom(equal(one["put"] + one["taken"], Affine(2'000'000)))))
      << "of 2 N there, twice the small one here";
}

TEST(LearntCandidates, HaveBoundsOfFullSize) {
  const Case one(ring);
  const Affine apart = one["taken"] - one["put"];
  EXPECT_TRUE(one.learns(atom(at_least(apart, Affine(-4)))));
  EXPECT_TRUE(one.learns(atom(at_least(Affine(1'000'000), one["put"]))));
}

// Two threads are never at the `store` of what the lock guards.
TEST(LearntCandidates, SayWhoIsNeverWhere) {
  const Case one("lock m\nvar x = 0\nthread t[2] { repeat 1000000 { with m { x += 1 } } }\n");
  const std::vector<Family> all = learnt_candidates(one.system, one.flat, one.small, {}, nullptr);
  const auto is_exclusion = [](const Family& family) {
    const Formula& formula = family.front();
    return formula.parts.size() == 3 && formula.parts.back() == any_of({});
  };
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), is_exclusion));
}

}  // namespace
}  // namespace raceproof::prove

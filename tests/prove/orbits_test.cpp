// Which candidates are one for identical threads.
#include "checker/prove/orbits.h"

#include <gtest/gtest.h>

#include "checker/checker.h"
#include "checker/prove/provenance.h"

namespace raceproof::prove {
namespace {

FlatSystem system_of(const std::string& text) {
  const Loaded loaded = load(text, {});
  EXPECT_TRUE(loaded.scenario) << text;
  const Program& program = loaded.scenario->program;
  return provenance_of(build(Machine(program, *find_model("no_gil")), {}), program).system;
}

const std::string locked = "lock m\nvar x = 0\nthread t[4] { repeat 9 { with m { x += 1 } } }\n";

VariableIndex lock_of(const FlatSystem& system) {
  VariableIndex v = 0;
  while (!system.roles[v].holds_a_thread) ++v;
  return v;
}

TEST(Orbits, AreOfFourThreadsOfOneKind) {
  EXPECT_TRUE(has_many_alike(system_of(locked)));
  EXPECT_FALSE(has_many_alike(system_of(
      "var x = 0\nthread t[3] { repeat 9 { x += 1 } }\nthread u { repeat 9 { x += 2 } }\n")));
}

// "Where a thread stands at 1, it has the lock", said of each; and what is said of others.
TEST(Orbits, DoNotSeeWhichThreadIsWhich) {
  const FlatSystem system = system_of(locked);
  const Affine lock = Affine::variable(lock_of(system));
  const auto holds = [&](std::uint32_t thread, LocationIndex at, Wide holder) {
    return system.where(thread, at, atom(equal(lock, Affine(holder))));
  };
  const std::vector<std::size_t> orbit =
      orbits(system, {holds(0, 1, 1), holds(2, 1, 3), holds(0, 2, 1), holds(0, 1, 2),
                      holds(3, 1, 1), holds(1, 1, 0)});
  EXPECT_EQ(orbit[0], orbit[1]);
  EXPECT_NE(orbit[0], orbit[2]) << "another place";
  EXPECT_NE(orbit[0], orbit[3]) << "another one has it";
  EXPECT_EQ(orbit[3], orbit[4]);
  EXPECT_NE(orbit[0], orbit[5]) << "nobody has it";
  EXPECT_NE(orbit[3], orbit[5]);
}

// What is not: "is not free" and "is not one's own" are two things.
TEST(Orbits, TellOnesOwnFromNobodys) {
  const FlatSystem system = system_of(locked);
  const Affine lock = Affine::variable(lock_of(system));
  const auto differing = [&](std::uint32_t thread, Wide holder) {
    return system.where(thread, 1, differs(lock, holder));
  };
  const std::vector<std::size_t> orbit =
      orbits(system, {differing(0, 0), differing(0, 1), differing(1, 2), differing(1, 0)});
  EXPECT_EQ(orbit[0], orbit[3]);
  EXPECT_EQ(orbit[1], orbit[2]);
  EXPECT_NE(orbit[0], orbit[1]);
}

}  // namespace
}  // namespace raceproof::prove

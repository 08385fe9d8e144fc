// The packed search against the plain one, on random programs under every model: the same states in
// the same order, the same findings, the same traces.
#include <gtest/gtest.h>

#include "checker/checker.h"
#include "checker/engine/level_count.h"
#include "checker/engine/level_trace.h"
#include "checker/engine/search.h"
#include "checker/explore/lock_order.h"
#include "tests/oracle/random_program.h"

namespace raceproof::engine {
namespace {

using explore::Finding;
using explore::LockOrder;
using explore::Monitor;
using explore::StateSpace;

constexpr std::uint64_t states_max = 3'000;

struct Plain {
  Plain(const Machine& machine, const std::vector<const property::Property*>& properties,
        const explore::Limits& limits)
      : monitor(machine, properties, none, nullptr, true) {
    stop = explore::explore(machine, limits, monitor, space);
  }
  std::vector<property::Observed> none;
  StateSpace space;
  Monitor monitor;
  explore::Stop stop = explore::Stop::complete;
};

std::string text_of(const result::Share& share) {
  return to_text(share.interleavings) + " with probability " +
         (share.probability ? share.probability->str() : "unknown");
}

// What comes to each state and to all ends together.
struct Counted {
  std::map<StateIndex, std::string> states;
  result::Integer ended = 0;
  result::Rational probability_of_ends = 0;

  explore::Counts counts() {
    explore::Counts counts;
    counts.on_state = [this](StateIndex state, const result::Share& share) {
      states[state] = text_of(share);
    };
    counts.on_end = [this](const StepEnd&, const result::Share& share) {
      ended += share.interleavings.value;
      probability_of_ends += *share.probability;
    };
    return counts;
  }
};

struct Packed {
  Packed(const Machine& machine, const std::vector<const property::Property*>& properties,
         const explore::Limits& limits, const Packing& packing)
      : space(machine, packing), monitor(machine, properties, none, nullptr, true), order(machine) {
    Watch watch(machine, space, monitor.findings(), order.is_needed());
    explore::Counts counts = counted.counts();
    LevelCount count(space, counts);
    stop = search(machine, limits, {&monitor, &order}, watch, space, &count);
  }
  std::vector<property::Observed> none;
  PackedSpace space;
  Monitor monitor;
  LockOrder order;
  Counted counted;
  std::optional<explore::Stop> stop;
};

void expect_same_states(const StateSpace& plain, PackedSpace& packed) {
  ASSERT_EQ(packed.size(), plain.states.size());
  ASSERT_EQ(packed.expanded, plain.expanded());
  ASSERT_EQ(packed.all_transitions(), plain.edges.size());
  ASSERT_EQ(packed.first_of_level, plain.first_of_level);
  State expected;
  State state;
  for (StateIndex i = 0; i < plain.states.size(); ++i) {
    plain.states.decode(i, expected);
    packed.decode_index(i, state);
    ASSERT_EQ(state.cells, expected.cells) << "state " << i;
  }
}

void expect_same_findings(Plain& plain, Packed& packed) {
  for (std::size_t i = 0; i < plain.monitor.findings().size(); ++i) {
    const Finding& expected = plain.monitor.findings()[i];
    const Finding& found = packed.monitor.findings()[i];
    ASSERT_EQ(found.level, expected.level) << expected.property->text;
    ASSERT_EQ(found.failed_init, expected.failed_init);
    ASSERT_EQ(found.seen, expected.seen);
    ASSERT_EQ(found.targets.size(), expected.targets.size()) << expected.property->text;
    if (found.targets.empty()) continue;
    const result::Schedule schedule = best_schedule(packed.space, found.targets);
    const result::Schedule wanted = explore::best_schedule(plain.space, expected.targets);
    ASSERT_EQ(to_text(schedule), to_text(wanted)) << expected.property->text;
  }
}

void expect_same_counts(const StateSpace& plain, const Packed& packed) {
  Counted expected;
  explore::Counts counts = expected.counts();
  explore::count(plain, counts);
  ASSERT_EQ(counts.endless, result::Rational(0));
  ASSERT_EQ(packed.counted.states, expected.states);
  ASSERT_EQ(packed.counted.ended, expected.ended);
  ASSERT_EQ(packed.counted.probability_of_ends, expected.probability_of_ends);
}

struct Compared {
  unsigned searches = 0;  ///< those whose states are too wide for a word are not
  unsigned counted = 0;
  unsigned forgetting = 0;
};

bool has_forgotten(const PackedSpace& space) {
  for (std::uint64_t i = 0; i < space.size(); ++i) {
    if (!space.holds(i)) return true;
  }
  return false;
}

void compare(const std::string& source, std::uint64_t limit, const Packing& packing,
             Compared& compared) {
  const Loaded loaded = load(source, {});
  EXPECT_TRUE(loaded.scenario) << source;
  std::vector<property::Property> properties = loaded.scenario->properties;
  for (const property::Kind kind : {property::Kind::deadlock_free, property::Kind::error_free,
                                    property::Kind::race_free, property::Kind::refcount_safe}) {
    properties.emplace_back();
    properties.back().kind = kind;
    properties.back().text = row(kind).name;
  }
  std::vector<const property::Property*> judged;
  for (const property::Property& one : properties) judged.push_back(&one);
  for (const ExecutionModel& model : execution_models()) {
    const Machine machine(loaded.scenario->program, model);
    explore::Limits limits;
    limits.states_max = limit;
    Plain plain(machine, judged, limits);
    Packed packed(machine, judged, limits, packing);
    if (!packed.stop) continue;
    ++compared.searches;
    compared.forgetting += has_forgotten(packed.space) ? 1 : 0;
    SCOPED_TRACE(std::string(model.name));
    EXPECT_EQ(*packed.stop, plain.stop);
    expect_same_states(plain.space, packed.space);
    if (!testing::Test::HasFatalFailure()) expect_same_findings(plain, packed);
    if (plain.stop == explore::Stop::complete && packed.space.grading().is_graded() &&
        !testing::Test::HasFatalFailure()) {
      ++compared.counted;
      expect_same_counts(plain.space, packed);
    }
    if (plain.stop == explore::Stop::complete && !testing::Test::HasFatalFailure()) {
      const auto way_to = [&](StateIndex s) {
        return best_schedule(packed.space, {{s, std::nullopt}});
      };
      EXPECT_EQ(packed.order.potential_deadlocks(way_to),
                explore::potential_deadlocks(machine, plain.space));
    }
  }
}

class PackedSearch : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PackedSearch, AgreesWithThePlainOne) {
  constexpr std::uint64_t seeds = 60;
  Compared compared;
  for (std::uint64_t seed = GetParam() * seeds; seed < (GetParam() + 1) * seeds; ++seed) {
    oracle::Features features;
    features.sync = seed % 2 == 1;
    features.objects = seed % 4 >= 2;
    const std::string source = oracle::random_program(seed, features);
    // An odd limit is met in the middle of a level.
    const std::uint64_t limit = seed % 3 == 0 ? 37 + seed : states_max;
    // Fields are extended from few states on, and the set of all states is used where it need not.
    Packing packing{seed % 2 == 0 ? 64U : 1U, seed % 5 != 0};
    // States are forgotten a few at a time.
    packing.piece_bits = seed % 4 == 0 ? LevelLog::piece_bits_usual : 1;
    packing.is_wide = seed % 6 == 1 || seed % 6 == 2;
    // Counting is told where steps lead to, or finds out.
    packing.has_positions = seed % 7 < 5;
    compare(source, limit, packing, compared);
    if (HasFailure()) FAIL() << "seed " << seed << ":\n" << source;
  }
  EXPECT_GT(compared.searches, 5 * seeds);
  EXPECT_GT(compared.forgetting, 2 * seeds);
  EXPECT_GT(compared.counted, seeds) << "graphs in which all ways to a state are equally long";
}

INSTANTIATE_TEST_SUITE_P(Seeds, PackedSearch, testing::Range<std::uint64_t>(0, 8));

// From the start, or when there are some, so that what was kept of these is given up.
TEST(PackedSearch, CountsTheSameWhereStatesAreForgottenForGood) {
  unsigned forgot = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const std::string source = oracle::random_program(seed, {});
    const Loaded loaded = load(source, {});
    ASSERT_TRUE(loaded.scenario) << source;
    Packing packing;
    packing.has_positions = true;
    packing.piece_bits = 1;
    packing.forgets_from = seed % 2 == 0 ? 0 : 10 + seed;
    explore::Limits limits;
    limits.states_max = states_max;
    for (const ExecutionModel& model : execution_models()) {
      const Machine machine(loaded.scenario->program, model);
      Plain plain(machine, {}, limits);
      Packed packed(machine, {}, limits, packing);
      const bool is_counted =
          packed.stop == explore::Stop::complete && packed.space.grading().is_graded();
      if (!is_counted || !packed.space.forgets()) continue;
      ++forgot;
      SCOPED_TRACE("seed " + std::to_string(seed) + " under " + std::string(model.name));
      expect_same_counts(plain.space, packed);
    }
  }
  EXPECT_GT(forgot, 40U);
}

// Eight threads whose parts all grow: the bits that their values would need some day are more than
// a word has, those that they need are not.
TEST(PackedSearch, BitsToComeDoNotMakeStatesWide) {
  std::string source;
  for (int i = 0; i < 8; ++i) {
    const std::string number = std::to_string(i);
    source +=
        "var x" + number + " = 0\nthread t" + number + " { repeat 9 { x" + number + " += 1 } }\n";
  }
  const Loaded loaded = load(source, {});
  ASSERT_TRUE(loaded.scenario);
  explore::Limits limits;
  limits.states_max = 2'000;
  for (const ExecutionModel& model : execution_models()) {
    if (model.name == "serial") continue;  // goes so deep that the states are wide
    const Machine machine(loaded.scenario->program, model);
    Plain plain(machine, {}, limits);
    Packed packed(machine, {}, limits, Packing{32, false});
    SCOPED_TRACE(std::string(model.name));
    ASSERT_EQ(packed.stop, explore::Stop::states);
    expect_same_states(plain.space, packed.space);
  }
}

// Seventy flags, in all orders in which two threads can set them, take more than a word.
constexpr const char* many_flags =
    "var flag[70] = false\n"
    "thread up { for i in 0..35 { flag[i] = true } }\n"
    "thread down { for i in 0..35 { flag[69 - i] = true } }\n"
    "always not (flag[34] and flag[36])\n";

TEST(PackedSearch, NoticesThatStatesAreWide) {
  const Loaded loaded = load(many_flags, {});
  ASSERT_TRUE(loaded.scenario);
  const Machine machine(loaded.scenario->program, *find_model("no_gil"));
  EXPECT_FALSE(Packed(machine, {}, {}, {}).stop);
}

TEST(PackedSearch, TakesStatesOfAnyWidth) {
  Compared compared;
  Packing packing;
  packing.is_wide = true;
  for (const std::uint32_t piece_bits : {LevelLog::piece_bits_usual, 1U}) {
    packing.piece_bits = piece_bits;
    for (const std::uint64_t limit : {std::uint64_t{700}, states_max}) {
      compare(many_flags, limit, packing, compared);
    }
  }
  EXPECT_EQ(compared.searches, 4 * execution_models().size());
  EXPECT_GT(compared.counted, 0U);
}

// What a user is told of them.
TEST(PackedSearch, IsUsedForWideStates) {
  const Loaded loaded = load(many_flags, {});
  Options options;
  options.models = {find_model("no_gil")};
  const result::Result checked = check(*loaded.scenario, options);
  ASSERT_EQ(checked.models.size(), 1U);
  EXPECT_EQ(checked.models[0].statistics.states, 36U * 71U);
  EXPECT_EQ(checked.models[0].properties[0].verdict, result::Verdict::violated);
  ASSERT_TRUE(checked.models[0].properties[0].trace);
  EXPECT_EQ(checked.models[0].properties[0].trace->steps.size(), 35U + 2U * 34U);
}

}  // namespace
}  // namespace raceproof::engine

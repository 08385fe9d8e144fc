// Levels that are made in blocks: the same states, levels, findings and traces as without, in an
// order that does not depend on the number of threads.
#include "checker/engine/block_sweep.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <set>
#include <sstream>

#include "checker/checker.h"
#include "checker/engine/level_trace.h"
#include "checker/engine/search.h"
#include "tests/oracle/random_program.h"

namespace raceproof::engine {
namespace {

using Cells = std::vector<std::int64_t>;

/// A search, and all that it has met.
struct Swept {
  Swept(const Machine& machine, const std::vector<const property::Property*>& properties,
        const Packing& packing, std::uint64_t states_max = 0)
      : space(machine, packing), monitor(machine, properties, none, nullptr, true) {
    Watch watch(machine, space, monitor.findings(), false);
    explore::Limits limits;
    limits.states_max = states_max;
    stop = search(machine, limits, {&monitor}, watch, space);
    State state;
    for (std::uint64_t i = 0; stop && i < space.size(); ++i) {
      space.decode_index(i, state);
      states.push_back(state.cells);
    }
  }

  // Of each finding: its level, what was seen, and the best schedule.
  std::vector<std::string> findings() {
    std::vector<std::string> told;
    for (const explore::Finding& finding : monitor.findings()) {
      std::string text = finding.property->text + ": " + std::to_string(finding.level.value_or(0)) +
                         ", seen " + std::to_string(finding.seen.size());
      if (!finding.targets.empty()) {
        text += ", " + std::to_string(finding.targets.size()) + " targets, " +
                to_text(best_schedule(space, finding.targets));
      }
      told.push_back(text);
    }
    return told;
  }

  std::vector<property::Observed> none;
  PackedSpace space;
  explore::Monitor monitor;
  std::optional<explore::Stop> stop;
  std::vector<Cells> states;
};

// Level by level, in no order.
std::vector<std::multiset<Cells>> levels_of(const Swept& swept) {
  std::vector<std::multiset<Cells>> levels;
  for (std::size_t i = 0; i < swept.space.first_of_level.size(); ++i) {
    const bool is_last = i + 1 == swept.space.first_of_level.size();
    const std::size_t end = is_last ? swept.states.size() : swept.space.first_of_level[i + 1];
    levels.emplace_back(
        swept.states.begin() + static_cast<std::ptrdiff_t>(swept.space.first_of_level[i]),
        swept.states.begin() + static_cast<std::ptrdiff_t>(end));
  }
  return levels;
}

void expect_same_but_for_order(Swept& blocks, Swept& plain) {
  EXPECT_EQ(blocks.stop, plain.stop);
  EXPECT_EQ(blocks.space.first_of_level, plain.space.first_of_level);
  EXPECT_EQ(blocks.space.all_transitions(), plain.space.all_transitions());
  EXPECT_EQ(blocks.space.expanded, plain.space.expanded);
  EXPECT_EQ(levels_of(blocks), levels_of(plain));
  EXPECT_EQ(blocks.findings(), plain.findings());
}

class BlockSweepOnPrograms : public testing::TestWithParam<std::uint64_t> {};

TEST_P(BlockSweepOnPrograms, GivesTheSameAsWithoutBlocks) {
  constexpr std::uint64_t seeds = 200;
  unsigned in_other_order = 0;
  for (std::uint64_t seed = GetParam() * seeds; seed < (GetParam() + 1) * seeds; ++seed) {
    oracle::Features features;
    features.sync = seed % 2 == 1;
    features.objects = seed % 4 == 3;
    const std::string source = oracle::random_program(seed, features);
    const Loaded loaded = load(source, {});
    ASSERT_TRUE(loaded.scenario) << source;
    std::vector<property::Property> properties = loaded.scenario->properties;
    for (const property::Kind kind :
         {property::Kind::deadlock_free, property::Kind::error_free, property::Kind::race_free}) {
      properties.emplace_back();
      properties.back().kind = kind;
      properties.back().text = row(kind).name;
    }
    std::vector<const property::Property*> judged;
    for (const property::Property& one : properties) {
      // Blocks are for levels of which no state has to be looked at.
      const bool is_of_all =
          one.kind == property::Kind::always || one.kind == property::Kind::race_free;
      if (!is_of_all || seed % 8 == 5) judged.push_back(&one);
    }
    for (const ExecutionModel& model : execution_models()) {
      const Machine machine(loaded.scenario->program, model);
      Packing packing;
      packing.many = seed % 3 == 0 ? 64 : 1;
      packing.piece_bits = seed % 4 == 0 ? LevelLog::piece_bits_usual : 1;
      constexpr std::uint64_t states_max = 20'000;
      Swept plain(machine, judged, packing, states_max);
      if (plain.stop != explore::Stop::complete) continue;
      packing.blocks_from = 1 + seed % 5;
      Swept blocks(machine, judged, packing);
      expect_same_but_for_order(blocks, plain);
      packing.jobs = 2 + static_cast<std::uint32_t>(seed % 2);
      Swept by_some(machine, judged, packing);
      EXPECT_EQ(by_some.states, blocks.states);
      EXPECT_EQ(by_some.findings(), blocks.findings());
      in_other_order += blocks.states != plain.states ? 1 : 0;
      if (HasFailure()) FAIL() << "seed " << seed << " under " << model.name << ":\n" << source;
    }
  }
  EXPECT_GT(in_other_order, seeds / 5) << "searches that made some level in blocks";
}

INSTANTIATE_TEST_SUITE_P(Seeds, BlockSweepOnPrograms, testing::Range<std::uint64_t>(0, 4));

class BlockSweepOfCounters : public testing::Test {
 protected:
  BlockSweepOfCounters() {
    std::stringstream text;
    text << std::ifstream(RACEPROOF_SOURCE_DIR "/tests/bench/counter.race").rdbuf();
    loaded_ = load(text.str(), {{"K", 3}, {"N", 5}});
    machine_.emplace(loaded_.scenario->program, *find_model("no_gil"));
  }

  Loaded loaded_;
  std::optional<Machine> machine_;
};

TEST_F(BlockSweepOfCounters, DoesNotDependOnTheNumberOfThreads) {
  Swept plain(*machine_, {}, {});
  EXPECT_GT(plain.states.size(), 50'000U);
  for (const std::uint64_t blocks_from : {std::uint64_t{1}, std::uint64_t{1'000}}) {
    for (const std::uint64_t many : {std::uint64_t{1}, std::uint64_t{1} << 15}) {
      Packing packing;
      packing.many = many;
      packing.blocks_from = blocks_from;
      packing.piece_bits = 4;
      Swept blocks(*machine_, {}, packing);
      expect_same_but_for_order(blocks, plain);
      EXPECT_NE(blocks.states, plain.states);
      for (const std::uint32_t jobs : {2U, 3U}) {
        packing.jobs = jobs;
        EXPECT_EQ(Swept(*machine_, {}, packing).states, blocks.states) << jobs << " jobs";
      }
    }
  }
}

// Whatever is left of a level that was being made in blocks is made some other way.
TEST_F(BlockSweepOfCounters, MeetsTheLimitOnStatesExactly) {
  for (const std::uint64_t states_max : {999U, 20'000U, 54'321U}) {
    Packing packing;
    packing.blocks_from = 1;
    Swept one(*machine_, {}, packing, states_max);
    EXPECT_EQ(one.stop, explore::Stop::states);
    EXPECT_EQ(one.states.size(), states_max + 1);
    packing.jobs = 2;
    EXPECT_EQ(Swept(*machine_, {}, packing, states_max).states, one.states);
  }
}

// One that does not get the memory for blocks goes on without.
TEST_F(BlockSweepOfCounters, KeepsToItsMemory) {
  const Swept plain(*machine_, {}, {});
  const std::vector<explore::Finding> none;
  std::set<bool> have_been_in_other_order;
  for (std::uint64_t bytes = std::uint64_t{1} << 19; bytes <= std::uint64_t{1} << 24; bytes *= 2) {
    Packing packing;
    packing.blocks_from = 1'000;
    packing.jobs = 2;
    PackedSpace space(*machine_, packing);
    Watch watch(*machine_, space, none, false);
    explore::Limits limits;
    limits.memory_max_bytes = bytes;
    const auto stop = search(*machine_, limits, {}, watch, space);
    ASSERT_TRUE(stop);
    EXPECT_TRUE(*stop == explore::Stop::memory || *stop == explore::Stop::complete);
    EXPECT_LE(space.memory_bytes(), bytes + bytes / 20);
    State state;
    bool is_in_other_order = false;
    for (std::uint64_t i = 0; i < space.size() && !is_in_other_order; ++i) {
      space.decode_index(i, state);
      is_in_other_order = state.cells != plain.states[i];
    }
    have_been_in_other_order.insert(is_in_other_order);
  }
  EXPECT_EQ(have_been_in_other_order.size(), 2U) << "some have had the memory for blocks, some not";
}

/// Interrupts a search of so many states, and notes the levels of ends.
class Interrupter : public explore::Observer {
 public:
  explicit Interrupter(std::uint64_t states) : states_(states) {}

  void on_state(explore::StateIndex, const State&, explore::StateKind, std::uint64_t,
                const std::vector<std::uint32_t>&) override {}
  void on_end(explore::StateIndex, const explore::Edge&, const StepEnd&,
              std::uint64_t level) override {
    levels_of_ends.insert(level);
  }
  bool is_decided() const override { return false; }
  void on_progress(std::uint64_t states, std::uint64_t, std::uint64_t) override {
    if (states >= states_) is_stopped = true;
  }

  std::atomic<bool> is_stopped = false;
  std::multiset<std::uint64_t> levels_of_ends;

 private:
  std::uint64_t states_;
};

// A step fails out of half of all states. Those out of the level at hand are known.
TEST(BlockSweep, TellsWhatIsKnownOfTheLevelThatWasInterrupted) {
  const Loaded loaded = load(R"(
    var x = 0
    thread worker[3] { repeat 6 { x += 1 } }
    thread doubter { assert x < 0 }
  )",
                             {});
  ASSERT_TRUE(loaded.scenario);
  const Machine machine(loaded.scenario->program, *find_model("no_gil"));
  for (const std::uint32_t jobs : {1U, 2U}) {
    Packing packing;
    packing.blocks_from = 1;
    packing.jobs = jobs;
    PackedSpace space(machine, packing);
    const std::vector<explore::Finding> none;
    Watch watch(machine, space, none, false);
    Interrupter interrupter(100'000);
    explore::Limits limits;
    limits.stop = &interrupter.is_stopped;
    const auto stop = search(machine, limits, {&interrupter}, watch, space);
    ASSERT_EQ(stop, explore::Stop::interrupted);
    ASSERT_GT(space.first_of_level.back(), space.expanded) << "this level is not made";
    const std::size_t level = space.first_of_level.size() - 1;
    EXPECT_GT(interrupter.levels_of_ends.count(level), 100U);
    EXPECT_EQ(interrupter.levels_of_ends.count(level + 1), 0U);
  }
}

}  // namespace
}  // namespace raceproof::engine

// One full exploration of a scenario under `no_gil`, nothing asked, with what it took: the program
// that the comparison with other tools measures.
//
//   explore_bench FILE [NAME=VALUE...] [--jobs=N] [--set-of-all] [--symmetry] [--counts]
//                 [--log=none|steps|states] [--interpreted] [--outcome=CONDITION] [--yardstick]
//
// --set-of-all   looks every state up in the set of all states, even where a level would do
// --symmetry     keeps one of the states that differ in which of several identical threads is which
// --counts       counts the interleavings along with the search
// --log          what is kept of the states that were expanded: nothing (by sweep), which steps led
// to
//                a new one (as usual), or all of them
// --interpreted  takes every step by the reference semantics in place of the tables; the set is the
//                same, and so is the packing
// --outcome      then times the rebuilding of the best trace to a final state in which it is true
// --yardstick    then times random unique inserts of the same final set, into plain open addressing
//                and into the compact set, both with all the room they need from the start
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <random>
#include <span>
#include <sstream>
#include <string>

#include "checker/checker.h"
#include "checker/engine/level_trace.h"
#include "checker/engine/search.h"
#include "checker/lang/lower.h"
#include "checker/lang/parser.h"

namespace raceproof {
namespace {

struct Arguments {
  std::string file;
  std::map<std::string, std::int64_t> constants;
  bool set_of_all = false;
  bool symmetry = false;
  bool counts = false;
  bool interpreted = false;
  bool yardstick = false;
  std::string log = "steps";
  std::string outcome;
  std::uint32_t jobs = 1;
};

Arguments arguments_of(int count, char** words) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const std::size_t equals = word.find('=');
    if (word == "--set-of-all") {
      arguments.set_of_all = true;
    } else if (word == "--symmetry") {
      arguments.symmetry = true;
    } else if (word == "--counts") {
      arguments.counts = true;
    } else if (word == "--interpreted") {
      arguments.interpreted = true;
    } else if (word == "--yardstick") {
      arguments.yardstick = true;
    } else if (word.starts_with("--log=")) {
      arguments.log = word.substr(equals + 1);
    } else if (word.starts_with("--outcome=")) {
      arguments.outcome = word.substr(10);
    } else if (word.starts_with("--jobs=")) {
      arguments.jobs = static_cast<std::uint32_t>(std::stoul(word.substr(7)));
    } else if (equals != std::string::npos) {
      arguments.constants[word.substr(0, equals)] = std::stoll(word.substr(equals + 1));
    } else {
      arguments.file = word;
    }
  }
  return arguments;
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double nanoseconds_each(double seconds, std::size_t count) {
  return 1e9 * seconds / static_cast<double>(count);
}

// How many of the keys are inserted before time begins, so that pages are made.
std::size_t warming(std::size_t keys) {
  return keys / 64;
}

// Open addressing at half its room at most, keys fetched ahead as far: as plain and as fast as a
// set can be.
double time_plain_inserts(const std::vector<engine::Word>& keys) {
  constexpr std::size_t ahead = 48;
  constexpr std::size_t places_max = 64;
  const std::size_t size = std::bit_ceil(2 * keys.size());
  const int shift = 64 - std::countr_zero(size);
  std::vector<engine::Word> table(size, 0);
  std::array<std::size_t, places_max> places{};
  const auto fetch = [&](std::size_t i) {
    places[i % places_max] = keys[i] * 0x9e3779b97f4a7c15 >> shift;
    __builtin_prefetch(&table[places[i % places_max]], 1);
  };
  for (std::size_t i = 0; i < std::min(ahead, keys.size()); ++i) fetch(i);
  double begin = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i == warming(keys.size())) begin = cpu_seconds();
    if (i + ahead < keys.size()) fetch(i + ahead);
    const engine::Word stored = keys[i] + 1;
    std::size_t slot = places[i % places_max];
    while (table[slot] != 0 && table[slot] != stored) slot = (slot + 1) & (size - 1);
    table[slot] = stored;
  }
  return nanoseconds_each(cpu_seconds() - begin, keys.size() - warming(keys.size()));
}

// The keys come in batches, as they do in a search.
double time_compact_inserts(const std::vector<engine::Word>& keys, std::uint32_t bits) {
  constexpr std::size_t batch_max = 1024;
  std::array<engine::Word, batch_max> batch{};
  std::array<std::uint8_t, batch_max> is_new{};
  engine::VisitedSet set(bits, keys.size());
  const auto insert = [&](std::span<const engine::Word> some) {
    for (; !some.empty(); some = some.subspan(std::min(batch_max, some.size()))) {
      const auto own = std::span(batch).first(std::min(batch_max, some.size()));
      std::copy_n(some.begin(), own.size(), own.begin());
      set.insert(own, is_new);
    }
  };
  const std::span<const engine::Word> all = keys;
  insert(all.first(warming(keys.size())));
  const double begin = cpu_seconds();
  insert(all.subspan(warming(keys.size())));
  return nanoseconds_each(cpu_seconds() - begin, keys.size() - warming(keys.size()));
}

double wall_seconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

unsigned long long number(std::uint64_t value) {
  return value;
}

// Every interleaving by the reference semantics, one step after the other.
void interpret(const Machine& machine, engine::PackedSpace& space) {
  const auto add = [&](std::uint32_t, State&& next, const StepEnd& end) {
    if (end.kind == StepEnd::Kind::normal) space.insert(next);
    return true;
  };
  State state;
  std::vector<std::uint32_t> enabled;
  space.first_of_level.push_back(0);
  machine.initial(add);
  while (space.expanded < space.size()) {
    const std::uint64_t end_of_level = space.size();
    space.first_of_level.push_back(static_cast<engine::StateIndex>(end_of_level));
    for (; space.expanded < end_of_level; ++space.expanded) {
      space.decode_index(space.expanded, state);
      machine.enabled(state, enabled);
      for (const std::uint32_t thread : enabled) machine.expand(state, thread, add);
    }
    space.end_level();
  }
}

/// All ways to all ends.
struct Sum {
  result::Integer interleavings = 0;
  explore::Counts counts{[this](explore::StateIndex, const result::Share& share) {
                           interleavings += share.interleavings.value;
                         },
                         [this](const StepEnd&, const result::Share& share) {
                           interleavings += share.interleavings.value;
                         },
                         {},
                         {}};
};

std::optional<explore::Stop> search(const Machine& machine, engine::PackedSpace& space,
                                    engine::LevelCount* count) {
  const std::vector<explore::Finding> none;
  engine::Watch watch(machine, space, none, false);
  return engine::search(machine, {}, {}, watch, space, count);
}

std::vector<explore::Target> targets_of(const lang::Lowered& scenario, const Machine& machine,
                                        engine::PackedSpace& space, const std::string& text) {
  const auto lowered = lang::lower_expression(scenario, *lang::parse_expression(text).expression);
  const Expression& condition = std::get<Expression>(lowered);
  std::vector<explore::Target> targets;
  State state;
  for (std::size_t level = 0; level + 1 < space.first_of_level.size() && targets.empty(); ++level) {
    for (auto i = space.first_of_level[level]; i < space.first_of_level[level + 1]; ++i) {
      space.decode_index(i, state);
      if (machine.is_final(state) && is_true(condition, state.cells)) {
        targets.push_back({i, std::nullopt});
      }
    }
  }
  return targets;
}

void tell_trace(const lang::Lowered& scenario, const Machine& machine, engine::PackedSpace& space,
                const std::string& outcome) {
  const std::vector<explore::Target> targets = targets_of(scenario, machine, space, outcome);
  const double begin = cpu_seconds();
  const result::Schedule schedule = engine::best_schedule(space, targets);
  std::printf(", \"trace_steps\": %zu, \"trace_seconds\": %.6f", schedule.steps.size(),
              cpu_seconds() - begin);
}

void tell_yardstick(engine::PackedSpace& space) {
  std::vector<engine::Word> keys(space.size());
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = space.key(i);
  std::shuffle(keys.begin(), keys.end(), std::mt19937_64(1));
  const double plain = time_plain_inserts(keys);
  std::printf(", \"plain_insert_ns\": %.2f, \"compact_insert_ns\": %.2f", plain,
              time_compact_inserts(keys, std::max(space.layout().bits(), 1U)));
}

int run(const Arguments& arguments) {
  std::stringstream text;
  text << std::ifstream(arguments.file).rdbuf();
  const double begin = cpu_seconds();
  const double begin_wall = wall_seconds();
  const Loaded loaded = load(text.str(), arguments.constants);
  if (!loaded.scenario) return 3;
  const Machine machine(loaded.scenario->program, execution_models()[0]);
  engine::Packing packing;
  packing.sweeps = !arguments.set_of_all && !arguments.interpreted;
  packing.jobs = arguments.jobs;
  packing.blocks_from = engine::Packing::blocks_from_for(arguments.jobs);
  if (arguments.log == "none") packing.forgets_from = 0;
  packing.has_positions = arguments.counts;
  packing.keeps_all = arguments.interpreted || arguments.log == "states";
  if (arguments.symmetry) packing.alike = explore::alike_threads(machine.program(), {});
  engine::PackedSpace space(machine, packing);
  Sum sum;
  engine::LevelCount count(space, sum.counts);
  if (arguments.interpreted) {
    interpret(machine, space);
  } else if (!search(machine, space, arguments.counts ? &count : nullptr)) {
    return 4;
  }
  const double seconds = cpu_seconds() - begin;
  std::printf(
      "{\"states\": %llu, \"transitions\": %llu, \"levels\": %zu, \"bits\": %u, "
      "\"kept\": %llu, \"seconds\": %.6f, \"wall_seconds\": %.6f, \"set_bytes\": %llu, "
      "\"bytes\": %llu",
      number(result::saturated(space.all_states())),
      number(result::saturated(space.all_transitions())), space.first_of_level.size() - 1,
      space.layout().bits(), number(space.size()), seconds, wall_seconds() - begin_wall,
      number(space.set_bytes()), number(space.memory_bytes()));
  if (arguments.counts) std::printf(", \"interleavings\": \"%s\"", sum.interleavings.str().c_str());
  if (!arguments.outcome.empty()) tell_trace(*loaded.scenario, machine, space, arguments.outcome);
  if (arguments.yardstick) tell_yardstick(space);
  std::printf("}\n");
  return 0;
}

}  // namespace
}  // namespace raceproof

int main(int count, char** words) {
  return raceproof::run(raceproof::arguments_of(count, words));
}

// One full exploration of a scenario under `no_gil`, nothing asked, with what it took: the program
// that the comparison with other tools measures.
//
//   explore_bench FILE [NAME=VALUE...] [--jobs=N] [--set-of-all] [--yardstick]
//
// --set-of-all  looks every state up in the set of all states, even where a level would do
// --yardstick   then times random unique inserts of the same final set, into plain open addressing
//               and into the compact set, both with all the room they need from the start
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <random>
#include <sstream>
#include <string>

#include "checker/checker.h"
#include "checker/engine/search.h"

namespace raceproof {
namespace {

struct Arguments {
  std::string file;
  std::map<std::string, std::int64_t> constants;
  bool set_of_all = false;
  bool yardstick = false;
  std::uint32_t jobs = 1;
};

Arguments arguments_of(int count, char** words) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const std::size_t equals = word.find('=');
    if (word == "--set-of-all") {
      arguments.set_of_all = true;
    } else if (word == "--yardstick") {
      arguments.yardstick = true;
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

// Open addressing at half its room at most, keys fetched ahead in the same batches: as plain and as
// fast as a set can be.
double time_plain_inserts(const std::vector<engine::Word>& keys) {
  constexpr std::size_t batch = 256;
  const std::size_t size = std::bit_ceil(2 * keys.size());
  const int shift = 64 - std::countr_zero(size);
  std::vector<engine::Word> table(size, 0);
  std::array<std::size_t, batch> at{};
  const double begin = cpu_seconds();
  for (std::size_t first = 0; first < keys.size(); first += batch) {
    const std::size_t count = std::min(batch, keys.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      at[i] = keys[first + i] * 0x9e3779b97f4a7c15 >> shift;
      __builtin_prefetch(&table[at[i]], 1);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const engine::Word stored = keys[first + i] + 1;
      std::size_t slot = at[i];
      while (table[slot] != 0 && table[slot] != stored) slot = (slot + 1) & (size - 1);
      table[slot] = stored;
    }
  }
  return nanoseconds_each(cpu_seconds() - begin, keys.size());
}

double time_compact_inserts(std::vector<engine::Word> keys, std::uint32_t bits) {
  const double begin = cpu_seconds();
  engine::VisitedSet set(bits, keys.size());
  set.insert(keys);
  return nanoseconds_each(cpu_seconds() - begin, keys.size());
}

int run(const Arguments& arguments) {
  std::stringstream text;
  text << std::ifstream(arguments.file).rdbuf();
  const double begin = cpu_seconds();
  const Loaded loaded = load(text.str(), arguments.constants);
  if (!loaded.scenario) return 3;
  const Machine machine(loaded.scenario->program, execution_models()[0]);
  engine::Packing packing;
  packing.sweeps = !arguments.set_of_all;
  packing.jobs = arguments.jobs;
  engine::PackedSpace space(machine, packing);
  const std::vector<explore::Finding> none;
  engine::Watch watch(machine, space, none, false);
  const auto stop = engine::search(machine, {}, {}, watch, space);
  if (!stop) return 4;
  const double seconds = cpu_seconds() - begin;
  std::printf(
      "{\"states\": %llu, \"transitions\": %llu, \"levels\": %zu, \"bits\": %u, "
      "\"seconds\": %.6f, \"set_bytes\": %llu, \"bytes\": %llu",
      static_cast<unsigned long long>(space.size()),
      static_cast<unsigned long long>(space.all_transitions()), space.first_of_level.size() - 1,
      space.layout().bits(), seconds, static_cast<unsigned long long>(space.set_bytes()),
      static_cast<unsigned long long>(space.memory_bytes()));
  if (arguments.yardstick) {
    std::vector<engine::Word> keys(space.size());
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = space.key(i);
    std::shuffle(keys.begin(), keys.end(), std::mt19937_64(1));
    const double plain = time_plain_inserts(keys);
    std::printf(", \"plain_insert_ns\": %.2f, \"compact_insert_ns\": %.2f", plain,
                time_compact_inserts(std::move(keys), std::max(space.layout().bits(), 1U)));
  }
  std::printf("}\n");
  return 0;
}

}  // namespace
}  // namespace raceproof

int main(int count, char** words) {
  return raceproof::run(raceproof::arguments_of(count, words));
}

// The parts of the explicit engine, each alone: mixing, packing, steps, the tables of states, the
// log. `items_per_second` is of keys, states or steps, as the name says.
//
// Models are the files of this folder; RACEPROOF_BENCH_MODELS says where they are.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>

#include "checker/checker.h"
#include "checker/engine/search.h"

namespace raceproof::engine {
namespace {

constexpr std::size_t key_count = 1 << 22;

/// Different keys below 2^bits, in no order.
std::vector<Word> random_keys(std::uint32_t bits, std::size_t count) {
  std::mt19937_64 random(bits);
  std::vector<Word> keys(count);
  for (Word& key : keys) key = random() >> (64 - bits);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::shuffle(keys.begin(), keys.end(), random);
  return keys;
}

void count_items(benchmark::State& state, std::size_t each) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(each));
}

// ---- keys --------------------------------------------------------------------------------------

void mix(benchmark::State& state) {
  const auto bits = static_cast<std::uint32_t>(state.range(0));
  const std::vector<Word> keys = random_keys(bits, 1 << 16);
  const Quotient quotient(bits, 0, 100'000);
  for (auto _ : state) {
    for (const Word key : keys) benchmark::DoNotOptimize(quotient.place(key));
  }
  count_items(state, keys.size());
}

void mix_back(benchmark::State& state) {
  const auto bits = static_cast<std::uint32_t>(state.range(0));
  const Quotient quotient(bits, 0, 100'000);
  std::vector<Quotient::Place> places;
  for (const Word key : random_keys(bits, 1 << 16)) places.push_back(quotient.place(key));
  for (auto _ : state) {
    for (const Quotient::Place& place : places) benchmark::DoNotOptimize(quotient.key(place));
  }
  count_items(state, places.size());
}

// ---- tables ------------------------------------------------------------------------------------

// Each key once, with room for all from the start or with none.
void insert_unique(benchmark::State& state) {
  const auto bits = static_cast<std::uint32_t>(state.range(0));
  const std::vector<Word> keys = random_keys(bits, key_count);
  const bool has_room = state.range(1) != 0;
  std::vector<std::uint8_t> is_new(keys.size());
  double bytes = 0;
  for (auto _ : state) {
    std::vector<Word> own = keys;
    VisitedSet set(bits, has_room ? own.size() : 0);
    benchmark::DoNotOptimize(set.insert(own, is_new));
    bytes = static_cast<double>(set.memory_bytes()) / static_cast<double>(own.size());
  }
  state.counters["bytes_a_key"] = bytes;
  count_items(state, keys.size());
}

// Four of five are there already, as with successors.
void insert_stream(benchmark::State& state) {
  const auto bits = static_cast<std::uint32_t>(state.range(0));
  const std::vector<Word> keys = random_keys(bits, key_count / 4);
  std::vector<Word> stream;
  for (int i = 0; i < 5; ++i) stream.insert(stream.end(), keys.begin(), keys.end());
  std::shuffle(stream.begin(), stream.end(), std::mt19937_64(1));
  std::vector<std::uint8_t> is_new(stream.size());
  for (auto _ : state) {
    std::vector<Word> own = stream;
    VisitedSet set(bits, keys.size());
    benchmark::DoNotOptimize(set.insert(own, is_new));
  }
  count_items(state, stream.size());
}

void insert_into_level(benchmark::State& state) {
  const std::vector<Word> keys = random_keys(36, static_cast<std::size_t>(state.range(0)));
  std::vector<std::uint8_t> is_new(keys.size());
  LevelTable table;
  for (auto _ : state) {
    std::vector<Word> own = keys;
    benchmark::DoNotOptimize(table.insert(own, is_new));
    table.clear();
  }
  count_items(state, keys.size());
}

void log_append_and_read(benchmark::State& state) {
  const auto bits = static_cast<std::uint32_t>(state.range(0));
  const std::vector<Word> keys = random_keys(bits, key_count);
  std::vector<Word> read(256);
  for (auto _ : state) {
    LevelLog log(bits);
    for (std::size_t i = 0; i + read.size() <= keys.size(); i += read.size()) {
      log.append(std::span(keys).subspan(i, read.size()));
      for (std::size_t k = 0; k < read.size(); ++k) read[k] = log[i + k];
      benchmark::DoNotOptimize(read.data());
    }
  }
  count_items(state, keys.size());
}

// ---- a model's states --------------------------------------------------------------------------

/// A model explored, and the states of its widest level.
struct Explored {
  Explored(const std::string& model, const std::map<std::string, std::int64_t>& sizes)
      : loaded(load(text_of(model), sizes)),
        machine(checked(loaded).program, execution_models()[0]),
        space(machine) {
    const std::vector<explore::Finding> none;
    Watch watch(machine, space, none, false);
    search(machine, {}, {}, watch, space);
    const std::vector<StateIndex>& first = space.first_of_level;
    std::size_t widest = 0;
    for (std::size_t i = 0; i + 1 < first.size(); ++i) {
      if (first[i + 1] - first[i] > first[widest + 1] - first[widest]) widest = i;
    }
    keys.resize(first[widest + 1] - first[widest]);
    space.read(first[widest], keys);
  }

  static std::string text_of(const std::string& model) {
    std::stringstream text;
    text << std::ifstream(std::string(RACEPROOF_BENCH_MODELS) + "/" + model + ".race").rdbuf();
    return text.str();
  }
  static const lang::Lowered& checked(const Loaded& loaded) {
    if (!loaded.scenario) throw std::runtime_error("the model is wrong");
    return *loaded.scenario;
  }

  Loaded loaded;
  Machine machine;
  PackedSpace space;
  std::vector<Word> keys;
};

using Sizes = std::map<std::string, std::int64_t>;

// By the tables.
void steps(benchmark::State& state, const std::string& model, const Sizes& sizes) {
  Explored explored(model, sizes);
  Batch batch;
  std::size_t count = 0;
  for (auto _ : state) {
    count = 0;
    for (std::size_t i = 0; i < explored.keys.size(); i += 256) {
      const auto some =
          std::span(explored.keys).subspan(i, std::min<std::size_t>(256, explored.keys.size() - i));
      batch.clear();
      explored.space.steps().expand(some, 0, StepTable::Missing::make, batch);
      benchmark::DoNotOptimize(batch.successors.data());
      count += batch.count;
    }
  }
  count_items(state, count);
}

// By the reference semantics, one after the other.
void steps_interpreted(benchmark::State& state, const std::string& model, const Sizes& sizes) {
  Explored explored(model, sizes);
  explored.keys.resize(std::min<std::size_t>(explored.keys.size(), 10'000));
  std::size_t count = 0;
  std::vector<std::uint32_t> enabled;
  State from;
  for (auto _ : state) {
    count = 0;
    for (const Word key : explored.keys) {
      explored.space.decode(key, from);
      explored.machine.enabled(from, enabled);
      for (const std::uint32_t thread : enabled) {
        explored.machine.expand(from, thread, [&](std::uint32_t, State&& next, const StepEnd&) {
          benchmark::DoNotOptimize(next.cells.data());
          ++count;
          return true;
        });
      }
    }
  }
  count_items(state, count);
}

void pack_and_unpack(benchmark::State& state, const std::string& model, const Sizes& sizes) {
  Explored explored(model, sizes);
  std::vector<PartId> ids;
  for (auto _ : state) {
    for (Word key : explored.keys) {
      explored.space.layout().unpack({&key, 1}, ids);
      explored.space.layout().pack(ids, {&key, 1});
      benchmark::DoNotOptimize(key);
    }
  }
  count_items(state, explored.keys.size());
}

BENCHMARK(mix)->Arg(24)->Arg(36)->Arg(52)->Arg(63);
BENCHMARK(mix_back)->Arg(24)->Arg(36)->Arg(52)->Arg(63);
BENCHMARK(insert_unique)
    ->ArgNames({"bits", "room"})
    ->ArgsProduct({{36, 52, 63}, {0, 1}})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(insert_stream)->Arg(36)->Arg(52)->Arg(63)->Unit(benchmark::kMillisecond);
BENCHMARK(insert_into_level)->Arg(1 << 12)->Arg(1 << 16)->Arg(1 << 20);
BENCHMARK(log_append_and_read)->Arg(36)->Arg(52)->Unit(benchmark::kMillisecond);

const Sizes counter_sizes{{"K", 3}, {"N", 6}};
const Sizes philosopher_sizes{{"N", 10}};
const Sizes bakery_sizes{{"K", 3}, {"MOST", 7}};
const Sizes filter_sizes{{"K", 4}};
BENCHMARK_CAPTURE(steps, counter, "counter", counter_sizes);
BENCHMARK_CAPTURE(steps_interpreted, counter, "counter", counter_sizes);
BENCHMARK_CAPTURE(pack_and_unpack, counter, "counter", counter_sizes);
BENCHMARK_CAPTURE(steps, philosophers, "philosophers", philosopher_sizes);
BENCHMARK_CAPTURE(steps_interpreted, philosophers, "philosophers", philosopher_sizes);
BENCHMARK_CAPTURE(steps, bakery, "bakery", bakery_sizes);
BENCHMARK_CAPTURE(steps_interpreted, bakery, "bakery", bakery_sizes);
BENCHMARK_CAPTURE(steps, filter, "filter", filter_sizes);
BENCHMARK_CAPTURE(steps_interpreted, filter, "filter", filter_sizes);

}  // namespace
}  // namespace raceproof::engine

BENCHMARK_MAIN();

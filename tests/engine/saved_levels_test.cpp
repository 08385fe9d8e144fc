// A search that goes on from saved levels gives what one gives that was never interrupted.
#include "checker/engine/saved_levels.h"

#include <gtest/gtest.h>

#include <cstring>

#include "checker/checker.h"
#include "checker/engine/level_trace.h"
#include "checker/engine/search.h"

namespace raceproof::engine {
namespace {

constexpr const char* graded =
    "var x = 0\n"
    "thread t[3] { repeat 2 { x += 1 } }\n"
    "always x < 6\n"
    "finally x > 1\n";
constexpr const char* cyclic =
    "var a = 0, b = 0\n"
    "lock l, m\n"
    "thread t { while true { a = (a + 1) % 3; b = (b + a) % 3 } }\n"
    "thread u { with l { with m { a = 0 } } }\n"
    "thread v { with m { with l { b = 0 } } }\n"
    "always a + b < 4\n"
    "race_free\n";
constexpr const char* identical =
    "var x = 0\n"
    "lock m\n"
    "thread t[3] { repeat 2 { with m { x = (x + 1) % 3 }; x = 0 } }\n"
    "finally x == 0\n";
constexpr const char* with_objects =
    "queue q(2)\n"
    "var sum = 0\n"
    "thread producer { repeat 3 { q.put(1); q.put(2) } }\n"
    "thread consumer { let i = 0\n repeat 6 { i = q.get(); sum += i } }\n"
    "finally sum == 9\n";

constexpr const char* seventy_flags =
    "var flag[70] = false\n"
    "thread up { for i in 0..35 { flag[i] = true } }\n"
    "thread down { for i in 0..35 { flag[69 - i] = true } }\n"
    "always not (flag[34] and flag[36])\n";

/// All that a search finds out.
struct Found {
  std::vector<State> states;
  std::vector<StateIndex> first_of_level;
  std::uint64_t expanded = 0;
  std::uint64_t transitions = 0;
  std::optional<explore::Stop> stop;
  bool is_damaged = false;
  bool is_graded = false;
  std::vector<std::optional<std::uint64_t>> levels;
  std::vector<std::string> schedules;

  friend bool operator==(const Found& a, const Found& b) {
    const auto cells = [](const Found& found) {
      std::vector<std::vector<std::int64_t>> all;
      for (const State& state : found.states) all.push_back(state.cells);
      return all;
    };
    return cells(a) == cells(b) && a.first_of_level == b.first_of_level &&
           a.expanded == b.expanded && a.transitions == b.transitions && a.stop == b.stop &&
           a.is_graded == b.is_graded && a.levels == b.levels && a.schedules == b.schedules;
  }
};

class Searching {
 public:
  explicit Searching(const char* source)
      : scenario_(load(source, {}).scenario),
        machine_(scenario_->program, execution_models().front(), {}) {}

  /// `saved` receives what is saved between two levels and at the end.
  Found run(const explore::Limits& limits, std::vector<std::string>* saved,
            const std::string* known, const Packing& packing = {}) const {
    std::vector<const property::Property*> properties;
    for (const property::Property& one : scenario_->properties) properties.push_back(&one);
    explore::Monitor monitor(machine_, properties, scenario_->shared, nullptr, true);
    const std::vector<explore::Observer*> observers{&monitor};
    PackedSpace space(machine_, packing);
    Watch watch(machine_, space, monitor.findings(), false);
    Saving saving;
    if (saved != nullptr) {
      saving.save = [&](std::uint64_t states, bool) {
        saved->emplace_back();
        save_levels(space, states, [&](const void* bytes, std::size_t size) {
          saved->back().append(static_cast<const char*>(bytes), size);
        });
      };
    }
    std::size_t at = 0;
    SavedLevels levels([&](void* bytes, std::size_t size) {
      if (size > known->size() - at) return false;
      if (size != 0) std::memcpy(bytes, known->data() + at, size);
      at += size;
      return true;
    });
    if (known != nullptr) saving.known = &levels;
    Found found;
    found.stop = search(machine_, limits, observers, watch, space, nullptr, saving);
    found.is_damaged = known != nullptr && levels.is_damaged();
    if (!found.is_damaged) collect(space, monitor, found);
    return found;
  }

  // Both kinds of search, by one thread and by two, with threads that are alike, and with states of
  // any width.
  std::vector<Packing> packings() const {
    std::vector<Packing> all(5);
    all[4].is_wide = true;
    all[1].many = all[2].many = 8;
    all[2].sweeps = false;
    all[2].jobs = 2;
    all[3].alike = explore::alike_threads(machine_.program(), {});
    all[1].piece_bits = all[2].piece_bits = 1;
    return all;
  }

 private:
  static void collect(PackedSpace& space, const explore::Monitor& monitor, Found& found) {
    for (std::uint64_t i = 0; i < space.size(); ++i) {
      found.states.emplace_back();
      space.decode_index(i, found.states.back());
    }
    found.first_of_level = space.first_of_level;
    found.expanded = space.expanded;
    found.transitions = result::saturated(space.all_transitions());
    found.is_graded = space.grading().is_graded();
    for (const explore::Finding& finding : monitor.findings()) {
      found.levels.push_back(finding.level);
      if (finding.targets.empty()) continue;
      found.schedules.push_back(result::to_text(best_schedule(space, finding.targets)));
    }
  }

  std::shared_ptr<const lang::Lowered> scenario_;
  Machine machine_;
};

TEST(SavedLevels, AnyLevelGoesOnToTheSameEnd) {
  for (const char* source : {graded, cyclic, identical, with_objects}) {
    const Searching searching(source);
    for (const Packing& packing : searching.packings()) {
      std::vector<std::string> saved;
      const Found whole = searching.run({}, &saved, nullptr, packing);
      ASSERT_GT(saved.size(), 10U);
      for (const std::string& one : saved) {
        const Found resumed = searching.run({}, nullptr, &one, packing);
        EXPECT_FALSE(resumed.is_damaged);
        ASSERT_TRUE(resumed == whole) << source;
      }
    }
  }
}

TEST(SavedLevels, ALimitEndsAResumedSearchWhereItEndsAnyOther) {
  const Searching searching(cyclic);
  std::vector<std::string> saved;
  searching.run({}, &saved, nullptr);
  for (const std::uint64_t states_max : {1U, 7U, 100U, 333U}) {
    explore::Limits limits;
    limits.states_max = states_max;
    std::vector<std::string> of_limited;
    const Found limited = searching.run(limits, &of_limited, nullptr);
    EXPECT_TRUE(searching.run(limits, nullptr, &saved.back()) == limited) << states_max;
    if (of_limited.empty()) continue;
    EXPECT_TRUE(searching.run({}, nullptr, &of_limited.back()) ==
                searching.run({}, nullptr, nullptr));
  }
}

// A word is enough for some of the levels, but not for all.
TEST(SavedLevels, OfWordsAreReadWhereStatesAreOfAnyWidth) {
  for (const char* source : {graded, cyclic, with_objects}) {
    const Searching searching(source);
    Packing wide;
    wide.is_wide = true;
    std::vector<std::string> saved;
    searching.run({}, &saved, nullptr);
    const Found whole = searching.run({}, nullptr, nullptr, wide);
    for (const std::string& one : saved) {
      EXPECT_TRUE(searching.run({}, nullptr, &one, wide) == whole) << source;
    }
  }
}

TEST(SavedLevels, ThatAreTooWideForAWordDoNotFitOne) {
  const Searching searching(seventy_flags);
  Packing wide;
  wide.is_wide = true;
  std::vector<std::string> saved;
  const Found whole = searching.run({}, &saved, nullptr, wide);
  const Found of_words = searching.run({}, nullptr, &saved.back());
  EXPECT_FALSE(of_words.is_damaged);
  EXPECT_FALSE(of_words.stop) << "to be searched again with states of any width";
  EXPECT_TRUE(searching.run({}, nullptr, &saved.back(), wide) == whole);
}

TEST(SavedLevels, WhatIsCutOffIsRefused) {
  const Searching searching(graded);
  for (const bool is_wide : {false, true}) {
    Packing packing;
    packing.is_wide = is_wide;
    std::vector<std::string> saved;
    searching.run({}, &saved, nullptr, packing);
    const std::string& whole = saved[saved.size() / 2];
    for (std::size_t size = 0; size < whole.size(); size += is_wide ? 7 : 1) {
      const std::string cut = whole.substr(0, size);
      EXPECT_TRUE(searching.run({}, nullptr, &cut, packing).is_damaged) << size;
    }
  }
}

TEST(SavedLevels, ThoseOfAnotherProgramAreRefused) {
  std::vector<std::string> saved;
  Searching(graded).run({}, &saved, nullptr);
  EXPECT_TRUE(Searching(cyclic).run({}, nullptr, &saved.back()).is_damaged);
}

}  // namespace
}  // namespace raceproof::engine

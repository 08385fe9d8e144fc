#include "tests/prove/both_engines.h"

#include <gtest/gtest.h>

#include <set>

#include "checker/checker.h"

namespace raceproof::both_engines {
namespace {

result::Result checked(const lang::Lowered& scenario, Engine engine, const ExecutionModel& model) {
  Options options;
  options.engine = engine;
  options.models = {&model};
  options.limits.states_max = states_max;
  return check(scenario, options);
}

std::string without_numbers(std::string text) {
  std::string kept;
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit) kept += c;
    if (is_digit && (kept.empty() || kept.back() != '#')) kept += '#';
  }
  return kept;
}

result::ModelResult outcomes_of(const lang::Lowered& scenario, Engine engine,
                                const ExecutionModel& model) {
  Options options;
  options.engine = engine;
  options.models = {&model};
  options.limits.states_max = states_max;
  return outcomes(scenario, options).models.front();
}

/// Whether the set of the outcome `names` in the language's notation has the values.
class SetOf {
 public:
  SetOf(const std::string& scenario, const std::string& names, const std::string& set)
      : loaded_(load(scenario + "\noutcomes " + names + " == " + set + "\n", {})) {
    if (!loaded_.scenario) return;
    for (const property::Property& property : loaded_.scenario->properties) {
      if (property.set) set_ = &*property.set;
    }
  }
  bool is_known() const { return set_ != nullptr; }
  bool has(const std::vector<std::int64_t>& values) const { return set_->contains(values); }
  /// Values of the set that `others` does not have.
  bool is_within(const std::set<std::vector<std::int64_t>>& others) const {
    for (const std::vector<std::int64_t>& tuple : set_->tuples) {
      if (others.count(tuple) == 0) return false;
    }
    for (const ValueSet::Range& range : set_->ranges) {
      for (std::int64_t value = range.low; value <= range.high; value += range.step) {
        if (others.count({value}) == 0) return false;
      }
    }
    return true;
  }

 private:
  Loaded loaded_;
  const ValueSet* set_ = nullptr;
};

}  // namespace

void compare_outcomes(const std::string& text, const ExecutionModel& model, Tally& tally) {
  const Loaded loaded = load(text, {});
  ASSERT_TRUE(loaded.scenario) << text;
  const result::ModelResult by_states = outcomes_of(*loaded.scenario, Engine::explicit_, model);
  const result::ModelResult proved = outcomes_of(*loaded.scenario, Engine::symbolic, model);
  if (!by_states.statistics.complete) return;
  const bool is_exact = proved.symbolic_outcomes && proved.symbolic_outcomes->exact;
  if (!is_exact) ++tally.not_exact[without_numbers(proved.statistics.why_incomplete)];
  if (!proved.symbolic_outcomes) {
    ++tally.unknown;
    return;
  }
  std::set<std::vector<std::int64_t>> reached;
  for (const result::Outcome& outcome : by_states.outcomes->outcomes) {
    std::vector<std::int64_t> values;
    for (const auto& value : outcome.values) values.push_back(value.value_or(0));
    reached.insert(values);
  }
  const result::SymbolicOutcomes& known = *proved.symbolic_outcomes;
  std::string names;
  for (const property::Observed& one : known.observed) {
    names += (names.empty() ? "" : ", ") + one.name;
  }
  const auto expect_within = [&](const std::string& set, bool is_below, bool is_above) {
    if (set.empty() || set == "{}") return;
    const SetOf parsed(text, names, set);
    if (!parsed.is_known()) return;
    if (is_below) {
      EXPECT_TRUE(parsed.is_within(reached)) << set << " under " << model.name << "\n" << text;
    }
    for (const std::vector<std::int64_t>& values : reached) {
      if (!is_above) break;
      EXPECT_TRUE(parsed.has(values)) << set << " under " << model.name << "\n" << text;
    }
  };
  ++(known.exact ? tally.exact : tally.bounded);
  if (known.exact) {
    ++tally.methods["final values: " + without_numbers(known.how)];
    return expect_within(known.set, true, true);
  }
  expect_within(known.at_least, true, false);
  expect_within(known.at_most, false, true);
}

void compare(const std::string& text, const ExecutionModel& model, Tally& tally) {
  const Loaded loaded = load(text, {});
  ASSERT_TRUE(loaded.scenario) << text;
  const result::Result by_states = checked(*loaded.scenario, Engine::explicit_, model);
  const result::Result proved = checked(*loaded.scenario, Engine::symbolic, model);
  EXPECT_EQ(proved.disagreement, "") << model.name << "\n" << text;
  std::map<std::pair<std::size_t, std::size_t>, result::Verdict> expected;
  for (std::size_t i = 0; i < by_states.models.size(); ++i) {
    for (const auto& one : by_states.models[i].properties) {
      expected[{i, one.property}] = one.verdict;
    }
  }
  ASSERT_EQ(by_states.models.size(), proved.models.size());
  for (std::size_t i = 0; i < proved.models.size(); ++i) {
    for (const auto& one : proved.models[i].properties) {
      const result::Verdict by_state = expected.at({i, one.property});
      if (by_state == result::Verdict::undecided) continue;
      if (one.verdict == result::Verdict::undecided) {
        ++tally.undecided[one.detail];
        continue;
      }
      ++tally.decided;
      ++tally.methods[one.trace ? "a schedule" : without_numbers(one.how)];
      EXPECT_EQ(result::name(one.verdict), result::name(by_state))
          << "under " << model.name << ": " << proved.properties[one.property].text << "\n"
          << text;
    }
  }
}

}  // namespace raceproof::both_engines

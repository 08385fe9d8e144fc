// What the tests of the oracle have in common: a scenario as text, asked about one model.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checker/lang/parser.h"
#include "tests/oracle/brute_force.h"

namespace raceproof::oracle {

using Rational = boost::multiprecision::cpp_rational;

/// The final values of all shared variables, and the number of interleavings that end with them.
using Counts = std::map<std::vector<std::int64_t>, int>;

inline lang::Scenario parsed(const std::string& text) {
  const lang::Parsed result = lang::parse(text);
  if (!result.scenario) {
    throw std::runtime_error(lang::render(result.diagnostics, "test.race", text));
  }
  return *result.scenario;
}

inline Answer ask(const std::string& text, Model model, const std::set<std::string>& removed = {},
                  std::uint64_t limit = 100'000) {
  return enumerate(parsed(text), model, removed, limit);
}

inline Counts counts(const Answer& answer) {
  EXPECT_FALSE(answer.gave_up) << answer.why;
  Counts numbers;
  for (const auto& [values, count] : answer.outcomes) {
    numbers[values] = static_cast<int>(count.interleavings);
  }
  return numbers;
}

inline Counts counts(const std::string& text, Model model,
                     const std::set<std::string>& removed = {}) {
  return counts(ask(text, model, removed));
}

/// All interleavings of a scenario: of every ending but the discarded ones.
inline int total(const Answer& answer) {
  boost::multiprecision::cpp_int sum =
      answer.deadlocks.interleavings + answer.failed.interleavings;
  for (const auto& [values, count] : answer.outcomes) sum += count.interleavings;
  return static_cast<int>(sum);
}

inline int total(const std::string& text, Model model) { return total(ask(text, model)); }

/// Section 9: the probabilities of all endings add up to 1.
inline Rational whole(const Answer& answer) {
  Rational sum =
      answer.deadlocks.probability + answer.failed.probability + answer.discarded.probability;
  for (const auto& [values, count] : answer.outcomes) sum += count.probability;
  return sum;
}

/// In how many ways two threads of so many steps can interleave.
constexpr int interleavings_of(int first, int second) {
  int result = 1;
  for (int i = 1; i <= second; ++i) result = result * (first + i) / i;
  return result;
}

inline const std::vector<Model> gil_models{Model::gil_39, Model::gil_310, Model::gil_313,
                                           Model::gil_314};
inline const std::vector<Model> later_gil_models{Model::gil_310, Model::gil_313, Model::gil_314};

}  // namespace raceproof::oracle

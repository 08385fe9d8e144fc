// The brute-force oracle: every interleaving of a scenario, one after the other.
//
// It walks the syntax tree directly and follows sections 5 and 6 of the language reference by plain
// recursion: no lowering, no visited set, no reduction, nothing shared with the engine but the
// parser and the arithmetic of the operators. What it is slow for it gives up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

#include "checker/lang/scenario.h"
#include "tests/oracle/model.h"

namespace raceproof::oracle {

/// How many interleavings, and how probable they are (section 6).
struct Count {
  boost::multiprecision::cpp_int interleavings;
  boost::multiprecision::cpp_rational probability;

  friend bool operator==(const Count&, const Count&) = default;
};

/// What the interleavings say about one claim, under one model; `under`, `without` and `fails` of
/// a property are not looked at.
struct Verdict {
  bool judged = false;  ///< not for `makespan`
  bool holds = true;
  /// The fewest steps to a violation, or, of `possible`, to a witness; not for `serializable` and
  /// `outcomes`.
  std::optional<std::size_t> steps;
};

/// The values of one `outcomes` property: its expressions in order; nothing for one that cannot be
/// evaluated.
using Values = std::vector<std::optional<std::int64_t>>;

struct Answer {
  /// The final states by the values of all shared variables (`var` and `atomic`), in the order of
  /// declaration, arrays by element.
  std::map<std::vector<std::int64_t>, Count> outcomes;
  Count deadlocks;
  Count failed;
  Count discarded;

  std::vector<Verdict> properties;  ///< by their index in the scenario
  std::map<std::size_t, std::map<Values, Count>> values;  ///< of `outcomes` properties, by index
  Verdict deadlock_free;  ///< the defaults of section 9, whether the file says them or not
  Verdict error_free;
  Verdict refcount_safe;  ///< judged where there are objects

  /// More interleavings than the limit, a path that is too long (spinning threads), or something
  /// that the oracle does not know: nothing else in the answer means anything then.
  bool gave_up = false;
  std::string why;
};

/// Enumerates the interleavings of `scenario`, which has to be a valid one, under one model, with
/// the operations on some locks made to do nothing.
Answer enumerate(const lang::Scenario& scenario, Model model,
                 const std::set<std::string>& removed_locks, std::uint64_t limit);

}  // namespace raceproof::oracle

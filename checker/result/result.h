// What every engine returns. It knows no engine and no output format: all outputs render the same
// Result, so two outputs can never disagree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/property/property.h"
#include "checker/result/makespan.h"
#include "checker/result/number.h"
#include "checker/result/partial.h"
#include "checker/result/schedule.h"
#include "checker/result/trace.h"

namespace raceproof::result {

enum class Verdict : std::uint8_t { holds, violated, undecided };

/// "holds", "violated", "undecided".
std::string_view name(Verdict verdict);

/// An exact number of interleavings; infinite where a cycle leads to it, unknown where the search
/// was not complete.
struct Count {
  bool infinite = false;
  Integer value;
  bool unknown = false;
};
/// "18", "infinite", "unknown".
std::string to_text(const Count& count);

/// How many executions end in some way, and with which probability under a scheduler that lets each
/// thread that can go on be next with the same chance. No probability where it was left out.
struct Share {
  Count interleavings;
  std::optional<Rational> probability;
};

/// One combination of final values; a value that cannot be evaluated is nothing.
struct Outcome {
  std::vector<std::optional<std::int64_t>> values;  ///< parallel to OutcomeTable::observed
  Share share;
  /// Where a limit ended the search: a shortest way to it, where there was room to find it again.
  std::optional<Schedule> witness;
};

/// The exact set of final values, ascending, and what else executions come to.
struct OutcomeTable {
  std::vector<property::Observed> observed;
  std::vector<Outcome> outcomes;
  Share deadlocks;
  Share failed;
  Share discarded;
  std::optional<Rational> endless;  ///< probability of never ending
  Count total;                      ///< outcomes + deadlocks + failed
  std::string probabilities_left_out;  ///< why, or empty
};

/// How the search went.
struct Statistics {
  Integer states = 0;
  Integer transitions = 0;
  std::uint64_t depth = 0;      ///< the number of steps of the longest shortest way to a state
  bool complete = false;        ///< every reachable state was seen
  std::string why_incomplete;   ///< "the limit of 2,000,000 states was reached", ...
  bool is_proof_stopped = false;  ///< a limit or a signal ended a proof before its own budgets
  bool leaves_out = false;  ///< states were left out, of which nothing more was to be learnt
  Integer frontier = 0;         ///< states not yet expanded when it stopped
  std::optional<Partial> partial;  ///< where a limit ended it
};

/// The final values for one value of a constant that was left open.
struct FamilyInstance {
  std::int64_t value = 0;
  std::string set;
  std::vector<std::vector<std::int64_t>> tuples;  ///< the same; empty where they are many
  bool is_explored = false;                       ///< every interleaving says the same
};

/// Final values for every value of a constant from `least` to `most`; the set is a formula in it.
struct Family {
  std::string constant;
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::vector<FamilyInstance> instances;  ///< those below `least`, and a few more
};

/// What the symbolic engine knows of the final values: sets in the language's notation.
struct SymbolicOutcomes {
  std::vector<property::Observed> observed;
  bool exact = false;
  std::string set;       ///< exact: all of them
  std::string at_least;  ///< else: these can come out, nothing if none is known
  std::string at_most;   ///< else: and no others than these, nothing if no bound is known
  std::string how;       ///< one line: how it was proved
  std::optional<Family> family;  ///< exact: the set is one of these
};

/// The verdict on one property under one model.
struct PropertyResult {
  std::size_t property = 0;     ///< index into `Result::properties`
  Verdict verdict = Verdict::undecided;
  bool as_stated = false;       ///< what the file claims (`holds`, `fails`); false when undecided
  std::string detail;           ///< one line: what was violated, or why it is undecided
  std::string how;              ///< one line: how it was proved ("all 22 states", ...)
  std::vector<std::string> attempts;  ///< methods of the symbolic engine, what came of each
  std::vector<std::string> warnings;
  std::optional<Trace> trace;   ///< a counterexample; for `possible` a witness
  std::optional<Makespan> makespan;  ///< of `makespan`, where a schedule ends
};

/// One program under one model with some locks removed.
struct ModelResult {
  const ExecutionModel* model = nullptr;
  std::vector<std::string> removed;  ///< locks, as written
  Statistics statistics;
  std::vector<PropertyResult> properties;
  std::vector<std::string> warnings;     ///< of the program itself, each one line
  std::optional<OutcomeTable> outcomes;  ///< where asked for; complete only if the search is
  bool is_symbolic = false;  ///< answered by the symbolic engine: no states were counted
  std::optional<SymbolicOutcomes> symbolic_outcomes;  ///< in place of `outcomes`
  std::vector<std::string> attempts;                  ///< on the symbolic outcomes
};

/// What was asked of one scenario, answered.
struct Result {
  std::vector<property::Property> properties;  ///< those of the file, then the defaults
  std::vector<ModelResult> models;
  std::optional<Forecast> forecast;  ///< of the first model whose search a limit ended
  std::string disagreement;  ///< not empty: an internal error (exit 70), never a verdict
};

}  // namespace raceproof::result

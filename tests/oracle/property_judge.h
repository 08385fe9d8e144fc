// What the interleavings say about the properties (section 9).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "tests/oracle/brute_force.h"
#include "tests/oracle/state.h"

namespace raceproof::oracle {

/// What a thread that may go would do to `var`s with its next step, in any way that it has.
struct Intention {
  std::vector<Access> accesses;
  bool indivisible_block = false;  ///< the step is an `atomic` block or an `await`
};

/// What one path has met so far, a flag for each property: of `eventually P`, whether P was true;
/// of `leads_to(P, Q)`, whether there was no P behind which Q is still to come.
using Met = std::vector<bool>;

/// Told of everything that happens on every path, it fills the verdicts of an answer.
class Judge {
 public:
  Judge(const Declarations& declared, Answer& answer);

  Met at_the_start() const;
  /// A state is reached: after `init`, or after a step that does not fail.
  void reach(const State& state, std::size_t steps, Met& met);
  /// What the threads that may go are about to do in the state reached.
  void intend(const std::vector<Intention>& intentions, std::size_t steps);
  void end(const State& state, const Count& count, std::size_t steps, const Met& met);
  void stick(std::size_t steps, const Met& met);
  void fail(const Failed& error, std::size_t steps);
  /// All paths were followed.
  void conclude();

 private:
  std::optional<std::int64_t> value(const lang::Expression& expression, const State& state) const;
  bool is_true(const lang::Expression& expression, const State& state) const;
  void judge_counts(const State& state, std::size_t steps);
  void judge_leaks(const State& state, std::size_t steps);
  /// Violates the default and every property of this kind.
  void violate_all(lang::Property::Kind kind, Verdict& by_default, std::size_t steps);
  void judge_unfinished(const Met& met, std::size_t steps);
  bool has_exactly(std::size_t property) const;

  const Declarations& declared_;
  Answer& answer_;
};

}  // namespace raceproof::oracle

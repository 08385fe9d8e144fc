#include "checker/prove/prove.h"

#include <algorithm>
#include <array>
#include <memory>

#include "checker/prove/bounded.h"
#include "checker/prove/cases.h"
#include "checker/prove/final_values.h"
#include "checker/prove/observed_cells.h"
#include "checker/prove/value_family.h"
#include "checker/prove/value_text.h"
#include "checker/prove/violation.h"
#include "checker/result/number.h"

namespace raceproof::prove {
namespace {

using property::Kind;
using property::Property;
using result::Verdict;

// The exact fixpoint is tried twice: shortly, which is enough for most, and, where the two sides
// did not meet either, at length. It does not scale in threads, so that for many there is no second
// try.
constexpr std::array<std::uint64_t, 2> operations_max{2'000'000, 10'000'000};
constexpr std::size_t threads_max_at_length = 3;

// One exact fixpoint, with all that its sets live in.
struct Explored {
  Explored(const Machine& machine, const BuildOptions& options, std::uint64_t operations,
           const std::function<bool()>& stop)
      : in(operations),
        system(build(machine, options)),
        fixpoint(in, system, FixpointBudget{}, stop),
        endings(in, system),
        finals(in, system, endings, fixpoint.reached()) {}

  Presburger in;
  TransitionSystem system;
  Fixpoint fixpoint;
  Endings endings;
  FinalStates finals;

  std::string how() const {
    return "all interleavings at once: " + std::to_string(fixpoint.part_count()) +
           (fixpoint.part_count() == 1 ? " set of states, " : " sets of states, ") +
           std::to_string(fixpoint.rounds()) + " rounds";
  }
};

std::vector<std::string> names_of(const std::vector<property::Observed>& observed) {
  std::vector<std::string> names;
  for (const property::Observed& one : observed) names.push_back(one.name);
  return names;
}

std::string budget_text(std::uint64_t operations) {
  return result::grouped(std::to_string(operations)) + " set operations";
}

class Prover {
 public:
  explicit Prover(const Question& question) : question_(question) {}

  Proof run() {
    Proof proof;
    for (const Property* property : question_.properties) {
      proof.answers.push_back(answer(*property));
    }
    if (question_.observed != nullptr) outcomes(proof);
    return proof;
  }

 private:
  const Program& program() const { return question_.machine.program(); }

  // Runs `work`; what it cannot do becomes a reason.
  template <typename Work>
  std::string attempt(const Work& work) const {
    try {
      work();
      return "";
    } catch (const Unsupported& reason) {
      return sentence(reason);
    } catch (const BudgetSpent& reason) {
      return "the symbolic engine gave up: " + reason.what;
    }
  }

  std::vector<CellIndex> observed_locals() const {
    return prove::observed_locals(program(), question_.properties, question_.observed);
  }

  /// Explored once a grain; a failure is remembered and thrown again.
  const Explored& explored(Grain grain) {
    Slot& slot = slots_[effort_][static_cast<std::size_t>(grain)];
    if (slot.unsupported) throw Unsupported{*slot.unsupported};
    if (slot.spent) throw BudgetSpent{*slot.spent};
    if (slot.explored) return *slot.explored;
    try {
      slot.explored = explore(question_.machine, grain);
    } catch (const Unsupported& reason) {
      slot.unsupported = reason;
      throw;
    } catch (const BudgetSpent& reason) {
      slot.spent = reason;
      throw;
    }
    return *slot.explored;
  }

  // Integers without bound first: where no result can leave 64 bits, they are the same.
  std::unique_ptr<Explored> explore(const Machine& machine, Grain grain) const {
    BuildOptions options;
    options.grain = grain;
    options.observed = observed_locals();
    const std::uint64_t operations = operations_max[effort_];
    auto explored = std::make_unique<Explored>(machine, options, operations, question_.stop);
    if (broken_obligation(explored->in, explored->system, explored->fixpoint.reached()) ==
        nullptr) {
      return explored;
    }
    if (program().open) throw BudgetSpent{"results may leave 64 bits for some values"};
    options.with_overflow = true;
    return std::make_unique<Explored>(machine, options, operations, question_.stop);
  }

  // Whether the method decides within its budget; what came of it is noted.
  template <typename Work>
  bool is_decided_by(const std::string& method, const Work& work, Attempts& attempts) {
    try {
      work();
    } catch (const BudgetSpent& reason) {
      attempts.push_back(method + ": " + reason.what);
      return false;
    }
    attempts.push_back(method + ": decided");
    return true;
  }

  // Shortly by the exact fixpoint, then from two sides, then at length. What was put off of the
  // second comes last.
  template <typename Exact, typename Bounds>
  void decide_by_steps(const Exact& exact, const Bounds& bounds, Attempts& attempts) {
    const auto fixpoint = [&](std::size_t effort) {
      effort_ = effort;
      return is_decided_by("exact fixpoint, " + budget_text(operations_max[effort]), exact,
                           attempts);
    };
    const bool are_few = program().threads.size() <= threads_max_at_length;
    if (are_few && fixpoint(0)) return;
    const std::string two_sides = "schedules and an invariant, " + budget_text(Bounded::budget());
    if (is_decided_by(two_sides, bounds, attempts)) return;
    if (fixpoint(are_few ? 1 : 0)) return;
    const auto& coarse = bounded_[static_cast<std::size_t>(Grain::coarse)];
    const bool is_more_to_do = coarse && coarse->takes_up_what_was_put_off();
    if (is_more_to_do && is_decided_by(two_sides, bounds, attempts)) return;
    throw BudgetSpent{
        attempts[attempts.size() - (is_more_to_do ? 1 : 2)].substr(two_sides.size() + 2)};
  }

  Answer answer(const Property& property) {
    Answer answer;
    Attempts attempts;
    std::string reason = attempt([&] {
      decide_by_steps(
          [&] {
            answer = Answer{};
            judge(property, answer);
          },
          [&] {
            answer = Answer{};
            judge_from_two_sides(property, answer);
          },
          attempts);
    });
    if (!reason.empty()) {
      answer = Answer{};
      answer.detail = std::move(reason);
    }
    answer.attempts = std::move(attempts);
    return answer;
  }

  Bounded& bounded(Grain grain = Grain::coarse) {
    std::unique_ptr<Bounded>& slot = bounded_[static_cast<std::size_t>(grain)];
    if (!slot) {
      BuildOptions options;
      options.grain = grain;
      options.observed = observed_locals();
      slot = std::make_unique<Bounded>(question_.machine, options, question_.stop);
    }
    return *slot;
  }

  void judge_from_two_sides(const Property& property, Answer& answer) {
    switch (property.kind) {
      case Kind::always: return bounded(grain_of(property, program())).always(property, answer);
      case Kind::finally_:
      case Kind::possible: return bounded().final_condition(property, answer);
      case Kind::outcomes: return bounded().outcomes(property, answer);
      case Kind::deadlock_free: return bounded().deadlock(answer);
      case Kind::error_free: return bounded().failures(answer);
      case Kind::race_free: return bounded().races(answer);
      default: throw BudgetSpent{"the budget of set operations was used up"};
    }
  }

  void judge(const Property& property, Answer& answer) {
    switch (property.kind) {
      case Kind::always: return always(property, answer);
      case Kind::finally_:
      case Kind::possible: return at_the_end(property, answer);
      case Kind::outcomes: return outcomes(property, answer);
      case Kind::deadlock_free: {
        const Explored& e = explored(Grain::coarse);
        return decide(e, stuck_states(e.in, e.system, e.fixpoint.reached()), answer);
      }
      case Kind::error_free: {
        const Explored& e = explored(Grain::coarse);
        return decide(e, failed_states(e.system, e.fixpoint.reached()), answer);
      }
      case Kind::race_free: return race(answer);
      case Kind::serializable: return serializable(answer);
      case Kind::eventually:
      case Kind::leads_to:
      case Kind::refcount_safe:
      case Kind::starvation_free:
      case Kind::makespan:
        throw Unsupported{"`" + std::string(row(property.kind).name) + "`", property.span};
    }
  }

  // Violated where there are bad states, with a way to one of them.
  static void decide(const Explored& e, const StateSets& bad, Answer& answer) {
    answer.verdict = bad.empty() ? Verdict::holds : Verdict::violated;
    answer.how = e.how();
    if (!bad.empty()) answer.witness = e.fixpoint.schedule_to(bad);
  }

  void always(const Property& property, Answer& answer) {
    const Explored& e = explored(grain_of(property, program()));
    const auto bad = conditions_of(property.expressions[0], e.system.cells, false);
    decide(e, states_where(e.in, e.system, e.fixpoint.reached(), bad), answer);
  }

  void at_the_end(const Property& property, Answer& answer) {
    const Explored& e = explored(Grain::coarse);
    const bool is_possible = property.kind == Kind::possible;
    const auto wanted = conditions_of(property.expressions[0], e.system.cells, is_possible);
    decide(e, e.finals.where(wanted), answer);
    if (is_possible) {
      answer.verdict = answer.witness ? Verdict::holds : Verdict::violated;
      if (!answer.witness) answer.detail = "true in no final state";
    } else if (e.finals.is_empty()) {
      answer.warnings.push_back("no execution ends with all threads ended");
    }
  }

  void outcomes(const Property& property, Answer& answer) {
    const Explored& e = explored(Grain::coarse);
    answer.how = e.how();
    answer.verdict = Verdict::holds;
    if (!property.set) return;
    const Set values = e.finals.values(property.observed);
    const Set claimed = claimed_set(e.in, *property.set, property.observed.size());
    const Set extra = values.subtract(claimed);
    if (!extra.is_empty()) {
      return decide(e, e.finals.with_values(property.observed, extra), answer);
    }
    if (const auto missing = claimed.subtract(values).least_point()) {
      answer.verdict = Verdict::violated;
      answer.detail = point_text(*missing) + " is never reached";
    }
  }

  void race(Answer& answer) {
    const Explored& e = explored(Grain::coarse);
    const RaceStates races = race_states(e.in, e.system, program(), e.fixpoint.reached());
    if (races.sure.empty() && races.has_doubtful) {
      throw Unsupported{"the reads of an `await` that stops early"};
    }
    decide(e, races.sure, answer);
  }

  property::Observed observed_cell(CellIndex cell) const {
    property::Observed one;
    one.name = program().cell_name(cell);
    one.expression.kind = Expression::Kind::cell;
    one.expression.cell = cell;
    return one;
  }

  std::vector<property::Observed> shared_cells() const {
    std::vector<property::Observed> all;
    for (CellIndex cell = 0; cell < program().shared_cells; ++cell) {
      all.push_back(observed_cell(cell));
    }
    return all;
  }

  void serializable(Answer& answer) {
    const Explored& e = explored(Grain::coarse);
    const Machine serial(program(), serial_model(), question_.machine.removed());
    const std::unique_ptr<Explored> one_by_one = explore(serial, Grain::coarse);
    const std::vector<property::Observed> shared = shared_cells();
    // The two live apart from each other, so the values cross over as text.
    const Set allowed(e.in, one_by_one->finals.values(shared).text());
    const Set extra = e.finals.values(shared).subtract(allowed);
    decide(e, e.finals.with_values(shared, extra), answer);
  }

  void outcomes(Proof& proof) {
    proof.why_not = attempt([&] {
      decide_by_steps([&] { exact_outcomes(proof); },
                      [&] {
                        if (program().open) return bounded_family(proof);
                        proof.outcomes = bounded().table(*question_.observed);
                        if (!proof.outcomes->exact) throw BudgetSpent{"bounds only"};
                      },
                      proof.attempts);
    });
  }

  // With the constant that is left open as the first.
  std::vector<property::Observed> observed_values() const {
    std::vector<property::Observed> all = *question_.observed;
    if (program().open) all.insert(all.begin(), observed_cell(program().open->cell));
    return all;
  }

  void bounded_family(Proof& proof) {
    const ValueBounds bounds = bounded().values(observed_values());
    const Presburger& in = bounded().in();
    if (!bounds.is_exact) {
      std::string set;
      const result::Family family = family_of(in, bounds.reached, names_of(observed_values()), set);
      throw BudgetSpent{"at least " + set + " for all " + family.constant + " >= " +
                        std::to_string(family.least) + "; that there is no more was not shown"};
    }
    describe(in, bounds.reached, bounded().how(), proof);
  }

  void exact_outcomes(Proof& proof) {
    const Explored& e = explored(Grain::coarse);
    describe(e.in, e.finals.values(observed_values()), e.how(), proof);
  }

  void describe(const Presburger& in, const Set& values, std::string how, Proof& proof) const {
    result::SymbolicOutcomes outcomes;
    outcomes.observed = *question_.observed;
    const std::vector<std::string> names = names_of(observed_values());
    outcomes.exact = true;
    outcomes.how = std::move(how);
    if (program().open) {
      outcomes.family = family_of(in, values, names, outcomes.set);
    } else {
      outcomes.set = value_text(in, values, names);
    }
    proof.outcomes = std::move(outcomes);
  }

  struct Slot {
    std::unique_ptr<Explored> explored;
    std::optional<Unsupported> unsupported;
    std::optional<BudgetSpent> spent;
  };
  const Question& question_;
  std::size_t effort_ = 0;  // index of operations_max
  std::array<std::array<Slot, 3>, 2> slots_;
  std::array<std::unique_ptr<Bounded>, 3> bounded_;  // by grain
};

}  // namespace

Proof prove(const Question& question) {
  return Prover(question).run();
}

}  // namespace raceproof::prove

// Satisfiability of linear integer arithmetic: the one door to Z3. Its budget is counted, so that
// an answer never depends on the machine.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "checker/prove/formula.h"

namespace raceproof::prove {

/// Z3's steps for one query, where nothing else is said.
constexpr unsigned query_budget = 20'000'000;

/// One conversation with the solver over integer variables 0..count-1.
class Solver {
 public:
  explicit Solver(std::size_t variables, unsigned budget = query_budget);
  ~Solver();
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;

  void add(const Formula& formula);
  /// What is added while it lives is forgotten with it, also where an exception ends its life.
  class Scope {
   public:
    explicit Scope(Solver& solver);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Solver& solver_;
  };
  /// A new switch; its number.
  std::size_t add_switch();
  /// The formula holds whenever the switch is on.
  void add(std::size_t number, const Formula& formula);
  /// The same with a switch of its own; its number.
  std::size_t add_switched(const Formula& formula);
  /// One of the switches is on.
  void add_one_of(const std::vector<std::size_t>& switches);
  /// Values of all variables that satisfy everything, with these switches on; nothing if there are
  /// none. Throws BudgetSpent where the solver does not know.
  std::optional<std::vector<Wide>> solve(const std::vector<std::size_t>& switches = {});
  /// Behind a `solve` that found nothing: switches that are enough for that.
  std::vector<std::size_t> core() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace raceproof::prove

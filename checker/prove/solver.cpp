#include "checker/prove/solver.h"

#include <z3++.h>

#include <algorithm>
#include <string>

namespace raceproof::prove {
struct Solver::Implementation {
  z3::context context;
  z3::solver solver;
  std::vector<z3::expr> variables;
  std::vector<z3::expr> switches;

  Implementation(std::size_t count, unsigned budget) : solver(context, "QF_LIA") {
    z3::params params(context);
    params.set("rlimit", budget);
    solver.set(params);
    for (std::size_t i = 0; i < count; ++i) {
      variables.push_back(context.int_const(("v" + std::to_string(i)).c_str()));
    }
  }

  z3::expr number(Wide value) {
    return fits_64_bits(value) ? context.int_val(static_cast<std::int64_t>(value))
                               : context.int_val(to_text(value).c_str());
  }

  z3::expr expression(const Affine& value) {
    z3::expr sum = number(value.constant());
    for (const auto& [variable, coefficient] : value.terms()) {
      sum = sum +
            (coefficient == 1 ? variables[variable] : number(coefficient) * variables[variable]);
    }
    return sum;
  }

  z3::expr formula(const Formula& formula_) {
    if (formula_.kind == Formula::Kind::constraint) {
      const z3::expr value = expression(formula_.constraint.expression);
      return formula_.constraint.is_equality ? value == 0 : value >= 0;
    }
    z3::expr_vector parts(context);
    for (const Formula& part : formula_.parts) parts.push_back(formula(part));
    return formula_.kind == Formula::Kind::all ? z3::mk_and(parts) : z3::mk_or(parts);
  }
};

Solver::Solver(std::size_t variables, unsigned budget)
    : implementation_(std::make_unique<Implementation>(variables, budget)) {}
Solver::~Solver() = default;

void Solver::add(const Formula& formula) {
  implementation_->solver.add(implementation_->formula(formula));
}

std::size_t Solver::add_switch() {
  std::vector<z3::expr>& switches = implementation_->switches;
  const std::string name = "s" + std::to_string(switches.size());
  switches.push_back(implementation_->context.bool_const(name.c_str()));
  return switches.size() - 1;
}

void Solver::add(std::size_t number, const Formula& formula) {
  const z3::expr& one = implementation_->switches[number];
  implementation_->solver.add(z3::implies(one, implementation_->formula(formula)));
}

std::size_t Solver::add_switched(const Formula& formula) {
  const std::size_t number = add_switch();
  add(number, formula);
  return number;
}

void Solver::add_one_of(const std::vector<std::size_t>& switches) {
  z3::expr_vector any(implementation_->context);
  for (const std::size_t one : switches) any.push_back(implementation_->switches[one]);
  implementation_->solver.add(z3::mk_or(any));
}

Solver::Scope::Scope(Solver& solver) : solver_(solver) {
  solver_.implementation_->solver.push();
}
Solver::Scope::~Scope() {
  solver_.implementation_->solver.pop();
}

std::optional<std::vector<Wide>> Solver::solve(const std::vector<std::size_t>& switches) {
  z3::expr_vector assumptions(implementation_->context);
  for (const std::size_t one : switches) assumptions.push_back(implementation_->switches[one]);
  z3::check_result answer = z3::unknown;
  try {
    answer = implementation_->solver.check(assumptions);
  } catch (const z3::exception& error) {
    throw BudgetSpent{std::string("the solver gave up: ") + error.msg()};
  }
  if (answer == z3::unsat) return std::nullopt;
  if (answer == z3::unknown) throw BudgetSpent{"the budget of the solver was used up"};
  const z3::model model = implementation_->solver.get_model();
  std::vector<Wide> values;
  for (const z3::expr& variable : implementation_->variables) {
    const auto value = wide_of(model.eval(variable, true).get_decimal_string(0));
    if (!value) throw BudgetSpent{"a solution beyond 127 bits"};
    values.push_back(*value);
  }
  return values;
}

std::vector<std::size_t> Solver::core() const {
  std::vector<std::size_t> numbers;
  for (const z3::expr& one : implementation_->solver.unsat_core()) {
    numbers.push_back(std::stoul(one.decl().name().str().substr(1)));  // "s12"
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace raceproof::prove

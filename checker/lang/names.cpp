#include "checker/lang/names.h"

#include "checker/lang/check_statement.h"

namespace raceproof::lang {

std::vector<Diagnostic> check_names(const Scenario& scenario) {
  Reporter reporter;
  const SymbolTable symbols(scenario, reporter);
  const auto functions = function_facts(scenario, symbols);
  const ThreadLocals thread_locals(scenario);
  const Names names{scenario, symbols, functions, thread_locals, reporter};
  check_declarations(names);
  check_bodies(names);
  check_properties(names);
  return reporter.take();
}

std::vector<Diagnostic> check_outcome(const Scenario& scenario, const Expression& expression) {
  Reporter ignored;
  const SymbolTable symbols(scenario, ignored);
  const ThreadLocals thread_locals(scenario);
  const std::vector<FunctionFacts> functions;  // nothing can be called there
  Reporter reporter;
  const Names names{scenario, symbols, functions, thread_locals, reporter};
  ExpressionCheck(names, nullptr, Position::property).value(expression);
  return reporter.take();
}

}  // namespace raceproof::lang

#include "checker/lang/effects.h"

#include <algorithm>

#include "checker/lang/methods.h"
#include "checker/lang/walk.h"

namespace raceproof::lang {
namespace {

constexpr std::array<EffectRow, effect_count> effect_table{{
    {Effect::blocks, "can block", ""},
    {Effect::takes_time, "takes time", ""},
    {Effect::loops, "", "a 'repeat' or a 'for' may stand there"},
    {Effect::yields, "", ""},
    {Effect::starts, "", ""},
    {Effect::native, "", ""},
    {Effect::gives_gil_up, "", ""},
    {Effect::reads_self, "", "'init' runs alone, before any thread"},
    {Effect::calls, "is no C code", "write the function's body out"},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < effect_table.size(); ++i) {
    if (static_cast<std::size_t>(effect_table[i].effect) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order());

struct StatementEffect {
  Statement::Kind kind;
  Effect effect;
  std::string_view word;
  bool names_place;  ///< the place belongs to what is shown: "with m"
};

constexpr std::array<StatementEffect, 13> statement_table{{
    {Statement::Kind::with, Effect::blocks, "with ", true},
    {Statement::Kind::read, Effect::blocks, ".read", true},
    {Statement::Kind::write, Effect::blocks, ".write", true},
    {Statement::Kind::await, Effect::blocks, "await", false},
    {Statement::Kind::join, Effect::blocks, "join ", true},
    {Statement::Kind::cpu, Effect::takes_time, "cpu", false},
    {Statement::Kind::sleep, Effect::takes_time, "sleep", false},
    {Statement::Kind::io, Effect::takes_time, "io", false},
    {Statement::Kind::while_, Effect::loops, "while", false},
    {Statement::Kind::yield, Effect::yields, "yield", false},
    {Statement::Kind::start, Effect::starts, "start ", true},
    {Statement::Kind::native, Effect::native, "native", false},
    {Statement::Kind::allow_threads, Effect::gives_gil_up, "allow_threads", false},
}};

// The functions that call each function, each as often as it does.
using Callers = std::vector<std::vector<std::size_t>>;

FunctionFacts own_facts(const Scenario& scenario, std::size_t function, const SymbolTable& symbols,
                        Callers& callers) {
  FunctionFacts facts;
  const auto add = [&](std::optional<Act> act) {
    if (!act) return;
    std::optional<Act>& first = facts.acts[static_cast<std::size_t>(act->effect)];
    if (!first) first = std::move(act);
  };
  walk(scenario.functions[function].body,
       {.statement =
            [&](const Statement& statement) {
              add(act_of(statement));
              if (statement.kind == Statement::Kind::return_ && !statement.expressions.empty()) {
                facts.returns_value = true;
              }
            },
        .expression =
            [&](const Expression& expression) {
              std::optional<Act> act = act_of(expression, symbols);
              if (act && act->effect == Effect::calls) {
                const Symbol* callee = symbols.find(expression.place.item.name.text);
                callers[callee->index].push_back(function);
              }
              add(std::move(act));
            }});
  return facts;
}

// Breadth first, from the functions that hold the effect themselves to those that reach them.
void spread(Effect effect, const Callers& callers, std::vector<FunctionFacts>& facts) {
  const auto at = static_cast<std::size_t>(effect);
  std::vector<std::size_t> reached;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i].acts[at]) reached.push_back(i);
  }
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (const std::size_t caller : callers[reached[next]]) {
      if (facts[caller].acts[at]) continue;
      facts[caller].acts[at] = facts[reached[next]].acts[at];
      reached.push_back(caller);
    }
  }
}

}  // namespace

const EffectRow& row(Effect effect) {
  return effect_table[static_cast<std::size_t>(effect)];
}

std::optional<Act> act_of(const Statement& statement) {
  const auto at = std::find_if(
      statement_table.begin(), statement_table.end(),
      [&](const StatementEffect& candidate) { return candidate.kind == statement.kind; });
  if (at == statement_table.end()) return {};
  std::string what(at->word);
  if (at->names_place) {
    const std::string& name = statement.place.item.name.text;
    what = what.front() == '.' ? name + what : what + name;
  }
  return Act{at->effect, what, statement.span};
}

std::optional<Act> act_of(const Expression& expression, const SymbolTable& symbols) {
  if (expression.kind == Expression::Kind::self) {
    return Act{Effect::reads_self, "self", expression.span};
  }
  if (expression.kind != Expression::Kind::call) return {};
  const std::string& name = expression.place.item.name.text;
  const Symbol* symbol = symbols.find(name);
  if (symbol == nullptr) return {};
  if (!expression.method) {
    if (symbol->kind != SymbolKind::function) return {};
    return Act{Effect::calls, name + "()", expression.span};
  }
  const MethodRow* method = find_method(symbol->kind, expression.method->text);
  if (method == nullptr || method->blocks == MethodRow::Blocks::never) return {};
  if (method->blocks == MethodRow::Blocks::if_bounded && !symbol->is_bounded) return {};
  return Act{Effect::blocks, name + "." + expression.method->text + "()", expression.span};
}

std::vector<FunctionFacts> function_facts(const Scenario& scenario, const SymbolTable& symbols) {
  Callers callers(scenario.functions.size());
  std::vector<FunctionFacts> facts;
  for (std::size_t i = 0; i < scenario.functions.size(); ++i) {
    facts.push_back(own_facts(scenario, i, symbols, callers));
  }
  for (const EffectRow& each : effect_table) {
    if (each.effect != Effect::calls) spread(each.effect, callers, facts);
  }
  return facts;
}

}  // namespace raceproof::lang

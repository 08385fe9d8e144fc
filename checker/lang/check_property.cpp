// Judges the properties.
#include <string>
#include <unordered_set>

#include "checker/lang/check_statement.h"
#include "models/execution_model.h"

namespace raceproof::lang {
namespace {

void check_models(const Names& names, const Property& property) {
  std::unordered_set<std::string_view> seen;
  for (const Name& name : property.under) {
    if (find_model(name.text) == nullptr) {
      std::vector<std::string> all;
      for (const ExecutionModel& model : execution_models()) all.emplace_back(model.name);
      std::string help = names.reporter.did_you_mean(name.text, all);
      if (help.empty()) {
        help = "the models are";
        for (const std::string& model : all) help += (&model == &all[0] ? " " : ", ") + model;
      }
      names.reporter.error(name.span, "unknown execution model " + quoted(name.text), help);
    } else if (!seen.insert(name.text).second) {
      names.reporter.error(name.span, quoted(name.text) + " is named twice");
    }
  }
}

void check_removed_locks(const Names& names, const Property& property) {
  const ExpressionCheck check(names, nullptr, Position::property);
  std::unordered_set<std::string_view> seen;
  for (const Name& name : property.without) {
    const Symbol* symbol = check.resolve(Item{.name = name, .index = {}});
    if (symbol == nullptr) continue;
    if (symbol->kind != SymbolKind::lock && symbol->kind != SymbolKind::rlock) {
      names.reporter.error(name.span, quoted(name.text) + " is " +
                                          std::string(row(symbol->kind).phrase) +
                                          ", and 'without' removes locks and rlocks only");
    } else if (!seen.insert(name.text).second) {
      names.reporter.error(name.span, quoted(name.text) + " is named twice");
    }
  }
}

}  // namespace

void check_properties(const Names& names) {
  const ExpressionCheck check(names, nullptr, Position::property);
  for (const Property& property : names.scenario.properties) {
    check.values(property.expressions);
    if (property.set) check.set(*property.set, property.expressions.size());
    check_models(names, property);
    check_removed_locks(names, property);
  }
}

}  // namespace raceproof::lang

// The part of ExpressionCheck that finds names.
#include <algorithm>
#include <utility>

#include "checker/lang/check_expression.h"

namespace raceproof::lang {

const Symbol* ExpressionCheck::find(std::string_view name) const {
  const Symbol* local = body_ == nullptr ? nullptr : body_->find(name);
  return local != nullptr ? local : names_.symbols.find(name);
}

const Symbol* ExpressionCheck::resolve(const Item& item) const {
  values(item.index);
  const Symbol* symbol = find(item.name.text);
  if (symbol == nullptr) unknown(item.name, false);
  return symbol;
}

const Symbol* ExpressionCheck::resolve(const Item& item, std::initializer_list<SymbolKind> kinds,
                                       std::string_view wanted, std::string help) const {
  const Symbol* symbol = resolve(item);
  if (symbol == nullptr) return nullptr;
  const Name& name = item.name;
  if (std::find(kinds.begin(), kinds.end(), symbol->kind) == kinds.end()) {
    names_.reporter.error(name.span,
                          quoted(name.text) + " is " + std::string(row(symbol->kind).phrase) +
                              ", not " + std::string(wanted),
                          std::move(help));
    return nullptr;
  }
  return symbol;
}

void ExpressionCheck::shape(const Item& item, const Symbol& symbol) const {
  if (symbol.is_array == !item.index.empty()) return;
  const std::string name = quoted(item.name.text);
  if (symbol.is_array) {
    names_.reporter.error(item.name.span, name + " is an array and needs an index",
                          "name one element: " + quoted(item.name.text + "[0]"));
  } else if (symbol.kind == SymbolKind::thread) {
    names_.reporter.error(item.name.span, name + " is a single thread and has no index",
                          "write " + name);
  } else {
    names_.reporter.error(item.name.span, name + " is not an array and has no index",
                          at_line("declared", symbol.span));
  }
}

bool ExpressionCheck::is_constant(const Name& name, const Symbol& symbol) const {
  if (position_ != Position::constant && position_ != Position::choice) return true;
  if (symbol.kind == SymbolKind::constant) return true;
  if (position_ == Position::choice && symbol.kind == SymbolKind::parameter) {
    const auto assigned = body_->assigned.find(name.text);
    if (assigned == body_->assigned.end()) return true;
    not_constant(name.span, quoted(name.text) + " is a parameter that is assigned",
                 at_line("assigned", assigned->second));
    return false;
  }
  not_constant(name.span, quoted(name.text) + " is " + std::string(row(symbol.kind).phrase));
  return false;
}

void ExpressionCheck::not_constant(SourceSpan span, const std::string& subject,
                                   std::string help) const {
  names_.reporter.error(span, subject + ", and " + std::string(what_) + " must be constant",
                        std::move(help));
}

void ExpressionCheck::unknown(const Name& name, bool is_called) const {
  names_.reporter.error(name.span, "unknown name " + quoted(name.text),
                        help_for_unknown(name, is_called));
}

// A name that is in the file, but not in sight here, explains more than one that is spelled alike.
std::string ExpressionCheck::help_for_unknown(const Name& name, bool is_called) const {
  if (body_ != nullptr) {
    if (body_->declaring == name.text) return "it cannot stand in its own initial value";
    if (const auto ended = body_->find_ended(name.text)) {
      return "the block of the one" + at_line(" declared", *ended) + " has ended";
    }
  }
  if (position_ == Position::property) {
    if (const auto owner = names_.thread_locals.find_owner(name.text)) {
      const Item& thread = names_.scenario.threads[*owner].item;
      return "write " +
             quoted(thread.name.text + (thread.index.empty() ? "." : "[0].") + name.text);
    }
  }
  if (!names_.reporter.suggests()) return {};
  std::vector<std::string> candidates;
  const auto add = [&](const std::vector<NamedSymbol>& all) {
    for (const auto& [candidate, symbol] : all) {
      const bool can_be_called =
          symbol.kind == SymbolKind::function || symbol.kind == SymbolKind::built_in;
      if (can_be_called == is_called) candidates.emplace_back(candidate);
    }
  };
  if (body_ != nullptr) add(body_->in_sight());
  add(names_.symbols.all());
  return names_.reporter.did_you_mean(name.text, candidates);
}

}  // namespace raceproof::lang

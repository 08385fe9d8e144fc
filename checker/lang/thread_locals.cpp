#include "checker/lang/thread_locals.h"

#include "checker/lang/walk.h"

namespace raceproof::lang {
namespace {

// Calls `found(name, symbol)` for what a statement declares in its own block.
template <class Found>
void for_each_declared(const Statement& statement, const Found& found) {
  for (const Cell& cell : statement.cells) {
    found(cell.name, Symbol{.kind = SymbolKind::local, .is_array = !cell.size.empty()});
  }
  for (const Reference& reference : statement.references) {
    found(reference.item.name,
          Symbol{.kind = SymbolKind::local_reference, .is_array = !reference.item.index.empty()});
  }
  if (statement.kind == Statement::Kind::choose) {
    found(statement.name, Symbol{.kind = SymbolKind::local});
  }
}

}  // namespace

ThreadLocals::ThreadLocals(const Scenario& scenario)
    : outermost_(scenario.threads.size()),
      index_(scenario.threads.size()),
      inner_(scenario.threads.size()) {
  for (std::size_t i = 0; i < scenario.threads.size(); ++i) {
    const Block& body = scenario.threads[i].body;
    read_outermost(i, body);
    const auto note = [&](const Name& name, const Symbol&) {
      inner_[i].emplace(name.text, name.span);
    };
    walk(body, {.statement =
                    [&](const Statement& statement) {
                      for_each_declared(statement, note);
                      if (statement.kind == Statement::Kind::for_) note(statement.name, {});
                    },
                .expression = [](const Expression&) {}});
  }
}

void ThreadLocals::read_outermost(std::size_t thread, const Block& body) {
  for (const Statement& statement : body.statements) {
    for_each_declared(statement, [&](const Name& name, Symbol symbol) {
      symbol.span = name.span;
      if (!index_[thread].emplace(name.text, outermost_[thread].size()).second) return;
      outermost_[thread].push_back({name.text, symbol});
      owners_.emplace(name.text, thread);
    });
  }
}

const Symbol* ThreadLocals::find(std::size_t thread, std::string_view name) const {
  const auto at = index_[thread].find(name);
  return at == index_[thread].end() ? nullptr : &outermost_[thread][at->second].symbol;
}

std::optional<SourceSpan> ThreadLocals::find_inner(std::size_t thread,
                                                   std::string_view name) const {
  const auto at = inner_[thread].find(name);
  if (at == inner_[thread].end()) return {};
  return at->second;
}

std::optional<std::size_t> ThreadLocals::find_owner(std::string_view name) const {
  const auto at = owners_.find(name);
  if (at == owners_.end()) return {};
  return at->second;
}

}  // namespace raceproof::lang

#include "checker/lang/symbol_table.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

namespace raceproof::lang {
namespace {

constexpr std::array<SymbolRow, 20> table{{
    {SymbolKind::constant, "a constant", true, false, false},
    {SymbolKind::variable, "a variable", true, false, true},
    {SymbolKind::atomic, "an atomic variable", true, false, true},
    {SymbolKind::lock, "a lock", false, false, false},
    {SymbolKind::rlock, "an rlock", false, false, false},
    {SymbolKind::semaphore, "a semaphore", false, false, false},
    {SymbolKind::event, "an event", false, false, false},
    {SymbolKind::barrier, "a barrier", false, false, false},
    {SymbolKind::condition, "a condition", false, false, false},
    {SymbolKind::queue, "a queue", false, false, false},
    {SymbolKind::rwlock, "an rwlock", false, false, false},
    {SymbolKind::object, "an object", false, false, false},
    {SymbolKind::reference, "a ref", false, true, false},
    {SymbolKind::thread, "a thread", false, false, false},
    {SymbolKind::function, "a function", false, false, false},
    {SymbolKind::built_in, "a built-in function", false, false, false},
    {SymbolKind::local, "a local", true, false, true},
    {SymbolKind::local_reference, "a ref", false, true, false},
    {SymbolKind::parameter, "a parameter", true, false, true},
    {SymbolKind::loop_variable, "the variable of a 'for'", true, false, false},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].kind) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order());

SymbolKind kind_of(SyncObject::Kind kind) {
  switch (kind) {
    case SyncObject::Kind::lock: return SymbolKind::lock;
    case SyncObject::Kind::rlock: return SymbolKind::rlock;
    case SyncObject::Kind::semaphore: return SymbolKind::semaphore;
    case SyncObject::Kind::event: return SymbolKind::event;
    case SyncObject::Kind::barrier: return SymbolKind::barrier;
    case SyncObject::Kind::condition: return SymbolKind::condition;
    case SyncObject::Kind::queue: return SymbolKind::queue;
    case SyncObject::Kind::rwlock: return SymbolKind::rwlock;
  }
  return SymbolKind::lock;
}

struct Declared {
  const Name* name;
  Symbol symbol;
};

// The scenario keeps a list a kind of declaration; only the places tell what came first.
std::vector<Declared> declarations(const Scenario& scenario) {
  std::vector<Declared> all;
  const auto add = [&](const Name& name, Symbol symbol) {
    symbol.span = name.span;
    all.push_back({&name, symbol});
  };
  const auto add_item = [&](const Item& item, Symbol symbol) {
    symbol.is_array = !item.index.empty();
    add(item.name, symbol);
  };
  for (const Constant& constant : scenario.constants) {
    add(constant.name, {.kind = SymbolKind::constant});
  }
  for (const Variable& variable : scenario.variables) {
    add(variable.cell.name, {.kind = variable.atomic ? SymbolKind::atomic : SymbolKind::variable,
                             .is_array = !variable.cell.size.empty()});
  }
  for (const SyncObject& object : scenario.sync_objects) {
    add_item(object.item, {.kind = kind_of(object.kind), .is_bounded = !object.parameter.empty()});
  }
  for (const Object& object : scenario.objects) add_item(object.item, {SymbolKind::object});
  for (const Reference& ref : scenario.references) add_item(ref.item, {SymbolKind::reference});
  for (std::size_t i = 0; i < scenario.threads.size(); ++i) {
    add_item(scenario.threads[i].item, {.kind = SymbolKind::thread, .index = i});
  }
  for (std::size_t i = 0; i < scenario.functions.size(); ++i) {
    add(scenario.functions[i].name, {.kind = SymbolKind::function, .index = i});
  }
  std::stable_sort(all.begin(), all.end(), [](const Declared& a, const Declared& b) {
    return std::tie(a.symbol.span.line, a.symbol.span.column) <
           std::tie(b.symbol.span.line, b.symbol.span.column);
  });
  return all;
}

}  // namespace

const SymbolRow& row(SymbolKind kind) {
  return table[static_cast<std::size_t>(kind)];
}

SymbolTable::SymbolTable(const Scenario& scenario, Reporter& reporter) {
  all_.push_back({"refcount", {.kind = SymbolKind::built_in}});
  index_.emplace("refcount", 0);
  for (const auto& [name, symbol] : declarations(scenario)) {
    const auto [at, is_new] = index_.emplace(name->text, all_.size());
    if (is_new) {
      all_.push_back({name->text, symbol});
    } else {
      report_duplicate(reporter, *name, all_[at->second].symbol);
    }
  }
}

const Symbol* SymbolTable::find(std::string_view name) const {
  const auto at = index_.find(name);
  return at == index_.end() ? nullptr : &all_[at->second].symbol;
}

void report_duplicate(Reporter& reporter, const Name& name, const Symbol& first) {
  if (first.kind == SymbolKind::built_in) {
    reporter.error(name.span, quoted(name.text) + " is a built-in function", "choose another name");
  } else {
    reporter.error(name.span, quoted(name.text) + " is already declared",
                   at_line("declared", first.span));
  }
}

}  // namespace raceproof::lang

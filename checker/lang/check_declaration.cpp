// Judges the declarations at top level.
#include <string>

#include "checker/lang/check_statement.h"

namespace raceproof::lang {
namespace {

ExpressionCheck constant(const Names& names, std::string_view what) {
  return {names, nullptr, Position::constant, what};
}

void check_sync_object(const Names& names, const SyncObject& object) {
  constant(names, "a size").values(object.item.index);
  constant(names, object.kind == SyncObject::Kind::semaphore ? "an initial value" : "a size")
      .values(object.parameter);
  if (!object.lock) return;
  const ExpressionCheck check = constant(names, "the lock of a condition");
  const Symbol* lock =
      check.resolve(object.lock->item, {SymbolKind::lock, SymbolKind::rlock}, "a lock or an rlock",
                    "a condition needs the lock it releases");
  if (lock != nullptr) check.shape(object.lock->item, *lock);
}

void check_reference(const Names& names, const Reference& reference) {
  const ExpressionCheck check = constant(names, "an initial value");
  constant(names, "a size").values(reference.item.index);
  if (reference.new_object) {
    const Symbol* object = check.resolve(reference.new_object->item, {SymbolKind::object},
                                         "an object", "'new' allocates an object");
    if (object != nullptr) check.shape(reference.new_object->item, *object);
  }
  for (const Expression& value : reference.value) {
    if (value.kind == Expression::Kind::place && !value.place.local) {
      const Symbol* other = check.resolve(value.place.item, {SymbolKind::reference}, "a ref",
                                          "it takes 'none', 'new' and an object, or another ref");
      if (other != nullptr) check.shape(value.place.item, *other);
      continue;
    }
    const Type found = check.type(value);
    if (found == Type::value) {
      names.reporter.error(value.span, "a ref cannot hold a value",
                           "it takes 'none', or 'new' and an object");
    }
  }
}

// `cores`, `switch_interval`, `switch_cost`: each at most once.
void check_settings(const Names& names) {
  const Setting* first[3] = {};
  constexpr std::string_view words[3] = {"cores", "switch_interval", "switch_cost"};
  for (const Setting& setting : names.scenario.settings) {
    constant(names, "the number of cores").values(setting.value);
    const auto kind = static_cast<std::size_t>(setting.kind);
    if (first[kind] == nullptr) {
      first[kind] = &setting;
    } else {
      names.reporter.error(setting.span, quoted(words[kind]) + " is set twice",
                           at_line("first", first[kind]->span));
    }
  }
}

}  // namespace

void check_cell(const Names& names, const Body* body, const Cell& cell,
                const ExpressionCheck& initial) {
  ExpressionCheck(names, body, Position::constant, "a size").values(cell.size);
  ExpressionCheck(names, body, Position::constant, "a range").values(cell.range);
  initial.values(cell.initial);
  if (cell.initial_is_list && cell.size.empty()) {
    names.reporter.error(
        cell.name.span, quoted(cell.name.text) + " is no array and cannot start with a list",
        "write " + quoted(cell.name.text + "[" + std::to_string(cell.initial.size()) + "]"));
  }
}

void check_declarations(const Names& names) {
  for (const Constant& each : names.scenario.constants) {
    constant(names, "the value of a 'const'").value(each.value);
  }
  for (const Variable& each : names.scenario.variables) {
    check_cell(names, nullptr, each.cell, constant(names, "an initial value"));
  }
  for (const SyncObject& each : names.scenario.sync_objects) check_sync_object(names, each);
  for (const Object& each : names.scenario.objects) {
    constant(names, "a size").values(each.item.index);
    constant(names, "an initial value").values(each.initial);
  }
  for (const Reference& each : names.scenario.references) check_reference(names, each);
  for (const Thread& each : names.scenario.threads) {
    constant(names, "the number of copies").values(each.item.index);
  }
  check_settings(names);
}

}  // namespace raceproof::lang

// The part of StatementCheck that judges assignments and refs.
#include <string>

#include "checker/lang/check_statement.h"

namespace raceproof::lang {

void StatementCheck::assign(const Statement& statement) {
  const Symbol* target = code_.resolve(statement.place.item);
  const Name& name = statement.place.item.name;
  const bool is_known = target != nullptr;
  if (is_known && row(target->kind).is_reference) {
    code_.shape(statement.place.item, *target);
    assign_reference(statement);
    return;
  }
  const bool is_assignable = is_known && row(target->kind).is_assignable;
  if (is_assignable) {
    code_.shape(statement.place.item, *target);
  } else if (is_known) {
    names_.reporter.error(
        name.span,
        quoted(name.text) + " is " + std::string(row(target->kind).phrase) +
            " and cannot be assigned",
        target->kind == SymbolKind::built_in ? "" : at_line("declared", target->span));
  }
  if (statement.new_object) {
    if (is_assignable) {
      names_.reporter.error(name.span,
                            quoted(name.text) + " is " + std::string(row(target->kind).phrase) +
                                ", and only a ref can hold an object",
                            "declare it as " + quoted("ref " + name.text));
    }
    held_object(*statement.new_object);
  }
  for (const Expression& value : statement.expressions) {
    if (is_assignable) {
      code_.value(value);
    } else {
      code_.type(value);
    }
  }
}

void StatementCheck::assign_reference(const Statement& statement) const {
  if (statement.compound) {
    const std::string symbol = std::string(row(*statement.compound).symbol) + "=";
    names_.reporter.error(
        statement.place.item.name.span,
        quoted(statement.place.item.name.text) + " is a ref and has no " + quoted(symbol),
        "a ref can only be assigned: 'a = b', 'a = none', 'a = new o'");
  }
  if (statement.new_object) held_object(*statement.new_object);
  for (const Expression& value : statement.expressions) {
    if (statement.compound) {
      code_.type(value);
    } else {
      held_value(value);
    }
  }
}

void StatementCheck::reference(const Reference& reference) {
  const Item& item = reference.item;
  body_.declaring = item.name.text;
  ExpressionCheck(names_, &body_, Position::constant, "a size").values(item.index);
  if (reference.new_object) held_object(*reference.new_object);
  for (const Expression& value : reference.value) held_value(value);
  body_.declaring = {};
  declare(item.name, {.kind = SymbolKind::local_reference, .is_array = !item.index.empty()});
}

void StatementCheck::held_object(const Place& object) const {
  const Symbol* symbol =
      code_.resolve(object.item, {SymbolKind::object}, "an object", "'new' allocates an object");
  if (symbol != nullptr) code_.shape(object.item, *symbol);
}

void StatementCheck::held_value(const Expression& value) const {
  const Type found = code_.type(value);
  if (found == Type::value) {
    names_.reporter.error(value.span, "a ref cannot hold a value",
                          "it takes another ref, 'none' or 'new' and an object");
  } else if (found == Type::nothing) {
    names_.reporter.error(value.span, quoted(short_text(value)) + " gives no value");
  }
}

}  // namespace raceproof::lang

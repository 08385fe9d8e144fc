#include "checker/lang/check_expression.h"

#include <algorithm>
#include <utility>

namespace raceproof::lang {
namespace {

bool is_reference(Type type) {
  return type == Type::reference || type == Type::none;
}

std::string help_for_non_value(SymbolKind kind, const std::string& name) {
  if (kind == SymbolKind::function || kind == SymbolKind::built_in) {
    return "call it: " + quoted(name + "(...)");
  }
  if (kind == SymbolKind::object) return "a ref can hold it: " + quoted("ref a = new " + name);
  if (kind == SymbolKind::thread) return "properties can read its locals: " + quoted(name + ".r");
  return {};
}

}  // namespace

std::string short_text(const Expression& expression) {
  if (expression.kind == Expression::Kind::none) return "none";
  if (expression.kind == Expression::Kind::self) return "self";
  std::string text = expression.place.item.name.text;
  if (expression.kind == Expression::Kind::call) {
    if (expression.method) text += "." + expression.method->text;
    text += "()";
  }
  return text;
}

void ExpressionCheck::value(const Expression& expression,
                            std::string_view reference_message) const {
  const Type found = type(expression);
  const std::string text = quoted(short_text(expression));
  if (found == Type::nothing) {
    const bool is_function = expression.kind == Expression::Kind::call && !expression.method;
    names_.reporter.error(expression.span, text + " gives no value",
                          is_function ? "no 'return' in the function has one" : "");
  } else if (is_reference(found) && !reference_message.empty()) {
    names_.reporter.error(expression.span, std::string(reference_message));
  } else if (found == Type::reference) {
    names_.reporter.error(expression.span, text + " is a ref, not a value",
                          "refs can only be compared: 'a == b', 'a == none'");
  } else if (found == Type::none) {
    names_.reporter.error(expression.span, "'none' is not a value",
                          "only a ref can be 'none', or be compared with it");
  }
}

void ExpressionCheck::values(const std::vector<Expression>& expressions) const {
  for (const Expression& each : expressions) value(each);
}

Type ExpressionCheck::type(const Expression& expression) const {
  switch (expression.kind) {
    case Expression::Kind::integer:
    case Expression::Kind::boolean: return Type::value;
    case Expression::Kind::none: return Type::none;
    case Expression::Kind::self: self(expression); return Type::value;
    case Expression::Kind::place: return place(expression);
    case Expression::Kind::call: return call(expression);
    case Expression::Kind::unary: values(expression.operands); return Type::value;
    case Expression::Kind::binary: return binary(expression);
    case Expression::Kind::in_set:
      values(expression.operands);
      set(expression.set, 1);
      return Type::value;
  }
  return Type::unknown;
}

void ExpressionCheck::set(const Set& set, std::size_t arity) const {
  const bool is_choice = position_ == Position::choice;
  const ExpressionCheck element(names_, body_, is_choice ? Position::choice : Position::constant,
                                "a set");
  for (const SetPart& part : set.parts) {
    element.values(part.expressions);
    const bool is_range = part.kind == SetPart::Kind::range;
    const std::size_t found = is_range ? 1 : part.expressions.size();
    if (found == arity) continue;
    names_.reporter.error(part.span,
                          "expected " + counted(arity, "value") + ", found " +
                              (is_range ? "a range" : counted(found, "value")),
                          arity > 1 ? "one value for each of the expressions, in parentheses" : "");
  }
}

Type ExpressionCheck::binary(const Expression& expression) const {
  const bool is_equality = expression.op == Operator::eq || expression.op == Operator::ne;
  if (!is_equality) {
    values(expression.operands);
    return Type::value;
  }
  const Type left = type(expression.operands[0]);
  const Type right = type(expression.operands[1]);
  for (const auto& [found, other, operand] : {std::tuple{left, right, &expression.operands[0]},
                                              std::tuple{right, left, &expression.operands[1]}}) {
    if (found == Type::nothing) {
      names_.reporter.error(operand->span, quoted(short_text(*operand)) + " gives no value");
    } else if (found == Type::value && is_reference(other)) {
      names_.reporter.error(operand->span, "a ref cannot be compared with a value",
                            "compare it with another ref or with 'none'");
    }
  }
  return Type::value;
}

void ExpressionCheck::self(const Expression& expression) const {
  if (position_ == Position::property) {
    names_.reporter.error(expression.span, "'self' has no value in a property",
                          "a property belongs to no thread");
  } else if (position_ == Position::constant) {
    not_constant(expression.span, "'self' is not the same in all threads");
  } else {
    permit({Effect::reads_self, "self", expression.span});
  }
}

Type ExpressionCheck::place(const Expression& expression) const {
  const Place& place = expression.place;
  if (place.local) return thread_local_place(place);
  const Symbol* symbol = resolve(place.item);
  if (symbol == nullptr) return Type::unknown;
  const Name& name = place.item.name;
  const SymbolRow& kind = row(symbol->kind);
  if (!kind.is_value && !kind.is_reference) {
    names_.reporter.error(name.span,
                          quoted(name.text) + " is " + std::string(kind.phrase) + ", not a value",
                          help_for_non_value(symbol->kind, name.text));
    return Type::unknown;
  }
  shape(place.item, *symbol);
  if (!is_constant(name, *symbol)) return Type::unknown;
  return kind.is_reference ? Type::reference : Type::value;
}

// `worker[0].r` in a property.
Type ExpressionCheck::thread_local_place(const Place& place) const {
  const Symbol* thread = resolve(place.item);
  if (thread == nullptr) return Type::unknown;
  const Name& name = place.item.name;
  const Name& local = *place.local;
  if (thread->kind != SymbolKind::thread) {
    names_.reporter.error(name.span, quoted(name.text) + " is " +
                                         std::string(row(thread->kind).phrase) + ", not a thread");
    return Type::unknown;
  }
  if (position_ != Position::property) {
    not_constant(place.span, quoted(name.text + "." + local.text) + " is a local");
    return Type::unknown;
  }
  if (thread->is_array && place.item.index.empty()) {
    names_.reporter.error(name.span, quoted(name.text) + " has several copies",
                          "name one: " + quoted(name.text + "[0]." + local.text));
  } else {
    shape(place.item, *thread);
  }
  values(place.local_index);
  const Symbol* symbol = names_.thread_locals.find(thread->index, local.text);
  if (symbol == nullptr) {
    std::string help;
    if (const auto inner = names_.thread_locals.find_inner(thread->index, local.text)) {
      help = at_line("properties can read the outermost block only; declared", *inner);
    } else if (names_.reporter.suggests()) {
      std::vector<std::string> candidates;
      for (const auto& each : names_.thread_locals.of(thread->index)) {
        candidates.emplace_back(each.name);
      }
      help = names_.reporter.did_you_mean(local.text, candidates);
    }
    names_.reporter.error(
        local.span, "thread " + quoted(name.text) + " has no local " + quoted(local.text), help);
    return Type::unknown;
  }
  if (symbol->kind == SymbolKind::local_reference) {
    names_.reporter.error(local.span, quoted(local.text) + " is a ref, not a value",
                          "properties can read locals declared by 'let' or 'choose'");
    return Type::unknown;
  }
  shape({.name = local, .index = place.local_index}, *symbol);
  return Type::value;
}

}  // namespace raceproof::lang

// The part of ExpressionCheck that judges calls.
#include <string>
#include <utility>

#include "checker/lang/check_expression.h"

namespace raceproof::lang {
namespace {

// "'acquire', 'release' and 'try_acquire'", or "" for a kind without operations.
std::string operations_of(SymbolKind kind) {
  std::vector<std::string> all;
  for (const MethodRow& method : methods()) {
    if (method.receiver == kind) all.push_back(quoted(method.name));
  }
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) text += i + 1 == all.size() ? " and " : ", ";
    text += all[i];
  }
  return text;
}

bool is_method_of_atomic(std::string_view name) {
  return find_method(SymbolKind::atomic, name) != nullptr;
}

}  // namespace

Type ExpressionCheck::call(const Expression& expression) const {
  if (position_ != Position::code) {
    no_call(expression);
    return Type::unknown;
  }
  if (expression.method) return method_call(expression);
  const Name& name = expression.place.item.name;
  const Symbol* symbol = find(name.text);
  if (symbol != nullptr && symbol->kind == SymbolKind::built_in) return refcount_call(expression);
  if (symbol != nullptr && symbol->kind == SymbolKind::function) {
    return function_call(expression, *symbol);
  }
  if (symbol == nullptr) {
    unknown(name, true);
  } else {
    names_.reporter.error(
        name.span,
        quoted(name.text) + " is " + std::string(row(symbol->kind).phrase) + ", not a function");
  }
  for (const Expression& argument : expression.operands) type(argument);
  return Type::unknown;
}

// A call where nothing can be called. Its names are judged all the same.
void ExpressionCheck::no_call(const Expression& expression) const {
  const std::string text = quoted(short_text(expression)) + " is a call";
  if (position_ == Position::property) {
    names_.reporter.error(expression.span, text + ", and a property cannot call",
                          "it reads shared variables, constants and locals of threads");
  } else if (position_ == Position::await_condition) {
    names_.reporter.error(expression.span, text + ", and the condition of 'await' cannot call",
                          "it is made of reads and operators");
  } else {
    not_constant(expression.span, text);
  }
  if (expression.method) {
    resolve(expression.place.item);
  } else if (find(expression.place.item.name.text) == nullptr) {
    unknown(expression.place.item.name, true);
  }
  for (const Expression& argument : expression.operands) type(argument);
}

Type ExpressionCheck::method_call(const Expression& expression) const {
  const Symbol* receiver = resolve(expression.place.item);
  if (receiver == nullptr) {
    for (const Expression& argument : expression.operands) type(argument);
    return Type::unknown;
  }
  const MethodRow* method = find_method(receiver->kind, expression.method->text);
  if (method == nullptr) {
    no_method(expression, *receiver);
    for (const Expression& argument : expression.operands) type(argument);
    return Type::unknown;
  }
  shape(expression.place.item, *receiver);
  values(expression.operands);
  arity(expression, method->arity, "");
  if (const auto act = act_of(expression, names_.symbols)) permit(*act);
  return method->has_value ? Type::value : Type::nothing;
}

void ExpressionCheck::no_method(const Expression& expression, const Symbol& receiver) const {
  const std::string& name = expression.place.item.name.text;
  const std::string& method = expression.method->text;
  const std::string operations = operations_of(receiver.kind);
  std::string help;
  if (receiver.kind == SymbolKind::rwlock) {
    help = "write " + quoted(name + ".read { }") + " or " + quoted(name + ".write { }");
  } else if (receiver.kind == SymbolKind::variable && is_method_of_atomic(method)) {
    help = "declare it as " + quoted("atomic " + name);
  } else if (receiver.kind == SymbolKind::thread && (method == "start" || method == "join")) {
    help = "write " + quoted(method + " " + name);
  } else if (!operations.empty()) {
    std::vector<std::string> candidates;
    for (const MethodRow& row : methods()) {
      if (row.receiver == receiver.kind) candidates.emplace_back(row.name);
    }
    help = names_.reporter.did_you_mean(method, candidates);
    if (help.empty()) help = "it has " + operations;
  }
  names_.reporter.error(expression.method->span,
                        quoted(name) + " is " + std::string(row(receiver.kind).phrase) +
                            " and has no operation " + quoted(method),
                        std::move(help));
}

Type ExpressionCheck::function_call(const Expression& expression, const Symbol& function) const {
  for (const Expression& argument : expression.operands) {
    value(argument, "a ref cannot be passed to a function");
  }
  arity(expression, names_.scenario.functions[function.index].parameters.size(),
        at_line("declared", function.span));
  const FunctionFacts& facts = names_.functions[function.index];
  permit_call(expression, facts);
  return facts.returns_value ? Type::value : Type::nothing;
}

Type ExpressionCheck::refcount_call(const Expression& expression) const {
  arity(expression, 1, "the ref whose object is asked for");
  for (const Expression& argument : expression.operands) {
    const Type found = type(argument);
    if (found == Type::reference || found == Type::unknown) continue;
    names_.reporter.error(argument.span, "'refcount' takes a ref", "a name declared by 'ref'");
  }
  return Type::value;
}

void ExpressionCheck::arity(const Expression& expression, std::size_t wanted,
                            std::string help) const {
  const std::size_t found = expression.operands.size();
  if (found == wanted) return;
  const Name& name = expression.place.item.name;
  const std::string text =
      expression.method ? name.text + "." + expression.method->text : name.text;
  names_.reporter.error(
      expression.method ? expression.method->span : name.span,
      quoted(text) + " takes " + counted(wanted, "argument") + ", not " + std::to_string(found),
      std::move(help));
}

void ExpressionCheck::permit(const Act& act) const {
  if (body_ == nullptr) return;
  for (auto frame = body_->frames.rbegin(); frame != body_->frames.rend(); ++frame) {
    const FrameRow& around = row(*frame);
    if (!around.forbids(act.effect)) continue;
    const EffectRow& effect = row(act.effect);
    std::string message = quoted(act.what);
    if (!effect.trouble.empty()) message += " " + std::string(effect.trouble) + " and";
    names_.reporter.error(act.span, message + " cannot stand in " + std::string(around.phrase),
                          std::string(effect.help));
    return;
  }
}

// A call may do what its function does, and what the functions do that are called there.
void ExpressionCheck::permit_call(const Expression& expression, const FunctionFacts& facts) const {
  const Name& name = expression.place.item.name;
  for (auto frame = body_->frames.rbegin(); frame != body_->frames.rend(); ++frame) {
    const FrameRow& around = row(*frame);
    if (around.forbids(Effect::calls)) {
      permit({Effect::calls, name.text + "()", name.span});
      return;
    }
    for (const std::optional<Act>& act : facts.acts) {
      if (!act || !around.forbids(act->effect)) continue;
      const std::string_view trouble = row(act->effect).trouble;
      names_.reporter.error(
          name.span, quoted(name.text) + " cannot be called in " + std::string(around.phrase) +
                         ": " + at_line(quoted(act->what), act->span) + " " +
                         (trouble.empty() ? "cannot stand there" : std::string(trouble)));
      return;
    }
  }
}

}  // namespace raceproof::lang

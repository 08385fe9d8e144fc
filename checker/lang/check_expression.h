// Judges expressions and places: the names in them, what those stand for, and what may be done.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "checker/lang/body.h"
#include "checker/lang/effects.h"
#include "checker/lang/methods.h"
#include "checker/lang/reporter.h"
#include "checker/lang/symbol_table.h"
#include "checker/lang/thread_locals.h"

namespace raceproof::lang {

/// What all checks share.
struct Names {
  const Scenario& scenario;
  const SymbolTable& symbols;
  const std::vector<FunctionFacts>& functions;
  const ThreadLocals& thread_locals;
  Reporter& reporter;
};

/// Where an expression stands, which decides what it may name and do.
enum class Position : std::uint8_t {
  code,             ///< all but the locals of threads
  await_condition,  ///< reads and operators only
  constant,         ///< constants and literals
  choice,           ///< those, `self`, and parameters that are never assigned
  property,         ///< shared variables, constants and locals of threads; no calls, no `self`
};

/// What an expression gives. `unknown` is what a reported mistake gives: it fits everywhere.
enum class Type : std::uint8_t { value, reference, none, nothing, unknown };

class ExpressionCheck {
 public:
  /// `body` is null at top level; `what` names what must be constant: "a size".
  ExpressionCheck(const Names& names, const Body* body, Position position,
                  std::string_view what = {})
      : names_(names), body_(body), position_(position), what_(what) {}

  /// Judges an expression that must give a number. `reference_message` is what is wrong with a ref
  /// there, where there is more to say than that it is no value.
  void value(const Expression& expression, std::string_view reference_message = {}) const;
  void values(const std::vector<Expression>& expressions) const;

  Type type(const Expression& expression) const;

  /// Judges a set whose elements have `arity` values each.
  void set(const Set& set, std::size_t arity) const;

  /// What an item names, or nothing if that is reported as unknown. Its index is judged as a value,
  /// but not whether there should be one.
  const Symbol* resolve(const Item& item) const;

  /// The same for something that must be of one of `kinds`, which messages call `wanted`.
  const Symbol* resolve(const Item& item, std::initializer_list<SymbolKind> kinds,
                        std::string_view wanted, std::string help = {}) const;

  /// An array needs an index, anything else has none.
  void shape(const Item& item, const Symbol& symbol) const;

  /// Reports what something in the enclosing `init`, `atomic`, ... forbids.
  void permit(const Act& act) const;

 private:
  Type place(const Expression& expression) const;
  Type thread_local_place(const Place& place) const;
  Type binary(const Expression& expression) const;
  void self(const Expression& expression) const;

  Type call(const Expression& expression) const;
  Type method_call(const Expression& expression) const;
  Type function_call(const Expression& expression, const Symbol& function) const;
  Type refcount_call(const Expression& expression) const;
  void no_call(const Expression& expression) const;
  void no_method(const Expression& expression, const Symbol& receiver) const;
  void arity(const Expression& expression, std::size_t wanted, std::string help) const;
  void permit_call(const Expression& expression, const FunctionFacts& facts) const;

  const Symbol* find(std::string_view name) const;
  bool is_constant(const Name& name, const Symbol& symbol) const;
  void not_constant(SourceSpan span, const std::string& subject, std::string help = {}) const;
  void unknown(const Name& name, bool is_called) const;
  std::string help_for_unknown(const Name& name, bool is_called) const;

  const Names& names_;
  const Body* body_;
  Position position_;
  std::string_view what_;
};

/// "r" or "m.acquire()": a place, a call, `none` or `self` as messages show it.
std::string short_text(const Expression& expression);

}  // namespace raceproof::lang

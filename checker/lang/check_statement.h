// Judges the code of threads, functions and `init`.
#pragma once

#include "checker/lang/check_expression.h"

namespace raceproof::lang {

class StatementCheck {
 public:
  StatementCheck(const Names& names, Body& body)
      : names_(names), body_(body), code_(names, &body, Position::code) {}

  void block(const Block& block);

  /// Makes a name visible from here to the end of the block; reports one that is visible already.
  void declare(const Name& name, Symbol symbol);

 private:
  void statement(const Statement& statement);
  void compound(const Statement& statement);
  void nested(const Block& block, Frame frame);

  void let(const Statement& statement);
  void reference(const Reference& reference);
  void held_object(const Place& object) const;
  void held_value(const Expression& value) const;
  void choose(const Statement& statement);
  void assign(const Statement& statement);
  void assign_reference(const Statement& statement) const;
  void for_loop(const Statement& statement);
  void with(const Statement& statement);
  void read_or_write(const Statement& statement);
  void allow_threads(const Statement& statement);
  void await(const Statement& statement);
  void start_or_join(const Statement& statement) const;
  void return_(const Statement& statement) const;
  void jump(const Statement& statement, std::string_view word) const;

  const Names& names_;
  Body& body_;
  ExpressionCheck code_;
};

/// Judges all bodies of the scenario.
void check_bodies(const Names& names);

/// Judges what `var`, `atomic` and `let` share. Initial values are judged by `initial`; sizes and
/// ranges are constant. `body` is null at top level.
void check_cell(const Names& names, const Body* body, const Cell& cell,
                const ExpressionCheck& initial);

/// Judges the declarations at top level, but for their bodies.
void check_declarations(const Names& names);

/// Judges the properties.
void check_properties(const Names& names);

}  // namespace raceproof::lang

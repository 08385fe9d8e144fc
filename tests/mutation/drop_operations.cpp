#include <array>
#include <string_view>

#include "operators.h"

namespace raceproof::mutation {
namespace {

using lang::Expression;
using lang::Statement;
using Kind = Statement::Kind;

// A block of this head is its body alone: a constant condition is no step and no switch point.
constexpr std::string_view nothing_before = "if true";

struct ValueRow {
  std::string_view operation;
  std::string_view value;  ///< what it gives where it is dropped
};

constexpr std::array<ValueRow, 3> values{{
    {"try_acquire", "true"},
    {"try_incref", "true"},
    {"get", "0"},
}};

// Whether dropping the operation `name` leaves a bug: `use` only looks.
bool is_operation(const Site& site, const Expression& call) {
  if (!call.method) return false;
  return site.is_synchronising(call.place.item) ||
         (site.is_object(call.place.item) && call.method->text != "use");
}

void drop_statement(const Site& site, const Statement& statement, Planted& planted) {
  const SourceMap& map = site.map();
  switch (statement.kind) {
    case Kind::with:
    case Kind::read:
    case Kind::write:
      planted.add(statement.span, map.head(statement.span, statement.blocks[0].open),
                  nothing_before);
      break;
    case Kind::await:
      if (statement.blocks.empty()) {
        planted.add(statement.span, map.simple_statement(statement.span), "skip");
      } else {
        planted.add(statement.span, map.head(statement.span, statement.blocks[0].open),
                    nothing_before);
      }
      break;
    case Kind::call:
      if (is_operation(site, statement.expressions[0])) {
        planted.add(statement.span, map.simple_statement(statement.span), "skip");
      }
      break;
    case Kind::del:
    case Kind::start:
    case Kind::join:
      planted.add(statement.span, map.simple_statement(statement.span), "skip");
      break;
    default: break;
  }
}

}  // namespace

void drop_operations(const Site& site, Planted& planted) {
  site.each_statement(
      [&](const Statement& statement) { drop_statement(site, statement, planted); });
  site.each_expression([&](const Expression& expression) {
    if (expression.kind != Expression::Kind::call || !is_operation(site, expression)) return;
    for (const ValueRow& row : values) {
      if (expression.method->text != row.operation) continue;
      const SourceSpan& begin = expression.place.item.name.span;
      planted.add(begin, site.map().call(begin), row.value);
    }
  });
}

}  // namespace raceproof::mutation

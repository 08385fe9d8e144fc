#include "checker/lang/walk.h"

#include <vector>

namespace raceproof::lang {
namespace {

class Walk {
 public:
  explicit Walk(const Visitor& visitor) : visitor_(visitor) {}

  void block(const Block& block) const {
    for (const Statement& each : block.statements) statement(each);
  }

 private:
  void statement(const Statement& statement) const {
    visitor_.statement(statement);
    for (const Cell& cell : statement.cells) {
      expressions(cell.size);
      expressions(cell.range);
      expressions(cell.initial);
    }
    for (const Reference& reference : statement.references) {
      expressions(reference.item.index);
      if (reference.new_object) place(*reference.new_object);
      expressions(reference.value);
    }
    place(statement.place);
    if (statement.new_object) place(*statement.new_object);
    expressions(statement.expressions);
    set(statement.set);
    for (const Block& each : statement.blocks) block(each);
  }

  void expressions(const std::vector<Expression>& list) const {
    for (const Expression& each : list) expression(each);
  }

  void expression(const Expression& expression) const {
    visitor_.expression(expression);
    place(expression.place);
    expressions(expression.operands);
    set(expression.set);
  }

  void place(const Place& place) const {
    expressions(place.item.index);
    expressions(place.local_index);
  }

  void set(const Set& set) const {
    for (const SetPart& part : set.parts) expressions(part.expressions);
  }

  const Visitor& visitor_;
};

}  // namespace

void walk(const Block& block, const Visitor& visitor) {
  Walk(visitor).block(block);
}

}  // namespace raceproof::lang

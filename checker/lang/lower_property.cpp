#include "checker/lang/lower_property.h"

#include <algorithm>

#include "checker/lang/parser.h"

namespace raceproof::lang {
namespace {

raceproof::Expression constant_tree(std::int64_t value, SourceSpan span) {
  raceproof::Expression tree;
  tree.value = value;
  tree.span = span;
  return tree;
}

raceproof::Expression cell_tree(CellIndex first, std::uint32_t size, bool is_array,
                                const std::vector<Expression>& index, SourceSpan span,
                                Globals& globals) {
  raceproof::Expression tree;
  tree.kind = is_array ? raceproof::Expression::Kind::element : raceproof::Expression::Kind::cell;
  tree.cell = first;
  tree.span = span;
  if (!is_array) return tree;
  tree.size = size;
  tree.operands.push_back(property_tree(index[0], globals));
  const raceproof::Expression& at = tree.operands[0];
  if (at.kind == raceproof::Expression::Kind::constant &&
      (at.value < 0 || at.value >= std::int64_t{size})) {
    globals.diagnostics.push_back(
        {index[0].span,
         "the index " + std::to_string(at.value) + " is out of bounds: there are " +
             std::to_string(size) + " elements",
         "an index is between 0 and " + std::to_string(size - 1)});
  }
  return tree;
}

raceproof::Expression place_tree(const Expression& e, Globals& globals) {
  const Place& place = e.place;
  if (place.local) {
    const NamedLocal* local = local_of(place, globals);
    if (local == nullptr) return constant_tree(0, e.span);
    return cell_tree(local->cell, local->size, local->is_array, place.local_index, e.span, globals);
  }
  if (globals.constants.is_open(place.item.name.text)) {
    return cell_tree(globals.program.open->cell, 1, false, {}, e.span, globals);
  }
  if (const auto value = globals.constants.find(place.item.name.text)) {
    return constant_tree(*value, e.span);
  }
  const Global& global = globals.names[place.item.name.text];
  return cell_tree(global.first, global.size, global.is_array, place.item.index, e.span, globals);
}

raceproof::Expression operator_tree(const Expression& e, Globals& globals) {
  using Kind = raceproof::Expression::Kind;
  raceproof::Expression tree;
  tree.kind = Kind::apply;
  tree.op = e.op;
  tree.span = e.op_span;
  for (const Expression& operand : e.operands) {
    tree.operands.push_back(property_tree(operand, globals));
  }
  const bool is_logic = e.op == Operator::and_ || e.op == Operator::or_;
  const bool is_known =
      !is_logic && std::all_of(tree.operands.begin(), tree.operands.end(), [](const auto& operand) {
        return operand.kind == Kind::constant;
      });
  if (!is_known) return tree;
  const std::int64_t right = tree.operands.size() > 1 ? tree.operands[1].value : 0;
  const Arithmetic result = apply(e.op, tree.operands[0].value, right);
  if (!result.error) return constant_tree(result.value, e.span);
  globals.diagnostics.push_back({e.op_span, describe(*result.error), ""});
  return constant_tree(0, e.span);
}

void lower_outcomes(const Property& property, property::Property& result, Globals& globals) {
  for (const Expression& expression : property.expressions) {
    result.observed.push_back({to_text(expression), property_tree(expression, globals),
                               is_boolean(expression, globals)});
  }
  if (property.set) result.set = globals.constants.evaluate(*property.set);
}

}  // namespace

const NamedLocal* local_of(const Place& place, Globals& globals) {
  const Global& global = globals.names[place.item.name.text];
  std::int64_t copy = 0;
  if (!place.item.index.empty()) {
    copy = globals.constants.evaluate(place.item.index[0]).value_or(0);
    if (copy < 0 || copy >= std::int64_t{global.size}) {
      globals.diagnostics.push_back(
          {place.item.index[0].span,
           "there is no '" + place.item.name.text + "[" + std::to_string(copy) + "]': '" +
               place.item.name.text + "' has " + std::to_string(global.size) + " copies",
           ""});
      return nullptr;
    }
  }
  const std::size_t number = global.first + static_cast<std::size_t>(copy);
  if (number >= globals.program.threads.size()) return nullptr;
  for (const NamedLocal& local : globals.program.threads[number].locals) {
    if (local.name == place.local->text) return &local;
  }
  return nullptr;
}

bool is_boolean(const Expression& e, const Globals& globals) {
  switch (e.kind) {
    case Expression::Kind::boolean:
    case Expression::Kind::in_set: return true;
    case Expression::Kind::unary: return e.op == Operator::not_;
    case Expression::Kind::binary: return row(e.op).precedence <= row(Operator::eq).precedence;
    case Expression::Kind::place: {
      const auto found = globals.names.find(e.place.item.name.text);
      if (found == globals.names.end()) return false;
      if (!e.place.local) return found->second.is_boolean;
      const std::size_t first = found->second.first;
      if (first >= globals.program.threads.size()) return false;
      for (const NamedLocal& local : globals.program.threads[first].locals) {
        if (local.name == e.place.local->text) return local.is_boolean;
      }
      return false;
    }
    case Expression::Kind::integer:
    case Expression::Kind::none:
    case Expression::Kind::self:
    case Expression::Kind::call: return false;
  }
  return false;
}

raceproof::Expression property_tree(const Expression& e, Globals& globals) {
  switch (e.kind) {
    case Expression::Kind::integer:
    case Expression::Kind::boolean: return constant_tree(e.value, e.span);
    case Expression::Kind::place: return place_tree(e, globals);
    case Expression::Kind::unary:
    case Expression::Kind::binary: return operator_tree(e, globals);
    case Expression::Kind::in_set: {
      raceproof::Expression tree;
      tree.kind = raceproof::Expression::Kind::in_set;
      tree.span = e.span;
      tree.operands.push_back(property_tree(e.operands[0], globals));
      if (auto set = globals.constants.evaluate(e.set)) tree.set = std::move(*set);
      return tree;
    }
    case Expression::Kind::none: return constant_tree(heap::none, e.span);
    case Expression::Kind::self:
    case Expression::Kind::call: break;
  }
  globals.diagnostics.push_back({e.span, "this cannot stand in a property", ""});
  return constant_tree(0, e.span);
}

property::Property lower_property(const Property& property, Globals& globals) {
  property::Property result;
  result.kind = property.kind;
  result.text = property.text;
  result.span = property.span;
  result.least_us = property.least_us;
  result.greatest_us = property.greatest_us;
  result.fails = property.fails;
  if (property.kind == property::Kind::outcomes) {
    lower_outcomes(property, result, globals);
  } else {
    for (const Expression& expression : property.expressions) {
      result.expressions.push_back(property_tree(expression, globals));
    }
  }
  for (const Name& name : property.under) {
    if (const ExecutionModel* model = find_model(name.text)) result.models.push_back(model);
  }
  for (const Name& name : property.without) {
    const Global& global = globals.names[name.text];
    result.removed_names.push_back(name.text);
    for (std::uint32_t i = 0; i < global.size; ++i) result.removed.push_back(global.first + i);
  }
  std::sort(result.removed.begin(), result.removed.end());
  return result;
}

}  // namespace raceproof::lang

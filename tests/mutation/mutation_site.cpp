#include "mutation_site.h"

#include <algorithm>
#include <cctype>

#include "checker/lang/walk.h"

namespace raceproof::mutation {
namespace {

using lang::Block;
using lang::Item;
using lang::Scenario;
using lang::Statement;

// White space folded, so that a change is told on one line.
std::string folded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool is_blank = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!is_blank) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  return result;
}

std::vector<const Block*> bodies(const Scenario& scenario) {
  std::vector<const Block*> found;
  for (const lang::Function& function : scenario.functions) found.push_back(&function.body);
  if (scenario.init) found.push_back(&scenario.init->body);
  for (const lang::Thread& thread : scenario.threads) found.push_back(&thread.body);
  return found;
}

template <typename List>
bool has_item(const List& list, const Item& item) {
  return std::any_of(list.begin(), list.end(),
                     [&](const auto& each) { return each.item.name.text == item.name.text; });
}

}  // namespace

Site::Site(std::string_view source, const Scenario& scenario) : map_(source), scenario_(&scenario) {
  for (const Block* body : bodies(scenario)) add_blocks(*body);
}

void Site::add_blocks(const Block& block) {
  blocks_.push_back(&block);
  for (const Statement& statement : block.statements) {
    const bool is_one_step =
        statement.kind == Statement::Kind::atomic || statement.kind == Statement::Kind::await;
    for (const Block& inner : statement.blocks) {
      if (is_one_step) indivisible_.push_back({map_.offset(inner.open), map_.offset(inner.close)});
      add_blocks(inner);
    }
  }
}

void Site::each_statement(const std::function<void(const Statement&)>& visit) const {
  for (const Block* block : blocks_) {
    for (const Statement& statement : block->statements) visit(statement);
  }
}

void Site::each_expression(const std::function<void(const lang::Expression&)>& visit) const {
  const lang::Visitor visitor{[](const Statement&) {}, visit};
  for (const Block* body : bodies(*scenario_)) lang::walk(*body, visitor);
}

bool Site::is_indivisible(const SourceSpan& span) const {
  const std::size_t at = map_.offset(span);
  return std::any_of(indivisible_.begin(), indivisible_.end(),
                     [&](const Extent& extent) { return extent.begin <= at && at < extent.end; });
}

bool Site::is_atomic(const Item& item) const {
  const auto& variables = scenario_->variables;
  return std::any_of(variables.begin(), variables.end(), [&](const lang::Variable& variable) {
    return variable.atomic && variable.cell.name.text == item.name.text;
  });
}

bool Site::is_synchronising(const Item& item) const {
  return has_item(scenario_->sync_objects, item);
}

bool Site::is_object(const Item& item) const {
  return has_item(scenario_->objects, item);
}

void Planted::add(const SourceSpan& place, std::string_view was, std::string_view is,
                  std::vector<Edit> edits, std::string_view sign) {
  mutants.push_back({op_, place.line, folded(was) + std::string(sign) + folded(is),
                     apply(map_->source(), std::move(edits))});
}

void Planted::add(const SourceSpan& place, const Extent& extent, std::string_view text) {
  add(place, map_->text(extent), text, {{extent, std::string(text)}});
}

}  // namespace raceproof::mutation

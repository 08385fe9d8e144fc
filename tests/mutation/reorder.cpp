#include "operators.h"

namespace raceproof::mutation {
namespace {

using lang::Block;
using lang::Statement;
using Kind = Statement::Kind;

// A statement that is no block, does something, and goes on to the next one.
bool is_simple(const Statement& statement) {
  switch (statement.kind) {
    case Kind::skip:
    case Kind::yield:
    case Kind::return_:
    case Kind::break_:
    case Kind::continue_: return false;
    default: return statement.blocks.empty();
  }
}

}  // namespace

void swap_neighbours(const Site& site, Planted& planted) {
  const SourceMap& map = site.map();
  for (const Block* block : site.blocks()) {
    for (std::size_t i = 0; i + 1 < block->statements.size(); ++i) {
      const Statement& first = block->statements[i];
      const Statement& second = block->statements[i + 1];
      if (!is_simple(first) || !is_simple(second)) continue;
      const Extent before = map.simple_statement(first.span);
      const Extent behind = map.simple_statement(second.span);
      const std::string_view one = map.text(before), other = map.text(behind);
      if (one == other) continue;
      planted.add(first.span, one, other,
                  {{before, std::string(other)}, {behind, std::string(one)}}, " <-> ");
    }
  }
}

void test_once(const Site& site, Planted& planted) {
  const SourceMap& map = site.map();
  site.each_statement([&](const Statement& statement) {
    if (statement.kind != Kind::while_) return;
    const Extent head = map.head(statement.span, statement.blocks[0].open);
    const Extent word = map.token(statement.span);
    const std::string condition(map.text({word.end, head.end}));
    planted.add(statement.span, map.text(head), "if" + condition, {{word, "if"}});
  });
}

}  // namespace raceproof::mutation

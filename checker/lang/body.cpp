#include "checker/lang/body.h"

#include <algorithm>
#include <array>
#include <utility>

#include "checker/lang/walk.h"

namespace raceproof::lang {

const FrameRow& row(Frame frame) {
  using enum Effect;
  static const std::array<FrameRow, 6> table{{
      {Frame::loop, "a loop", {}, false},
      {Frame::init,
       "'init'",
       {blocks, takes_time, yields, starts, native, gives_gil_up, reads_self},
       false},
      {Frame::atomic,
       "'atomic'",
       {blocks, takes_time, loops, yields, starts, native, gives_gil_up},
       true},
      {Frame::await_block,
       "the block of 'await'",
       {blocks, takes_time, loops, yields, starts, native, gives_gil_up},
       true},
      {Frame::native, "'native'", {yields, starts, calls}, true},
      {Frame::allow_threads, "'allow_threads'", {}, true},
  }};
  return table[static_cast<std::size_t>(frame)];
}

void Body::note_assignments(const Block& block) {
  walk(block, {.statement =
                   [&](const Statement& statement) {
                     if (statement.kind == Statement::Kind::assign) {
                       const Name& name = statement.place.item.name;
                       assigned.emplace(name.text, name.span);
                     } else if (statement.kind == Statement::Kind::choose) {
                       assigned.emplace(statement.name.text, statement.name.span);
                     }
                   },
               .expression = [](const Expression&) {}});
}

void Body::open_block() {
  block_starts_.push_back(declared_.size());
}

void Body::close_block() {
  for (; declared_.size() > block_starts_.back(); declared_.pop_back()) {
    const Declared& last = declared_.back();
    ended_[last.name] = locals_[last.name].span;
    if (last.hidden) {
      locals_[last.name] = *last.hidden;
    } else {
      locals_.erase(last.name);
    }
  }
  block_starts_.pop_back();
}

void Body::declare(const Name& name, Symbol symbol) {
  symbol.span = name.span;
  const auto [at, is_new] = locals_.emplace(name.text, symbol);
  std::optional<Symbol> hidden;
  if (!is_new) hidden = std::exchange(at->second, symbol);
  declared_.push_back({name.text, hidden});
}

const Symbol* Body::find(std::string_view name) const {
  const auto at = locals_.find(name);
  return at == locals_.end() ? nullptr : &at->second;
}

std::optional<SourceSpan> Body::find_ended(std::string_view name) const {
  const auto at = ended_.find(name);
  if (at == ended_.end()) return {};
  return at->second;
}

std::vector<NamedSymbol> Body::in_sight() const {
  std::vector<NamedSymbol> all;
  for (const Declared& each : declared_) all.push_back({each.name, locals_.at(each.name)});
  return all;
}

bool Body::is_within(Frame frame) const {
  return std::find(frames.begin(), frames.end(), frame) != frames.end();
}

}  // namespace raceproof::lang

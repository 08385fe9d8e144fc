#include "checker/engine/state_tree.h"

#include <stdexcept>

namespace raceproof::engine {
namespace {

constexpr std::uint32_t number_max = (std::uint32_t{1} << StateTree::number_bits) - 1;
constexpr std::uint32_t no_number = ~std::uint32_t{0};

}  // namespace

StateTree::StateTree(std::uint32_t parts) {
  levels_.push_back({std::vector<std::uint32_t>(parts, no_number), {}});
  for (std::size_t nodes = parts; nodes > 2;) {
    nodes = (nodes + 1) / 2;
    levels_.push_back(
        {std::vector<std::uint32_t>(nodes, no_number), std::vector<WordIndex>(nodes)});
  }
}

// Of the pair below a node, as it stands in the level below.
std::uint32_t StateTree::number_above(std::size_t level, std::size_t node) {
  const std::vector<std::uint32_t>& below = levels_[level - 1].values;
  if (2 * node + 1 == below.size()) return below[2 * node];
  const Word pair = Word{below[2 * node]} << 32 | below[2 * node + 1];
  const std::uint32_t number = levels_[level].pairs[node].insert(pair).first;
  if (number > number_max) throw std::length_error("a state has too many values in one half");
  return number;
}

Word StateTree::word() const {
  const std::vector<std::uint32_t>& top = levels_.back().values;
  return top.size() == 1 ? Word{top[0]} : Word{top[1]} << number_bits | top[0];
}

Word StateTree::fold(const std::vector<PartId>& ids) {
  levels_[0].values = ids;
  for (std::size_t level = 1; level < levels_.size(); ++level) {
    std::vector<std::uint32_t>& values = levels_[level].values;
    for (std::size_t node = 0; node < values.size(); ++node) {
      values[node] = number_above(level, node);
    }
  }
  open_ = word();
  return open_;
}

// States that are opened one after the other have much in common.
void StateTree::show(std::size_t level, std::size_t node, std::uint32_t number) {
  std::uint32_t& value = levels_[level].values[node];
  if (value == number) return;
  value = number;
  if (level == 0) return;
  if (2 * node + 1 == levels_[level - 1].values.size()) return show(level - 1, 2 * node, number);
  const Word pair = levels_[level].pairs[node].word(number);
  show(level - 1, 2 * node, static_cast<std::uint32_t>(pair >> 32));
  show(level - 1, 2 * node + 1, static_cast<std::uint32_t>(pair));
}

void StateTree::open(Word word) {
  if (word == open_) return;
  open_ = word;
  const std::size_t top = levels_.size() - 1;
  show(top, 0, static_cast<std::uint32_t>(word & number_max));
  if (levels_[top].values.size() == 2) {
    show(top, 1, static_cast<std::uint32_t>(word >> number_bits));
  }
}

Word StateTree::near(std::span<const PartId> ids) {
  writes_.clear();
  for (PartIndex part = 0; part < ids.size(); ++part) {
    if (ids[part] != this->ids()[part]) writes_.push_back({part, ids[part]});
  }
  return with(writes_);
}

void StateTree::set(std::uint32_t& value, std::uint32_t number) {
  changed_.push_back({&value, value});
  value = number;
}

Word StateTree::with(std::span<const PartWrite> writes) {
  changed_.clear();
  nodes_.clear();
  for (const PartWrite& write : writes) {
    set(levels_[0].values[write.part], write.id);
    nodes_.push_back(write.part);
  }
  for (std::size_t level = 1; level < levels_.size(); ++level) {
    std::size_t kept = 0;
    for (const std::size_t below : nodes_) {
      const std::size_t node = below / 2;
      if (kept > 0 && nodes_[kept - 1] == node) continue;
      set(levels_[level].values[node], number_above(level, node));
      nodes_[kept++] = node;
    }
    nodes_.resize(kept);
  }
  const Word changed = word();
  for (const Before& before : changed_) *before.value = before.number;
  return changed;
}

std::uint64_t StateTree::memory_bytes() const {
  std::uint64_t bytes = 0;
  for (const Level& level : levels_) {
    for (const WordIndex& pairs : level.pairs) bytes += pairs.memory_bytes();
  }
  return bytes;
}

std::uint64_t StateTree::bytes_to_grow(std::uint64_t more) const {
  std::uint64_t bytes = 0;
  for (const Level& level : levels_) {
    for (const WordIndex& pairs : level.pairs) bytes += pairs.bytes_to_grow(more);
  }
  return bytes;
}

}  // namespace raceproof::engine

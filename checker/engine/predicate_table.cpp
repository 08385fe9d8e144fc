#include "checker/engine/predicate_table.h"

#include <algorithm>
#include <bit>
#include <iterator>

#include "checker/engine/gather.h"

namespace raceproof::engine {
namespace {

constexpr int index_bits_max = 16;

}  // namespace

std::uint8_t& PredicateTable::slot(Word key) {
  if (space_->is_wide()) {
    const std::uint32_t number = chained_.insert(0, all_reads_, space_->ids(key)).first;
    if (number >= values_.size()) values_.resize(number + std::size_t{1}, unknown);
    return values_[number];
  }
  if (!is_looked_up_) return values_[PlainGather{}(key, mask_)];
  const auto [number, is_new] = keys_.insert(key & mask_);
  if (is_new) values_.push_back(unknown);
  return values_[number];
}

bool PredicateTable::operator()(Word key) {
  if (layout_number_ != space_->layout_number()) {
    layout_number_ = space_->layout_number();
    mask_ = 0;
    is_looked_up_ = false;
    values_.assign(1, unknown);
    keys_ = {};
    all_reads_.clear();
    chained_ = {};
  }
  const std::uint8_t known = slot(key);
  return known == unknown ? evaluate_new(key) : known == yes;
}

// What the evaluation reads may depend on values, as in `a[i]`: where it reads something new, the
// table begins anew with more bits.
bool PredicateTable::evaluate_new(Word key) {
  space_->decode(key, state_);
  reads_.clear();
  const bool is_true = condition_(state_, reads_);
  if (space_->is_wide()) {
    note_reads();
    slot(key) = is_true ? yes : no;
    return is_true;
  }
  Word mask = mask_;
  for (const PartIndex part : reads_) mask |= space_->layout().mask(part);
  if (mask != mask_) {
    mask_ = mask;
    is_looked_up_ = std::popcount(mask) > index_bits_max;
    values_.assign(is_looked_up_ ? 0 : std::size_t{1} << std::popcount(mask), unknown);
    keys_ = {};
  }
  slot(key) = is_true ? yes : no;
  return is_true;
}

void PredicateTable::note_reads() {
  std::sort(reads_.begin(), reads_.end());
  std::vector<PartIndex> all;
  std::set_union(all_reads_.begin(), all_reads_.end(), reads_.begin(), reads_.end(),
                 std::back_inserter(all));
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (all == all_reads_) return;
  all_reads_ = std::move(all);
  chained_ = {};
  values_.clear();
}

PredicateTable::Condition condition_of(const Expression& expression, PackedSpace& space) {
  return [&](const State& state, std::vector<PartIndex>& reads) {
    std::vector<CellIndex> cells;
    const Evaluated result = evaluate(expression, state.cells, 0, &cells);
    for (const CellIndex cell : cells) reads.push_back(space.parts().of_cell(cell));
    return !result.fault && result.value != 0;
  };
}

}  // namespace raceproof::engine

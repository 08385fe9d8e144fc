#include "checker/engine/packed_space.h"

#include <algorithm>
#include <numeric>

namespace raceproof::engine {
namespace {

constexpr std::uint32_t young_slack = 3;  // bits that a field has at least while states are few
constexpr std::uint64_t small_range_max = 256;  // of these, all values are likely to occur
constexpr std::uint32_t extended_max = 8;  // bits that are not mixed, before all are mixed anew
constexpr std::size_t packed_at_once = 1 << 12;

bool is_write(NodeKind kind) {
  return kind == NodeKind::store || kind == NodeKind::update || kind == NodeKind::fetch_add ||
         kind == NodeKind::exchange || kind == NodeKind::compare_exchange;
}

std::uint32_t sum(const std::vector<std::uint32_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), std::uint32_t{0});
}

}  // namespace

PackedSpace::PackedSpace(const Machine& machine, const Packing& packing)
    : machine_(machine),
      parts_(machine.program()),
      grading_(static_cast<std::uint32_t>(machine.program().threads.size())),
      is_sweeping_(packing.sweeps),
      visited_(1),
      many_(packing.many) {
  add_ranges();
  lay_out();
}

// A declared range stands at every node that writes the variable.
void PackedSpace::add_ranges() {
  range_.assign(parts_.count(), 0);
  for (const Code& code : machine_.program().codes) {
    for (const Node& node : code) {
      if (!is_write(node.kind)) continue;
      const auto values =
          static_cast<std::uint64_t>(node.place.high) - static_cast<std::uint64_t>(node.place.low);
      const std::uint32_t cells = std::max<std::uint32_t>(node.place.size, 1);
      for (std::uint32_t i = 0; i < cells && values < (std::uint64_t{1} << 31); ++i) {
        range_[parts_.of_cell(node.place.cell + i)] = values + 1;
      }
    }
  }
}

// The threads' frames are alike more often than not, so what one of them needs, the others will.
// A field that is three quarters full gets another bit, unless the range is known to end before.
std::vector<std::uint32_t> PackedSpace::widths(std::uint32_t slack) const {
  const auto threads = static_cast<std::uint32_t>(machine_.program().threads.size());
  std::vector<std::uint32_t> widths(parts_.count());
  for (PartIndex part = 0; part < parts_.count(); ++part) {
    const std::uint64_t values = parts_.values(part);
    widths[part] = bits_for(values);
    const bool is_variable = part >= threads && part < parts_.holder();
    if (slack > 0 && part < parts_.holder()) {
      widths[part] = std::max(bits_for(values + (values > 1 ? values / 3 : 0)), slack);
    }
    if (is_variable && range_[part] != 0) {
      widths[part] = std::min(widths[part], bits_for(range_[part]));
      const bool is_small = range_[part] <= small_range_max;
      if (slack > 0 && (is_small || bits_for(range_[part]) <= bits_for(values) + 1)) {
        widths[part] = bits_for(range_[part]);
      }
      widths[part] = std::max(widths[part], bits_for(values));
    }
  }
  for (std::uint32_t i = 0; slack > 0 && i < threads; ++i) {
    for (std::uint32_t j = 0; j < threads; ++j) {
      const auto& threads_of = machine_.program().threads;
      if (threads_of[i].frame_size == threads_of[j].frame_size) {
        widths[i] = std::max(widths[i], widths[j]);
      }
    }
  }
  return widths;
}

void PackedSpace::lay_out() {
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t slack = size() < many_ ? young_slack : 0;; --slack) {
    chosen = widths(slack);
    if (slack == 0 || sum(chosen) <= BitLayout::word_bits) break;
  }
  const BitLayout old = layout_;
  LevelLog old_log = std::move(log_);
  layout_ = BitLayout(chosen);
  steps_ = std::make_unique<StepTable>(machine_, parts_, layout_, grading_);
  ++layout_number_;
  const std::uint32_t bits = std::max<std::uint32_t>(layout_.bits(), 1);
  visited_ = VisitedSet(bits, is_sweeping_ ? 0 : old_log.size());
  level_.clear();
  log_ = LevelLog(bits);
  if (!is_narrow()) return;
  std::vector<Word> keys;
  std::vector<PartId> ids;
  for (std::uint64_t first = 0; first < old_log.size(); first += packed_at_once) {
    keys.resize(std::min<std::uint64_t>(packed_at_once, old_log.size() - first));
    old_log.read(first, keys);
    for (Word& key : keys) {
      old.unpack({&key, 1}, ids);
      layout_.pack(ids, {&key, 1});
    }
    log_.append(keys);
    if (!is_sweeping_) visited_.insert(keys);
  }
  if (is_sweeping_) fill_level();
}

// The states of the level that is being made are the last ones.
void PackedSpace::fill_level() {
  const std::uint64_t begin = first_of_level.empty() ? 0 : first_of_level.back();
  std::vector<Word> keys;
  for (std::uint64_t first = begin; first < size(); first += packed_at_once) {
    keys.resize(std::min<std::uint64_t>(packed_at_once, size() - first));
    log_.read(first, keys);
    level_.insert(keys);
  }
}

void PackedSpace::stop_sweeping() {
  is_sweeping_ = false;
  level_ = {};
  visited_ = VisitedSet(std::max<std::uint32_t>(layout_.bits(), 1), size());
  std::vector<Word> keys;
  for (std::uint64_t first = 0; first < size(); first += packed_at_once) {
    keys.resize(std::min<std::uint64_t>(packed_at_once, size() - first));
    log_.read(first, keys);
    visited_.insert(keys);
  }
}

void PackedSpace::widen() {
  if (size() < many_ || !extend()) lay_out();
}

bool PackedSpace::extend() {
  std::vector<PartIndex> extended;
  for (PartIndex part = 0; part < parts_.count(); ++part) {
    if (!layout_.fits(part, parts_.values(part) - 1)) extended.push_back(part);
  }
  if (layout_.extended_bits() + extended.size() > extended_max) return false;
  if (!layout_.extend(extended)) return false;
  ++layout_number_;
  steps_ = std::make_unique<StepTable>(machine_, parts_, layout_, grading_);
  if (!is_sweeping_) visited_.extend(static_cast<std::uint32_t>(extended.size()));
  log_.extend(layout_.bits());
  return true;
}

void PackedSpace::tighten() {
  if (is_tight_ || size() < many_) return;
  is_tight_ = true;
  if (sum(widths(0)) < layout_.bits()) lay_out();
}

std::optional<StateIndex> PackedSpace::insert(const State& state) {
  parts_.encode(state, ids_);
  grading_.begin(ids_);
  Word key = 0;
  while (!layout_.pack(ids_, {&key, 1})) {
    widen();
    if (!is_narrow()) return std::nullopt;
  }
  if (insert({&key, 1}) == 1) return static_cast<StateIndex>(size() - 1);
  std::uint64_t index = 0;
  while (log_[index] != key) ++index;
  return static_cast<StateIndex>(index);
}

std::size_t PackedSpace::insert(std::span<Word> keys) {
  const std::size_t fresh = is_sweeping_ ? level_.insert(keys) : visited_.insert(keys);
  log_.append(keys.first(fresh));
  return fresh;
}

void PackedSpace::expand(StateIndex first, std::span<Word> keys, Batch& batch) {
  do {
    batch.clear();
    log_.read(first, keys);
    const bool is_done = steps_->expand(keys, batch);
    if (is_sweeping_ && !grading_.is_graded()) stop_sweeping();
    if (is_done) return;
    widen();
  } while (is_narrow());
}

void PackedSpace::decode(Word key, State& state) {
  layout_.unpack({&key, 1}, ids_);
  parts_.decode(ids_, state);
}

std::uint64_t PackedSpace::memory_bytes() const {
  return visited_.memory_bytes() + level_.memory_bytes() + log_.memory_bytes() +
         steps_->memory_bytes();
}

}  // namespace raceproof::engine

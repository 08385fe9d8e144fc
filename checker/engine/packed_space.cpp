#include "checker/engine/packed_space.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>

#include "checker/engine/wide_steps.h"

namespace raceproof::engine {
namespace {

constexpr std::uint32_t young_slack = 3;  // bits that a field has at least while states are few
constexpr std::uint64_t small_range_max = 256;  // of these, all values are likely to occur
constexpr std::uint32_t extended_max = 8;  // bits that are not mixed, before all are mixed anew
constexpr std::uint32_t doublings_to_come = 5;  // of the states, once they are many
constexpr std::uint64_t growth_max = 8;         // of the values of a part by then
constexpr std::size_t packed_at_once = 1 << 12;
constexpr std::uint64_t log_spare = 1 << 17;  // of a piece of the log that is not full

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
      parts_(machine.program(), packing.alike),
      grading_(static_cast<std::uint32_t>(machine.program().threads.size()), packing.alike),
      workers_(packing.jobs),
      seen_(packing.sweeps, packing.has_positions, workers_),
      log_(1, packing.piece_bits),
      blocks_from_(packing.blocks_from),
      segment_states_min_(std::uint64_t{4} << packing.piece_bits),
      slices_(packing.jobs),
      many_(packing.many),
      persistent_(packing.persistent),
      dead_(packing.dead),
      forgets_from_(packing.forgets_from),
      keeps_all_(packing.keeps_all) {
  if (packing.is_wide) tree_ = std::make_unique<StateTree>(parts_.count());
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
    widths[part] = bits_for(slack > 0 ? values : values_to_come(part));
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
  ++packed_anew_;
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t slack = size() < many_ ? young_slack : 0;; --slack) {
    chosen = widths(slack);
    if (slack == 0 || sum(chosen) <= BitLayout::word_bits) break;
  }
  if (sum(chosen) > BitLayout::word_bits && !values_half_way_.empty()) {
    values_half_way_.clear();  // what is to come has no room, but what there is may have
    chosen = widths(0);
  }
  const BitLayout old = layout_;
  layout_ = BitLayout(chosen);
  if (is_wide()) {
    log_.recode(key_bits(), [](std::span<Word>) {});
  } else if (fits()) {
    std::vector<PartId> ids;
    log_.recode(key_bits(), [&](std::span<Word> keys) {
      for (Word& key : keys) {
        old.unpack({&key, 1}, ids);
        layout_.pack(ids, {&key, 1});
      }
    });
  }
  make_tables();
  seen_.clear(key_bits(), size());
  if (!fits()) return;
  // The states of the level that is being made are the last ones.
  const bool is_level_enough = seen_.sweeps() && !first_of_level.empty();
  insert_logged(is_level_enough ? first_of_level.back() : 0);
}

void PackedSpace::make_tables() {
  ++layout_number_;
  canonical_ = std::make_unique<CanonicalForm>(parts_, layout_, tree_.get());
  if (is_wide()) {
    steps_ = std::make_unique<WideSteps>(machine_, parts_, *tree_, grading_, *canonical_,
                                         persistent_, dead_);
  } else {
    steps_ = std::make_unique<StepTable>(machine_, parts_, layout_, grading_, persistent_, dead_);
  }
}

void PackedSpace::restore_layout(const BitLayout& layout) {
  is_tight_ = true;
  keeps_all_ = true;  // what comes from elsewhere cannot be found again by the steps taken here
  if (!is_wide()) layout_ = layout;
  if (!fits()) return;
  make_tables();
  seen_.clear(key_bits(), 0);
  log_.recode(key_bits(), [](std::span<Word>) {});
}

void PackedSpace::insert_logged(std::uint64_t first) {
  std::vector<Word> keys;
  for (; first < size(); first += packed_at_once) {
    keys.resize(std::min<std::uint64_t>(packed_at_once, size() - first));
    read(first, keys);
    const SeenStates::Keys slice = keys;
    seen_.insert({&slice, 1});
  }
  put_away();
}

// Tables are made anew beside the other things that there are; those that there were are no more.
bool PackedSpace::fits_anew(std::uint32_t bits) {
  const std::uint64_t anew = seen_.sweeps() ? 0 : seen_.set_bytes_for(bits, size());
  is_out_of_memory_ = memory_bytes() - set_bytes() + anew + longest_segment_bytes() > memory_max_;
  return !is_out_of_memory_;
}

void PackedSpace::widen() {
  if (size() < many_) return lay_out();
  const std::vector<PartIndex> extended = parts_to_extend();
  const auto bits = layout_.bits() + static_cast<std::uint32_t>(extended.size());
  if (!fits_anew(std::min(bits, BitLayout::word_bits))) return;
  if (!extend(extended)) lay_out();
}

// Where a thread's part has become too large, those of threads with frames like its own will do so
// within moments, where they are nearly as large; and to extend all at once is one pass.
std::vector<PartIndex> PackedSpace::parts_to_extend() const {
  const auto& threads_of = machine_.program().threads;
  std::vector<PartIndex> extended;
  std::set<std::pair<std::uint32_t, std::uint32_t>> frames;  // their size, and the field's width
  const auto frame_of = [&](PartIndex part) {
    return std::pair(threads_of[part].frame_size, layout_.field(part).width);
  };
  for (PartIndex part = 0; part < parts_.count(); ++part) {
    if (layout_.fits(part, parts_.values(part) - 1)) continue;
    extended.push_back(part);
    if (part < threads()) frames.insert(frame_of(part));
  }
  for (PartIndex part = 0; part < threads(); ++part) {
    const std::uint64_t room = std::uint64_t{1} << layout_.field(part).width;
    const bool is_nearly_full = parts_.values(part) > room / 4 * 3 && parts_.values(part) <= room;
    if (is_nearly_full && frames.contains(frame_of(part))) extended.push_back(part);
  }
  return extended;
}

bool PackedSpace::extend(const std::vector<PartIndex>& extended) {
  const auto bits = layout_.extended_bits() + extended.size();
  if (!seen_.sweeps() && bits > extended_max) return false;  // a level's table mixes all of them
  if (!layout_.extend(extended)) return false;
  make_tables();
  seen_.extend(static_cast<std::uint32_t>(extended.size()));
  log_.recode(layout_.bits(), [](std::span<Word>) {});
  return true;
}

void PackedSpace::tighten() {
  if (is_wide() || is_tight_) return;
  const bool is_half_way = size() >= many_ / 2 && !seen_.sweeps();
  for (PartIndex part = 0; is_half_way && values_half_way_.size() < parts_.count(); ++part) {
    values_half_way_.push_back(parts_.values(part));
  }
  if (size() < many_) return;
  is_tight_ = true;
  if (widths(0) != widths_now()) lay_out();
  values_half_way_.clear();  // too long ago for any later layout
}

std::vector<std::uint32_t> PackedSpace::widths_now() const {
  std::vector<std::uint32_t> widths;
  for (PartIndex part = 0; part < parts_.count(); ++part) widths.push_back(layout_.width(part));
  return widths;
}

// As if the states became twice as many some more times, and the values grew as they did the last
// time. Where nothing is known of that, the values that there are.
std::uint64_t PackedSpace::values_to_come(PartIndex part) const {
  const std::uint64_t values = parts_.values(part);
  if (values_half_way_.empty()) return values;
  std::uint64_t to_come = values;
  for (std::uint32_t i = 0; i < doublings_to_come; ++i) {
    to_come = std::min(to_come * values / values_half_way_[part], growth_max * values);
  }
  return to_come;
}

bool PackedSpace::insert(State state) {
  for (std::uint32_t i = 0; dead_ != nullptr && i < threads(); ++i) dead_->clear(state, i);
  parts_.encode(state, ids_);
  grading_.begin(ids_);
  Word key = is_wide() ? tree_->fold(ids_) : 0;
  while (!is_wide() && (!fits_all() || !layout_.pack(ids_, {&key, 1}))) {
    widen();
    if (!fits()) return false;
  }
  if ((*canonical_)(key) != key) throw std::logic_error("identical threads do not start alike");
  const SeenStates::Keys slice(&key, 1);
  seen_.insert({&slice, 1});
  if (seen_.fresh(0) == 1) log_.append(slice);
  return true;
}

// With a value that names threads, those that come of it have their numbers.
bool PackedSpace::fits_all() const {
  const std::vector<PartIndex>& naming = parts_.naming();
  return std::all_of(naming.begin(), naming.end(), [this](PartIndex part) {
    return layout_.fits(part, parts_.values(part) - 1);
  });
}

bool PackedSpace::pack(const std::vector<PartId>& ids, Word& key) {
  if (!is_wide()) return layout_.pack(ids, {&key, 1});
  key = tree_->fold(ids);
  return true;
}

result::Integer PackedSpace::all_states() const {
  if (canonical_->is_idle()) return size();
  result::Integer all = all_expanded_;
  const std::uint32_t none = 0;
  for (std::uint64_t i = expanded; i < size(); ++i) {
    const Word key = log_[i];
    all += canonical_->orbits({&key, 1}, {&none, 1}).states;
  }
  return all;
}

void PackedSpace::read(std::uint64_t first, std::span<Word> keys) {
  if (log_.has_all(first, keys.size())) return log_.read(first, keys);
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = key(first + i);
}

void PackedSpace::expand(StateIndex first, std::span<Word> keys, SlicedBatch& batch) {
  blocks_.reset();
  do {
    const bool is_done = expand_slices(first, keys, batch);
    if (!is_done) {
      widen();
      if (is_out_of_memory_) return batch.begin(1);
      continue;
    }
    batch_bytes_ = batch.memory_bytes();
    if (seen_.sweeps() && !grading_.is_graded()) stop_sweeping(batch);
    return;
  } while (fits());
}

// Some states can be met on other levels, so all are looked up from now on.
void PackedSpace::stop_sweeping(SlicedBatch& batch) {
  is_lost_ = forgets_ && !log_.has(0);
  if (is_lost_) return;
  keeps_all_ = keeps_all_ || forgets_;  // which steps led to new states was not noted
  forgets_ = false;
  const std::uint64_t sets = seen_.set_bytes_for(key_bits(), size());
  is_out_of_memory_ = log_.memory_bytes() + sets + longest_segment_bytes() > memory_max_;
  if (is_out_of_memory_) return batch.begin(1);
  seen_.stop_sweeping(key_bits(), size());
  insert_logged(0);
}

// Successors of wide states take their places in the tree when they are made.
bool PackedSpace::has_room_to_expand(std::size_t count) const {
  if (!is_wide() || memory_max_ == ~std::uint64_t{0}) return true;
  return memory_bytes() + tree_->bytes_to_grow(count * threads()) <= memory_max_;
}

// A new state takes its place in the log as well as in the set.
bool PackedSpace::has_room_for(std::uint64_t more) {
  if (memory_max_ == ~std::uint64_t{0}) return true;
  const std::uint64_t fixed = memory_bytes() - seen_.memory_bytes() - log_.memory_bytes();
  const std::uint64_t logged = log_.memory_bytes() + log_.key_bytes() * more + log_spare;
  const std::uint64_t rest = memory_max_ - std::min(memory_max_, fixed + log_spare);
  return fixed + logged + seen_.peak_bytes(more, rest, logged_bytes_a_state()) <= memory_max_;
}

void PackedSpace::decode(Word key, State& state) {
  parts_.decode(ids(key), state);
}

const std::vector<PartId>& PackedSpace::ids(Word key) {
  if (is_wide()) {
    tree_->open(key);
    return tree_->ids();
  }
  layout_.unpack({&key, 1}, ids_);
  return ids_;
}

std::uint64_t PackedSpace::memory_bytes() const {
  std::uint64_t bytes = batch_bytes_;
  if (is_wide()) bytes += tree_->memory_bytes();
  if (blocks_) bytes += blocks_->memory_bytes();
  return bytes + seen_.memory_bytes() + log_.memory_bytes() + fresh_steps_.memory_bytes() +
         steps_->memory_bytes() + parts_.memory_bytes();
}

}  // namespace raceproof::engine

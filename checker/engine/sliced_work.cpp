// How a space expands states and inserts what comes of them in slices, by several threads, with the
// same result as by one.
#include <algorithm>

#include "checker/engine/packed_space.h"

namespace raceproof::engine {
namespace {

constexpr std::size_t worth_slicing = 1 << 8;  // states, of each thread
constexpr std::size_t made_at_once = 256;

}  // namespace

// Every thread expands a slice as far as the rows are made; one thread makes those that are
// missing, of which there are few but at the beginning, and lets the others go on. They are made
// for the first slice that misses some, so that they are made, and new values are numbered, in the
// same order for any number of threads. False where a value did not fit the layout.
bool PackedSpace::expand_slices(std::uint64_t first, std::span<Word> keys, SlicedBatch& batch) {
  const bool is_held = log_.has_all(first, keys.size());
  if (!is_held) read(first, keys);
  const bool is_alone = is_wide() || keys.size() < worth_slicing * jobs();
  const std::size_t count = is_alone ? 1 : jobs();
  batch.begin(count);
  const std::span<Batch> slices = batch.all();
  if (count == 1) {
    if (is_held) log_.read(first, keys);
    if (steps_->expand(keys, 0, Steps::Missing::make, slices[0]) != keys.size()) return false;
    if (!is_wide()) canonical_->make(slices[0].all_successors());
    return true;
  }
  const auto bound = [&](std::size_t slice) { return keys.size() * slice / count; };
  std::vector<std::size_t> next;
  for (std::size_t i = 0; i < count; ++i) next.push_back(bound(i));
  while (true) {
    workers_.side_by_side(true, [&](std::uint32_t i) {
      const auto slice = keys.first(bound(i + 1));
      if (is_held && next[i] == bound(i)) log_.read(first + next[i], slice.subspan(next[i]));
      next[i] = steps_->expand(slice, next[i], Steps::Missing::stop, slices[i]);
    });
    std::size_t i = 0;
    while (i < count && next[i] == bound(i + 1)) ++i;
    if (i == count) break;
    const std::size_t end = std::min(next[i] + made_at_once, bound(i + 1));
    next[i] = steps_->expand(keys.first(end), next[i], Steps::Missing::make, slices[i]);
    if (next[i] != end) return false;
  }
  if (canonical_->is_idle()) return true;
  workers_.side_by_side(true,
                        [&](std::uint32_t i) { canonical_->make(slices[i].all_successors()); });
  return true;
}

std::size_t PackedSpace::insert(std::span<Word> keys) {
  insert_slices({&keys, 1});
  return seen_.fresh(0);
}

void PackedSpace::insert(SlicedBatch& batch) {
  std::vector<SeenStates::Keys> slices;
  for (Batch& slice : batch.all()) slices.push_back(slice.all_successors());
  insert_slices(slices);
}

// The new states are written to the log side by side, each slice behind those before it.
void PackedSpace::insert_slices(std::span<const SeenStates::Keys> slices) {
  seen_.insert(slices);
  const bool notes_steps = !forgets_ && !keeps_all_;
  std::vector<std::uint64_t> first;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    first.push_back(log_.size());
    log_.extend(seen_.fresh(i));
  }
  workers_.side_by_side(slices.size() > 1, [&](std::uint32_t i) {
    if (i >= slices.size()) return;
    log_.write(first[i], slices[i].first(seen_.fresh(i)));
    if (notes_steps) slices_[i].fresh_steps.pack(seen_.is_new(i));
  });
  for (std::size_t i = 0; notes_steps && i < slices.size(); ++i) {
    fresh_steps_.append(slices_[i].fresh_steps);
  }
}

void PackedSpace::note_expanded(std::span<const Word> keys, SlicedBatch& batch) {
  const std::span<Batch> batches = batch.all();
  workers_.side_by_side(batches.size() > 1, [&](std::uint32_t i) {
    if (i >= batches.size()) return;
    std::size_t first = 0;
    for (std::size_t k = 0; k < i; ++k) first += batches[k].steps.size();
    const std::span<const std::uint32_t> steps = batches[i].steps;
    slices_[i].note(*canonical_, keys.subspan(first, steps.size()), steps);
  });
  for (std::size_t i = 0; i < batches.size(); ++i) {
    partly_expanded += batches[i].partly;
    add_expanded(batches[i].steps.size(), slices_[i].expanded);
  }
}

void PackedSpace::note_expanded(Word key, std::uint32_t steps) {
  slices_[0].note(*canonical_, {&key, 1}, {&steps, 1});
  add_expanded(1, slices_[0].expanded);
}

void PackedSpace::Slice::note(const CanonicalForm& canonical, std::span<const Word> keys,
                              std::span<const std::uint32_t> steps) {
  std::uint32_t most = 0;
  std::uint64_t all = 0;
  for (const std::uint32_t count : steps) {
    most = std::max(most, count);
    all += count;
  }
  if (most >= has_step_count.size()) has_step_count.resize(most + std::size_t{1});
  std::uint8_t* const has_count = has_step_count.data();
  for (const std::uint32_t count : steps) has_count[count] = 1;
  if (canonical.is_idle()) {
    expanded = {keys.size(), all};
  } else {
    expanded = canonical.orbits(keys, steps);
  }
}

void PackedSpace::add_expanded(std::uint64_t states, const CanonicalForm::Orbits& all) {
  expanded += states;
  all_expanded_ += all.states;
  all_transitions_ += all.steps;
}

std::vector<std::uint32_t> PackedSpace::step_counts() const {
  std::vector<std::uint32_t> counts;
  for (const Slice& slice : slices_) {
    for (std::uint32_t count = 0; count < slice.has_step_count.size(); ++count) {
      if (slice.has_step_count[count] != 0) counts.push_back(count);
    }
  }
  std::sort(counts.begin(), counts.end());
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  return counts;
}

}  // namespace raceproof::engine

// What a space forgets of its states, and how it finds them again.
#include <algorithm>
#include <stdexcept>

#include "checker/engine/packed_space.h"
#include "checker/explore/limits.h"

namespace raceproof::engine {
namespace {

// A level stays where it is small beside the states since the one before that stays: so few states
// are held, and few have to be brought back at once.
constexpr std::uint64_t segment_levels = 16;
constexpr std::size_t expanded_at_once = 256;

}  // namespace

void PackedSpace::end_roots() {
  first_of_level.push_back(0);
  seen_.end_level();
}

void PackedSpace::end_level() {
  seen_.end_level();
  for (Slice& slice : slices_) slice.has_step_count.clear();
  if (forgets_ || keeps_all_) return;
  forget_expanded();
  if (seen_.sweeps() && size() >= forgets_from_) forget_for_good();
}

void PackedSpace::forget_for_good() {
  put_away();
  forgets_ = true;
  fresh_steps_ = FreshSteps();
  anchors_.clear();
  blocked_levels_.clear();
  log_.forget(0, expanded);
  forgotten_to_ = expanded;
}

void PackedSpace::forget_before(std::uint64_t first) {
  if (!forgets_) return;
  log_.forget(log_.piece_begin(forgotten_to_), first);
  forgotten_to_ = first;
}

void PackedSpace::forget_expanded() {
  const std::uint64_t end_of_roots = first_of_level.size() > 1 ? first_of_level[1] : size();
  if (anchors_.empty()) anchors_.push_back({0, end_of_roots, 0});
  const std::uint64_t kept_to = anchors_.back().end;
  if (expanded > kept_to) {
    log_.forget(std::max(kept_to, log_.piece_begin(forgotten_to_)), expanded);
    forgotten_to_ = expanded;
  }
  const std::uint64_t since = expanded - anchors_.back().first;
  const std::uint64_t level = size() - expanded;
  if (since >= segment_states_min_ && since >= segment_levels * level) {
    anchors_.push_back({expanded, size(), fresh_steps_.size()});
  }
}

std::size_t PackedSpace::anchor_of(std::uint64_t index) const {
  const auto is_before = [](std::uint64_t wanted, const Anchor& anchor) {
    return wanted < anchor.first;
  };
  const auto behind = std::upper_bound(anchors_.begin(), anchors_.end(), index, is_before);
  return static_cast<std::size_t>(behind - anchors_.begin()) - 1;
}

PackedSpace::Range PackedSpace::segment_of(std::size_t anchor) const {
  const bool is_last = anchor + 1 == anchors_.size();
  return {anchors_[anchor].end, is_last ? forgotten_to_ : anchors_[anchor + 1].first};
}

std::uint64_t PackedSpace::bytes_to_bring_back(std::uint64_t index) const {
  if (log_.has(index)) return 0;
  const Range segment = segment_of(anchor_of(index));
  return (segment.end - segment.first) * log_.key_bytes() + waiting_bytes(segment);
}

std::uint64_t PackedSpace::longest_segment_bytes() const {
  std::uint64_t states = 0;
  for (std::size_t i = 0; i < anchors_.size(); ++i) {
    const Range segment = segment_of(i);
    states = std::max(states, segment.end - std::min(segment.first, segment.end));
  }
  const std::uint64_t waiting = waiting_bytes({0, forgotten_to_});
  return states * log_.key_bytes() + waiting;
}

double PackedSpace::logged_bytes_a_state() const {
  const auto bytes = static_cast<double>(log_.memory_bytes() + fresh_steps_.memory_bytes());
  const double least = 0.25;
  return std::clamp(bytes / static_cast<double>(std::max<std::uint64_t>(size(), 1)), least,
                    static_cast<double>(log_.key_bytes()));
}

// The same states give the same successors, so the same steps lead to new ones.
void PackedSpace::bring_back(std::uint64_t index) {
  put_away();
  const std::size_t number = anchor_of(index);
  brought_back_ = segment_of(number);
  FoundAgain found{brought_back_.first, anchors_[number].first_step};
  SlicedBatch batch;
  std::vector<Word> keys;
  for (std::uint64_t first = anchors_[number].first; found.next < brought_back_.end;) {
    const BlockedLevel* const blocked = blocked_behind(first);
    bool is_done = false;
    if (blocked != nullptr && blocked->states.first == first) {
      is_done = bring_back_blocked(*blocked, found);
      first = blocked->states.end;
    } else {
      const std::uint64_t end = blocked != nullptr ? blocked->states.first : found.next;
      keys.resize(std::min<std::uint64_t>(expanded_at_once, std::min(end, found.next) - first));
      is_done = !keys.empty() && expand_slices(first, keys, batch);
      first += keys.size();
      for (Batch& slice : batch.all()) put_again(slice.all_successors(), found);
    }
    // A layout that would have taken too much memory was left as it was.
    if (!is_done && is_out_of_memory_) throw explore::LimitReached{explore::Stop::memory};
    if (!is_done) throw std::logic_error("what was forgotten of the states is not found again");
  }
}

void PackedSpace::put_again(std::span<const Word> successors, FoundAgain& found) {
  for (const Word successor : successors) {
    if (found.next < brought_back_.end && fresh_steps_[found.step]) {
      log_.put(found.next++, successor);
    }
    ++found.step;
  }
}

void PackedSpace::put_away() {
  log_.forget(brought_back_.first, brought_back_.end);
  brought_back_ = {};
}

}  // namespace raceproof::engine

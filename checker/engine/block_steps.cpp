#include "checker/engine/block_steps.h"

#include <algorithm>

namespace raceproof::engine {

BlockSteps::BlockSteps(const StateBlock& block, bool is_short, ChunkPool& pool)
    : block_(block),
      is_short_(is_short),
      pool_(pool),
      halves_(is_short ? block.count() : 0),
      words_(is_short ? 0 : block.count()) {}

void BlockSteps::begin_source() {
  for (auto& box : halves_) box.begun = box.keys.size();
  for (auto& box : words_) box.begun = box.keys.size();
}

void BlockSteps::end_source(std::uint64_t source) {
  const auto end = [source](auto& box) {
    if (box.keys.size() != box.begun) box.starts.push_back({source, box.begun});
  };
  std::for_each(halves_.begin(), halves_.end(), end);
  std::for_each(words_.begin(), words_.end(), end);
}

void BlockSteps::collect(std::uint32_t block, std::vector<Run>& runs) const {
  const auto collect_from = [&runs]<typename Stored>(const Box<Stored>& box,
                                                     std::span<const Stored> Run::*keys_of) {
    for (std::size_t i = 0; i < box.starts.size(); ++i) {
      const bool is_last = i + 1 == box.starts.size();
      const std::size_t end = is_last ? box.keys.size() : box.starts[i + 1].first;
      for (std::size_t first = box.starts[i].first; first < end; first += runs.back().size()) {
        Run run{box.starts[i].source, {}, {}};
        run.*keys_of = box.keys.from(first, end - first);
        runs.push_back(run);
      }
    }
  };
  if (is_short_) {
    collect_from(halves_[block], &Run::halves);
  } else {
    collect_from(words_[block], &Run::words);
  }
}

void BlockSteps::clear(std::uint32_t block) {
  const auto clear_box = [this](auto& box) {
    box.keys.clear(pool_);
    box.begun = 0;
    box.starts.clear();
  };
  if (is_short_) {
    clear_box(halves_[block]);
  } else {
    clear_box(words_[block]);
  }
}

std::uint64_t BlockSteps::memory_bytes() const {
  return sizeof(Word) * others_.capacity() + sizeof(Box<std::uint32_t>) * halves_.size() +
         sizeof(Box<std::uint64_t>) * words_.size();
}

void BlockSteps::add(std::span<const Word> keys, std::uint32_t own) {
  if (is_short_) {
    add_to(halves_, keys, own);
  } else {
    add_to(words_, keys, own);
  }
}

template <typename Stored>
void BlockSteps::add_to(Boxes<Stored>& boxes, std::span<const Word> keys, std::uint32_t own) {
  others_.resize(std::max(others_.size(), keys.size()));
  if (has_fast_gather()) return add_fast(boxes, keys, own);
  add_with(boxes, keys, own, PlainGather{});
}

template <typename Stored>
#if defined(__x86_64__)
[[gnu::target("bmi2")]]
#endif
void
BlockSteps::add_fast(Boxes<Stored>& boxes, std::span<const Word> keys, std::uint32_t own) {
  add_with(boxes, keys, own, FastGather{});
}

// Those that stay are told from the others first, without a branch.
template <typename Stored, typename Gather>
[[gnu::always_inline]] inline void BlockSteps::add_with(Boxes<Stored>& boxes,
                                                        std::span<const Word> keys,
                                                        std::uint32_t own, Gather gather) {
  const StateBlock block = block_;
  Word* const leave = others_.data();
  std::size_t leaving = 0;
  ChunkedRow<Stored>& owned = boxes[own].keys;
  while (!keys.empty()) {
    const std::span<Stored> room = owned.room(pool_);
    const std::size_t count = std::min(room.size(), keys.size());
    std::size_t staying = 0;
    for (const Word key : keys.first(count)) {
      const std::size_t stays = block.of(key, gather) == own ? 1 : 0;
      room[staying] = static_cast<Stored>(block.without(key, gather));
      leave[leaving] = key;
      staying += stays;
      leaving += 1 - stays;
    }
    owned.take(staying);
    keys = keys.subspan(count);
  }
  for (std::size_t i = 0; i < leaving; ++i) {
    boxes[block.of(leave[i], gather)].keys.push(
        static_cast<Stored>(block.without(leave[i], gather)), pool_);
  }
}

}  // namespace raceproof::engine

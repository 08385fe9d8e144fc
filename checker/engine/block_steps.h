// Successors, by the blocks that they are in, until the turn of their block comes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/growing.h"
#include "checker/engine/state_block.h"

namespace raceproof::engine {

/// What one thread has found, in its order. Keys are kept without the number of their block, in
/// half a word each where they fit.
class BlockSteps {
 public:
  /// Successors of states that follow each other.
  struct Run {
    std::uint64_t source = 0;  ///< what puts runs in order
    std::span<const std::uint32_t> halves;
    std::span<const std::uint64_t> words;  ///< one of the two

    std::size_t size() const { return halves.size() + words.size(); }
  };

  /// `is_short`: keys have 32 bits or less but for the number of their block.
  BlockSteps(const StateBlock& block, bool is_short)
      : block_(block), is_short_(is_short), boxes_(block.count()) {}

  void begin_source() {
    for (Box& box : boxes_) box.begun = box.size();
  }
  /// Adds successors of states of the source that was begun, many of which are in this block.
  void add(std::span<const Word> keys, std::uint32_t own) {
    if (is_short_) {
      add_to(&Box::halves, keys, own);
    } else {
      add_to(&Box::words, keys, own);
    }
  }
  void end_source(std::uint64_t source) {
    for (Box& box : boxes_) {
      if (box.size() != box.begun) box.starts.push_back({source, box.begun});
    }
  }

  /// Appends the runs of a block, valid until more is added.
  void collect(std::uint32_t block, std::vector<Run>& runs) const {
    const Box& box = boxes_[block];
    for (std::size_t i = 0; i < box.starts.size(); ++i) {
      const std::size_t first = box.starts[i].first;
      const bool is_last = i + 1 == box.starts.size();
      const std::size_t count = (is_last ? box.size() : box.starts[i + 1].first) - first;
      Run run{box.starts[i].source, {}, {}};
      if (is_short_) {
        run.halves = box.halves.values().subspan(first, count);
      } else {
        run.words = box.words.values().subspan(first, count);
      }
      runs.push_back(run);
    }
  }

  /// Forgets those of a block; its memory stays.
  void clear(std::uint32_t block) {
    boxes_[block].halves.shrink(0);
    boxes_[block].words.shrink(0);
    boxes_[block].starts.clear();
  }

  std::uint64_t memory_bytes() const {
    std::uint64_t bytes = sizeof(Word) * others_.capacity();
    for (const Box& box : boxes_) bytes += box.halves.memory_bytes() + box.words.memory_bytes();
    return bytes;
  }

 private:
  struct Start {
    std::uint64_t source = 0;
    std::size_t first = 0;
  };
  struct Box {
    Growing<std::uint32_t> halves;
    Growing<std::uint64_t> words;
    std::size_t begun = 0;
    std::vector<Start> starts;

    std::size_t size() const { return halves.size() + words.size(); }
  };

  // Those that stay are told from the others first, without a branch.
  template <typename Stored>
  void add_to(Growing<Stored> Box::*keys_of, std::span<const Word> keys, std::uint32_t own) {
    others_.resize(std::max(others_.size(), keys.size()));
    Growing<Stored>& box = boxes_[own].*keys_of;
    Stored* const stay = box.extend(keys.size()).data();
    Word* const leave = others_.data();
    const StateBlock block = block_;
    std::size_t staying = 0;
    std::size_t leaving = 0;
    for (const Word key : keys) {
      const std::size_t stays = block.of(key) == own ? 1 : 0;
      stay[staying] = static_cast<Stored>(block.without(key));
      leave[leaving] = key;
      staying += stays;
      leaving += 1 - stays;
    }
    box.shrink(box.size() - leaving);
    for (std::size_t i = 0; i < leaving; ++i) {
      Growing<Stored>& other = boxes_[block.of(leave[i])].*keys_of;
      other.extend(1)[0] = static_cast<Stored>(block.without(leave[i]));
    }
  }

  StateBlock block_;
  bool is_short_;
  std::vector<Box> boxes_;  ///< by block
  std::vector<Word> others_;
};

}  // namespace raceproof::engine

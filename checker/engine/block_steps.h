// Successors, by the blocks that they are in, until the turn of their block comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/chunked_row.h"
#include "checker/engine/state_block.h"

namespace raceproof::engine {

/// What one thread has found, in its order. Keys are kept without the number of their block, in
/// half a word each where they fit.
class BlockSteps {
 public:
  /// Successors of states that follow each other, or some of them.
  struct Run {
    std::uint64_t source = 0;  ///< what puts runs in order; those of one source are in order
    std::span<const std::uint32_t> halves;
    std::span<const std::uint64_t> words;  ///< one of the two

    std::size_t size() const { return halves.size() + words.size(); }
  };

  /// `is_short`: keys have 32 bits or less but for the number of their block. The pool must outlive
  /// it.
  BlockSteps(const StateBlock& block, bool is_short, ChunkPool& pool);

  void begin_source();
  /// Adds successors of states of the source that was begun, many of which are in this block.
  void add(std::span<const Word> keys, std::uint32_t own);
  void end_source(std::uint64_t source);

  /// Appends the runs of a block, valid until it is cleared or gets more.
  void collect(std::uint32_t block, std::vector<Run>& runs) const;
  /// Forgets those of a block.
  void clear(std::uint32_t block);

  /// Beside what is in the pool.
  std::uint64_t memory_bytes() const;

 private:
  struct Start {
    std::uint64_t source = 0;
    std::size_t first = 0;
  };
  template <typename Stored>
  struct Box {
    ChunkedRow<Stored> keys;
    std::size_t begun = 0;
    std::vector<Start> starts;
  };
  template <typename Stored>
  using Boxes = std::vector<Box<Stored>>;  ///< by block

  template <typename Stored>
  void add_to(Boxes<Stored>& boxes, std::span<const Word> keys, std::uint32_t own);
  template <typename Stored>
  void add_fast(Boxes<Stored>& boxes, std::span<const Word> keys, std::uint32_t own);
  template <typename Stored, typename Gather>
  void add_with(Boxes<Stored>& boxes, std::span<const Word> keys, std::uint32_t own, Gather gather);

  StateBlock block_;
  bool is_short_;
  ChunkPool& pool_;
  Boxes<std::uint32_t> halves_;
  Boxes<std::uint64_t> words_;  ///< empty, or the others are
  std::vector<Word> others_;
};

}  // namespace raceproof::engine

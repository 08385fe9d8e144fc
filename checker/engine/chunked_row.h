// A row of plain values that grows at its end, in chunks of a pool.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "checker/engine/chunk_pool.h"

namespace raceproof::engine {

/// Nothing is copied when it grows. Its chunks go back to the pool when it is cleared, not when it
/// is destroyed: a pool outlives its rows, or nobody needs it any more.
template <typename Value>
class ChunkedRow {
 public:
  static_assert(std::is_trivial_v<Value> && alignof(Value) <= 64);
  static constexpr std::size_t chunk_values = ChunkPool::chunk_bytes / sizeof(Value);

  std::size_t size() const {
    return chunks_.size() * chunk_values - static_cast<std::size_t>(end_ - at_);
  }
  /// A power of two of values that stand side by side, up to that of a chunk, starts at each of its
  /// multiples.
  std::span<const Value> from(std::size_t first, std::size_t most) const {
    const std::size_t in_chunk = chunk_values - first % chunk_values;
    const std::size_t count = std::min({most, in_chunk, size() - first});
    return {values_of(first / chunk_values) + first % chunk_values, count};
  }

  /// What there is room for behind the last value, at least one; to be written, and then to be
  /// taken from the front.
  std::span<Value> room(ChunkPool& pool) {
    if (at_ == end_) [[unlikely]]
      add_chunk(pool);
    return {at_, end_};
  }
  void take(std::size_t count) { at_ += count; }

  void push(Value value, ChunkPool& pool) {
    if (at_ == end_) [[unlikely]]
      add_chunk(pool);
    *at_++ = value;
  }

  void clear(ChunkPool& pool) {
    pool.give_back(chunks_);
    chunks_.clear();
    at_ = nullptr;
    end_ = nullptr;
  }

 private:
  Value* values_of(std::size_t chunk) const { return reinterpret_cast<Value*>(chunks_[chunk]); }

  void add_chunk(ChunkPool& pool) {
    chunks_.push_back(pool.take());
    at_ = values_of(chunks_.size() - 1);
    end_ = at_ + chunk_values;
  }

  Value* at_ = nullptr;   ///< in the last chunk, where the next value goes
  Value* end_ = nullptr;  ///< of that chunk
  std::vector<std::uint8_t*> chunks_;
};

}  // namespace raceproof::engine

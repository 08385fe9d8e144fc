#include "checker/engine/chunk_pool.h"

#include <algorithm>

namespace raceproof::engine {
namespace {

constexpr std::uint64_t slab_min = std::uint64_t{1} << 18;
constexpr std::uint64_t slab_max = std::uint64_t{1} << 22;  // has large pages

// Chunks that are filled side by side would otherwise use the same few sets of the cache.
constexpr std::size_t apart = ChunkPool::chunk_bytes + 64;

}  // namespace

std::uint8_t* ChunkPool::take() {
  const std::lock_guard lock(mutex_);
  if (free_.empty()) add_slab();
  std::uint8_t* const chunk = free_.back();
  free_.pop_back();
  return chunk;
}

void ChunkPool::give_back(std::span<std::uint8_t* const> chunks) {
  const std::lock_guard lock(mutex_);
  free_.insert(free_.end(), chunks.begin(), chunks.end());
}

// Never much more than is used.
void ChunkPool::add_slab() {
  const std::uint64_t bytes = std::clamp(memory_bytes() / 2, slab_min, slab_max);
  PageMemory& slab = slabs_.emplace_back(bytes);
  for (std::size_t i = bytes / apart; i-- > 0;) free_.push_back(slab.data() + i * apart);
  bytes_.fetch_add(bytes, std::memory_order_relaxed);
}

}  // namespace raceproof::engine

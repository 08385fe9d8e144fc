// Memory in equal chunks out of large pages, for several threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "checker/engine/page_memory.h"

namespace raceproof::engine {

/// What one thread gives back another one can take, so that what waits for its turn takes the room
/// of what has had it. Any thread may call any of this at any time.
class ChunkPool {
 public:
  static constexpr std::size_t chunk_bytes = std::size_t{1} << 13;

  /// Whatever was there before is in it. Throws std::bad_alloc.
  std::uint8_t* take();
  void give_back(std::span<std::uint8_t* const> chunks);

  /// What it has from the system; it keeps it.
  std::uint64_t memory_bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  void add_slab();

  std::mutex mutex_;
  std::vector<PageMemory> slabs_;
  std::vector<std::uint8_t*> free_;
  std::atomic<std::uint64_t> bytes_ = 0;
};

}  // namespace raceproof::engine

// Zeroed memory straight from the system, which can be given back in pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace raceproof::engine {

class PageMemory {
 public:
  PageMemory() = default;
  /// All bytes are zero. Throws std::bad_alloc.
  explicit PageMemory(std::size_t bytes);
  ~PageMemory();
  PageMemory(PageMemory&& other) noexcept { swap(other); }
  PageMemory& operator=(PageMemory&& other) noexcept {
    swap(other);
    return *this;
  }

  std::uint8_t* data() { return data_; }
  const std::uint8_t* data() const { return data_; }
  std::size_t bytes() const { return bytes_; }

  /// Has the pages of the first `end` bytes made for writing, where they were not touched before; a
  /// page that is read first is made twice, and that stops all threads. Calls come with ascending
  /// ends.
  void touch_up_to(std::size_t end);

  /// Gives the pages of the first `end` bytes back; their content is lost. Calls come with
  /// ascending ends.
  void release_up_to(std::size_t end);

 private:
  void swap(PageMemory& other) {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    std::swap(released_, other.released_);
    std::swap(touched_, other.touched_);
  }

  std::uint8_t* data_ = nullptr;
  std::size_t bytes_ = 0;
  std::size_t released_ = 0;
  std::size_t touched_ = 0;
};

}  // namespace raceproof::engine

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

  /// Gives the pages of the first `end` bytes back; their content is lost. Calls come with
  /// ascending ends.
  void release_up_to(std::size_t end);

 private:
  void swap(PageMemory& other) {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    std::swap(released_, other.released_);
  }

  std::uint8_t* data_ = nullptr;
  std::size_t bytes_ = 0;
  std::size_t released_ = 0;
};

}  // namespace raceproof::engine

#include "checker/engine/page_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace raceproof::engine {
namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t piece = std::size_t{1} << 20;      // given back at once
constexpr std::size_t huge_from = std::size_t{4} << 20;  // large pages pay from here on
constexpr std::size_t huge_page = std::size_t{2} << 20;

// Whole large pages, since the system begins at one only what ends at one.
std::size_t mapped(std::size_t bytes) {
  return bytes < huge_from ? bytes : (bytes + huge_page - 1) / huge_page * huge_page;
}

}  // namespace

PageMemory::PageMemory(std::size_t bytes) : bytes_(bytes) {
  void* memory =
      mmap(nullptr, mapped(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<std::uint8_t*>(memory);
  if (bytes >= huge_from) madvise(memory, bytes, MADV_HUGEPAGE);
}

PageMemory::~PageMemory() {
  if (data_ != nullptr) munmap(data_, mapped(bytes_));
}

void PageMemory::touch_up_to(std::size_t end) {
  for (; touched_ < std::min(end, bytes_); touched_ += page) data_[touched_] = 0;
}

void PageMemory::release_up_to(std::size_t end) {
  end -= end % page;
  if (end < released_ + piece) return;
  madvise(data_ + released_, end - released_, MADV_DONTNEED);
  released_ = end;
}

}  // namespace raceproof::engine

// A row of plain values that grows at its end.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

namespace raceproof::engine {

/// As a vector, but that values which are to be overwritten are not made zero before, and that a
/// large one grows without being copied, by what the system does with its pages.
template <typename Value>
class Growing {
 public:
  static_assert(std::is_trivial_v<Value>);

  std::size_t size() const { return size_; }
  std::span<const Value> values() const { return {values_.get(), size_}; }
  std::uint64_t memory_bytes() const { return sizeof(Value) * room_; }

  /// So many values more, to be written. Throws std::bad_alloc.
  std::span<Value> extend(std::size_t more) {
    if (size_ + more > room_) [[unlikely]]
      make_room(size_ + more);
    size_ += more;
    return {values_.get() + size_ - more, more};
  }
  /// Forgets the last ones; the memory stays.
  void shrink(std::size_t size) { size_ = size; }

 private:
  struct Free {
    void operator()(Value* values) const { std::free(values); }
  };
  static constexpr std::size_t room_least = 512;

  void make_room(std::size_t size) {
    const std::size_t room = std::max({size, room_ + room_ / 2, room_least});
    auto* const values = static_cast<Value*>(std::realloc(values_.get(), room * sizeof(Value)));
    if (values == nullptr) throw std::bad_alloc();
    static_cast<void>(values_.release());
    values_.reset(values);
    room_ = room;
  }

  std::unique_ptr<Value, Free> values_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace raceproof::engine

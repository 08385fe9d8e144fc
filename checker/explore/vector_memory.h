// The memory of a growing vector, for limits that must hold while it grows too.
#pragma once

#include <cstdint>
#include <vector>

namespace raceproof::explore {

/// The bytes that the vector occupies. One that is nearly full counts with what it will need when
/// it grows, which is both the old and the doubled memory at once.
template <typename Element>
std::uint64_t vector_bytes(const std::vector<Element>& vector) {
  const std::uint64_t capacity = vector.capacity();
  const bool is_nearly_full = vector.size() >= capacity - capacity / 8;
  return sizeof(Element) * capacity * (is_nearly_full ? 3 : 1);
}

/// The bytes that the vector takes anew, beside those that it has, when it grows next, which is
/// soon; nothing where it is not nearly full.
template <typename Element>
std::uint64_t bytes_to_grow(const std::vector<Element>& vector) {
  const std::uint64_t capacity = vector.capacity();
  const bool is_nearly_full = vector.size() >= capacity - capacity / 8;
  return is_nearly_full ? 2 * sizeof(Element) * capacity : 0;
}

}  // namespace raceproof::explore

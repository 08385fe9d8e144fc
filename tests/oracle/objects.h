// What can be done to an object by hand and by counting, access by access (sections 7 and 11.6).
#pragma once

#include <cstddef>
#include <cstdint>

#include "tests/oracle/world.h"

namespace raceproof::oracle {

/// What a pointer is where the index of the object is out of bounds.
inline constexpr Pointer out_of_bounds = -1;

/// An object that is allocated with so many references out; `owner` is for biased counts.
Object new_object(std::int64_t references, std::size_t owner);

/// The number of the object. An operation through a name that holds nothing is an error, but none
/// of `refcount_safe` (section 11.8); so is an index out of bounds.
std::size_t object_number(Pointer pointer);

/// The object; touching one that is freed, or before the first `new`, is a use after free.
Object& alive(World& world, Pointer pointer);

/// Frees it; a second free is a double free, also of one that never was allocated.
void free_object(World& world, Pointer pointer);

/// `new`: an object that is allocated cannot be allocated again, one that is freed can.
void allocate(World& world, Pointer pointer, std::size_t owner);

/// Writes a plain count; a negative one is an error.
void write_count(World& world, Pointer pointer, std::int64_t count);

// ---- biased counts: the shared field is the count, four times, and two flags -------------------

enum class SharedFlags : std::uint8_t { none = 0, maybe_weakref = 1, queued = 2, merged = 3 };

std::int64_t shared_field(std::int64_t count, SharedFlags flags);
std::int64_t shared_count(std::int64_t field);
SharedFlags shared_flags(std::int64_t field);

/// Compares and swaps the shared field: gives the value that was there, which is `expected` where
/// it was swapped. A merged count below zero is an error.
std::int64_t swap_shared(World& world, Pointer pointer, std::int64_t expected,
                         std::int64_t desired);

}  // namespace raceproof::oracle

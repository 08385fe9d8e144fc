// An object on the heap, as reference counts see it. A pointer is 0 where nothing is held, and
// n + 1 for the object with number n.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "models/expression.h"
#include "models/source_span.h"

namespace raceproof {

/// How references to an object are counted. Sources for biased and immortal counts: PEP 703 and
/// PEP 683; CPython 3.14, Include/refcount.h and Objects/object.c.
enum class Counting : std::uint8_t { plain, atomic, biased, immortal };
inline constexpr std::size_t countings = 4;

struct HeapObject {
  Counting counting = Counting::plain;
  std::string name;
  CellIndex cell = 0;  ///< its first cell
  SourceSpan span;
};

namespace heap {

/// Cells of one object. `references` are those that are out: what the count ought to be. Of
/// `count`, `local` and on only those mean something that the way of counting has.
enum Field : CellIndex { life, references, count, local, owner, shared, cells };

/// How the fields are named behind the object's name.
inline constexpr std::array<std::string_view, cells> suffixes{"",       ".references", ".count",
                                                              ".local", ".owner",      ".shared"};

enum class Life : std::uint8_t { unallocated, allocated, freed };

/// Values of a pointer that hold no object. What an index out of bounds gives makes the step fail
/// that looks at it.
inline constexpr std::int64_t none = 0;
inline constexpr std::int64_t out_of_bounds = -1;

/// The shared field of a biased count: the count times four, and what became of it.
enum Flag : std::int64_t { not_flagged, maybe_weak, queued, merged };

/// The number of an object that a pointer holds.
constexpr std::uint32_t number(std::int64_t pointer) {
  return static_cast<std::uint32_t>(pointer - 1);
}
constexpr std::int64_t pointer_to(std::uint32_t object) { return std::int64_t{object} + 1; }

/// Owner `thread` as the field holds it; 0 stands for nobody.
constexpr std::int64_t as_owner(std::uint32_t thread) { return std::int64_t{thread} + 1; }

/// Makes it an object with so many references out, whose owner is `owner`.
inline void allocate(const HeapObject& object, std::span<std::int64_t> state,
                     std::int64_t references_out, std::uint32_t owner_thread) {
  const auto field = [&](Field which) -> std::int64_t& { return state[object.cell + which]; };
  const bool is_biased = object.counting == Counting::biased;
  field(life) = static_cast<std::int64_t>(Life::allocated);
  field(references) = references_out;
  field(count) = is_biased ? 0 : references_out;
  field(local) = is_biased ? references_out : 0;
  field(owner) = is_biased ? as_owner(owner_thread) : 0;
  field(shared) = 0;
}

/// The count as it stands, whoever is in the middle of changing it.
inline std::int64_t count_of(const HeapObject& object, std::span<const std::int64_t> state) {
  if (object.counting != Counting::biased) return state[object.cell + count];
  return state[object.cell + local] + (state[object.cell + shared] >> 2);
}

}  // namespace heap
}  // namespace raceproof

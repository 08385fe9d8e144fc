// The set of all states seen: exact, and 2 to 7 bytes a state.
//
// A key is not stored. Its home line in the table and a remainder determine it (quotient.h), so the
// remainder is stored, with the distance to the home line where that is full. Equal code at equal
// distance from a line is equal key: nothing is hashed away.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/code_line.h"
#include "checker/engine/page_memory.h"
#include "checker/engine/quotient.h"
#include "checker/engine/word_index.h"

namespace raceproof::engine {

class VisitedSet {
 public:
  /// Of keys below 2^bits, 1 <= bits <= Quotient::bits_max. Room for `expected` keys is made at
  /// once; more come as they need to.
  explicit VisitedSet(std::uint32_t bits, std::uint64_t expected = 0);

  /// Inserts the keys in order, and moves those that were not in the set before to the front of
  /// `keys`, in their order. Returns how many these are; for each of all keys, `is_new` receives 1
  /// where it was one of them, else 0.
  std::size_t insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new);

  /// From now on the keys have so many bits more; those that are there have zeros in them.
  void extend(std::uint32_t bits);

  std::uint64_t size() const { return size_; }
  std::uint64_t memory_bytes() const { return memory_.bytes() + homeless_.memory_bytes(); }
  /// What it takes at most while it gets room for so many keys more, without the homeless ones.
  std::uint64_t peak_bytes(std::uint64_t more) const;
  /// Where it grows, it had better take no more than this. It takes more only where it has to.
  void keep_below(std::uint64_t bytes) { bytes_max_ = bytes; }
  /// What a key takes in a full table.
  double bytes_a_key() const;

  /// All keys, in the order of the table.
  std::vector<std::uint64_t> keys();

 private:
  static constexpr std::uint32_t distance_bits = 2;
  static constexpr std::uint64_t reach = 1 << distance_bits;  ///< lines in which a key may stand

  /// What is looked for: a code, in its home line and those behind it.
  struct Wanted {
    std::uint8_t* line = nullptr;
    std::uint64_t code = 0;  ///< at its home; one more in each line behind
  };
  /// What the inner loops need, in registers: a table's bytes may alias with anything.
  struct View {
    Quotient quotient;
    LineShape shape;
    std::uint8_t* lines = nullptr;

    std::uint8_t* line(std::uint64_t number) const {
      return lines + LineShape::line_bytes * number;
    }
    Wanted wanted(Quotient::Place place) const {
      return {line(place.line), place.remainder * reach};
    }
  };
  /// Where it is written what is new of a batch: the keys, and for each of all whether it is.
  struct New {
    std::uint64_t* keys = nullptr;
    std::uint8_t* is_new = nullptr;
  };

  void allocate(std::uint64_t lines);
  std::uint64_t room_for(std::uint64_t lines) const;
  std::uint64_t lines_for(std::uint64_t keys) const;
  std::uint64_t lines_to_have(std::uint64_t more) const;
  void make_room(std::uint64_t more);
  void grow(std::uint64_t lines);
  void move_to(VisitedSet& larger, std::uint32_t extension);
  std::size_t insert_batch(std::span<const std::uint64_t> keys, New fresh);
  std::size_t insert_fetched(std::span<const std::uint64_t> keys, New fresh);
  std::size_t insert_fast(std::span<const std::uint64_t> keys, New fresh);
  template <bool has_high, bool all_differ>
  static code_line::Met put(const LineShape& shape, Wanted wanted);
  template <bool has_high, typename Visit>
  static void each_in_line(const View& view, std::uint64_t number, Visit visit);
  template <bool has_high>
  std::size_t insert_places(const View& view, std::span<const std::uint64_t> keys, New fresh);
  template <bool from_high, bool to_high>
  void move_lines(VisitedSet& larger, std::uint32_t extension);
  void move_all(VisitedSet& larger, std::uint32_t extension);
  void move_fast(VisitedSet& larger, std::uint32_t extension);
  View view() { return {quotient_, shape_, memory_.data()}; }
  std::uint64_t lines_with_spare() const { return quotient_.lines() + reach - 1; }

  std::uint32_t bits_ = 1;
  std::uint32_t extended_bits_ = 0;  ///< of these
  Quotient quotient_;
  LineShape shape_;
  PageMemory memory_;
  std::uint64_t bytes_max_ = ~std::uint64_t{0};
  std::uint64_t room_ = 0;  ///< keys that it takes before it grows
  std::uint64_t size_ = 0;
  WordIndex homeless_;  ///< keys whose lines within reach are all full: few, or the table grows
};

}  // namespace raceproof::engine

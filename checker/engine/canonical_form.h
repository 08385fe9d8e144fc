// One state for all that differ only in which of several identical threads is which.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/bit_layout.h"
#include "checker/engine/state_parts.h"
#include "checker/engine/state_tree.h"
#include "checker/result/number.h"

namespace raceproof::engine {

/// The canonical state of an orbit has the threads of each group sorted: by their own value, then
/// by what the parts that name threads say of them. Threads that are equal in all this can change
/// places without changing the state, so there is one such state in every orbit, and the size of
/// the orbit follows from how many are equal.
class CanonicalForm {
 public:
  /// Of states packed by the layout, or, where `tree` is given, by that.
  CanonicalForm(const StateParts& parts, const BitLayout& layout, StateTree* tree = nullptr);

  /// Whether every state is its own orbit.
  bool is_idle() const { return groups_.empty(); }

  Word operator()(Word state) const;
  /// Makes them canonical in place.
  void make(std::span<Word> states) const;
  /// The same of one, given by the numbers of its parts.
  void make(std::vector<PartId>& ids) const;
  /// The canonical state; `places` receives, for each thread, which one it is there.
  Word operator()(Word state, std::vector<std::uint32_t>& places) const;

  /// The sizes of the orbits of canonical states, in all: each once, and each as often as there are
  /// steps out of it.
  struct Orbits {
    result::Integer states;
    result::Integer steps;
  };
  Orbits orbits(std::span<const Word> states, std::span<const std::uint32_t> steps) const;

 private:
  struct Group {
    std::vector<std::uint32_t> threads;
    std::vector<PartIndex> statuses;  ///< of each; none where they have none
    std::vector<Word> masks;          ///< the fields of their own parts, in a word
    Word all = 0;                     ///< all these fields
    std::uint32_t first_pair = 0;
    std::vector<std::uint64_t> orders;  ///< of few: by which of them are like the one before
  };
  struct Thread {
    std::uint64_t rank = 0;
    std::uint64_t roles = 0;
    PartId id = 0;
    std::uint32_t place = 0;  ///< in its group, before it was sorted

    bool is_like(const Thread& other) const { return id == other.id && roles == other.roles; }
    bool is_behind(const Thread& other) const {
      return rank != other.rank ? rank > other.rank : roles > other.roles;
    }
  };
  using Threads = std::array<Thread, explore::alike_max>;

  template <typename Numbers>
  void read(const Group& group, const Numbers& numbers, Threads& threads) const;
  template <typename Numbers>
  void sort_numbers(Numbers& numbers, std::vector<std::uint32_t>* places) const;
  template <typename Numbers>
  void write(const Group& group, const Threads& threads, Numbers& numbers) const;
  template <typename Numbers>
  void exchange(Numbers& numbers, std::uint32_t pair) const;
  Word sort(Word state, std::vector<std::uint32_t>* places) const;
  bool sorts_fast() const;
  template <std::size_t known_count>  // of threads; 0: not known
  void sort_group(const Group& group, std::span<Word> states) const;
  void sort_fast(std::span<Word> states) const;
  std::uint64_t orbit_fast(Word state) const;
  template <typename Number>
  Number orbit(Word state) const;
  template <typename Number, typename Numbers>
  Number orbit_of(const Numbers& numbers) const;

  const StateParts& parts_;
  const BitLayout& layout_;
  StateTree* tree_;
  std::vector<Group> groups_;
  std::size_t threads_ = 0;  ///< in all groups
};

}  // namespace raceproof::engine

// What schedules of few partial iterations reach: whole iterations of every thread in one burst,
// then a piece of one iteration, and so on. A subset of what is reachable, flat in the number of
// iterations and cheap in threads; every state of it comes with its schedule.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <vector>

#include "checker/prove/placed_move.h"

namespace raceproof::prove {

class Bursts {
 public:
  /// `with_joint`: bursts in which two threads take turns as well.
  Bursts(const Presburger& in, const TransitionSystem& system, bool with_joint,
         const std::function<bool()>& stop);

  /// Sees the sets of states one after another; whether to end the search.
  using Visit = std::function<bool(const LocationVector& at, const Set& states)>;

  /// All schedules of up to `pieces` pieces, the fewest first, in a fixed order; whether `visit`
  /// ended it. Gives up after so many sets, without a word: it is a lower bound anyway.
  bool search(std::size_t pieces, const Visit& visit);

  /// Schedules that begin with some edges of two threads, in any order, both amid an iteration at
  /// once too, and go on with whole iterations.
  bool search_behind(const std::array<std::uint32_t, 2>& threads, const Visit& visit);

  /// Where `visit` ended the search: the schedule to the least of `targets`, a subset of the states
  /// that it saw last.
  result::Schedule schedule_to(const Set& targets) const;

 private:
  struct Step {
    const PlacedMove* move = nullptr;
    bool is_optional = false;  ///< any number of rounds, none too
    LocationVector at;         ///< before
    Set before;
  };

  /// Where some edges have led, behind another one.
  struct Beginning {
    LocationVector at;
    Set states;
    std::size_t before = 0;
    const PlacedMove* edge = nullptr;
  };

  void add_pieces(std::uint32_t thread);
  std::vector<PlacedMove> edges_of(const std::array<std::uint32_t, 2>& threads) const;
  void begin_with(const std::vector<Beginning>& all, std::size_t number);
  bool is_way_on(const PlacedMove& piece) const;
  bool may_begin(const PlacedMove& piece, const LocationVector& at) const;
  Set burst(const LocationVector& at, Set states);
  bool descend(const LocationVector& at, const Set& states, std::size_t pieces, const Visit& visit);
  bool is_known(const LocationVector& at, const Set& states, std::size_t pieces);

  const Presburger& in_;
  const TransitionSystem& system_;
  std::function<bool()> stop_;
  std::vector<PlacedMove> cycles_;
  std::vector<PlacedMove> pieces_;
  std::vector<std::vector<bool>> is_amid_;  // by thread, by location: within an iteration
  std::vector<std::vector<std::vector<bool>>> leads_to_;  // by thread, from, to
  std::vector<std::vector<bool>> is_head_;                // where an accelerated cycle begins
  std::vector<PlacedMove> edges_;                         // of the schedules that begin with them
  std::vector<Step> path_;
  std::map<LocationVector, std::vector<std::pair<std::size_t, Set>>> known_;
  std::size_t sets_ = 0;
};

}  // namespace raceproof::prove

// Exact reachability: all states, as Presburger sets by vectors of locations, breadth first with
// whole loops taken at once. No widening: where it ends the sets are exact both ways.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "checker/prove/placed_move.h"

namespace raceproof::prove {

/// Counted limits of one fixpoint.
struct FixpointBudget {
  std::uint64_t operations_max = 0;  ///< of isl; 0: none
  std::size_t rounds_max = 200;
  std::size_t parts_max = 3'000;  ///< conjunctions over all sets
};

/// All reachable states of a transition system.
class Fixpoint {
 public:
  /// Runs it; throws BudgetSpent, also where `stop` says so between two operations.
  Fixpoint(const Presburger& in, const TransitionSystem& system, const FixpointBudget& budget,
           const std::function<bool()>& stop);

  const StateSets& reached() const { return reached_; }
  std::size_t rounds() const { return layers_.size(); }
  std::size_t part_count() const;

  /// A schedule from the start to one of the given states, all of which are reached: the fewest
  /// moves, then canonical. `targets` are subsets of `reached()`.
  result::Schedule schedule_to(const StateSets& targets) const;

 private:
  struct Layer {
    StateSets found;  ///< everything new
    StateSets open;   ///< of it, what has not failed at once
  };
  struct Point {
    LocationVector at;
    std::vector<Wide> values;
  };
  void add_moves(std::uint32_t thread);
  void add_move(Move move, bool is_at_once);
  Layer first_layer() const;
  StateSets images(const Layer& layer) const;
  Layer news(const StateSets& images);
  void tidy(const LocationVector& at);
  void check_stop() const;
  Point step_back(const Point& point, std::size_t layer, Taken& taken) const;

  const Presburger& in_;
  const TransitionSystem& system_;
  std::function<bool()> stop_;
  std::vector<PlacedMove> moves_;
  StateSets reached_;
  std::map<LocationVector, std::size_t> tidied_parts_;  ///< how many there were behind it
  std::vector<Layer> layers_;
};

}  // namespace raceproof::prove

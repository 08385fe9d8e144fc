// Exact reachability: all states, as Presburger sets by vectors of locations, breadth first with
// whole loops taken at once. No widening: where it ends the sets are exact both ways.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "checker/prove/acceleration.h"
#include "checker/prove/presburger.h"
#include "checker/result/schedule.h"

namespace raceproof::prove {

/// Where all threads stand.
using LocationVector = std::vector<LocationIndex>;
using StateSets = std::map<LocationVector, Set>;

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
  struct PlacedMove {
    Move move;
    Relation relation;
    bool is_at_once = false;  ///< a failure that comes without a step
  };
  struct Layer {
    StateSets found;  ///< everything new
    StateSets open;   ///< of it, what has not failed at once
  };
  struct Point {
    LocationVector at;
    std::vector<Wide> values;
  };
  struct Taken {
    const Move* move = nullptr;
    std::uint64_t rounds = 1;
  };

  void add_moves(std::uint32_t thread);
  void add_move(Move move, bool is_at_once);
  bool may_take(const PlacedMove& placed, const LocationVector& at) const;
  LocationVector behind(const PlacedMove& placed, LocationVector at) const;
  Layer first_layer() const;
  StateSets images(const Layer& layer) const;
  Layer news(const StateSets& images);
  Point step_back(const Point& point, std::size_t layer, Taken& taken) const;
  std::uint64_t rounds_between(const PlacedMove& placed, const std::vector<Wide>& from,
                               const std::vector<Wide>& to) const;
  result::Schedule schedule(const Point& first, const std::vector<Taken>& moves) const;

  const Presburger& in_;
  const TransitionSystem& system_;
  std::function<bool()> stop_;
  std::vector<PlacedMove> moves_;
  StateSets reached_;
  std::vector<Layer> layers_;
};

/// Whether no thread but perhaps one may run there, and which.
std::optional<std::uint32_t> exclusive_thread(const TransitionSystem& system,
                                              const LocationVector& at);
/// The states in which no thread has failed at once, without a step.
Set without_failed(const Presburger& in, const TransitionSystem& system, const LocationVector& at,
                   const Set& states);
/// Whether a thread has failed, or the execution was discarded.
bool has_failed(const TransitionSystem& system, const LocationVector& at);

}  // namespace raceproof::prove

// What the sets of reachable states say: final states and their values, deadlocks, failures, races.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/prove/fixpoint.h"
#include "checker/prove/invariant.h"

namespace raceproof::prove {

/// What the threads' last control does where they need no further step, by thread and location.
class Endings {
 public:
  Endings(const Presburger& in, const TransitionSystem& system);
  /// Its alternatives; empty where the thread has ended already, or has not yet.
  const std::vector<Relation>& of(std::size_t thread, LocationIndex at) const {
    return relations_[thread][at];
  }

 private:
  std::vector<std::vector<std::vector<Relation>>> relations_;
};

/// The final states: at each vector of locations those where every thread has ended or needs no
/// further step to. `states` are as reached, `finals` what the threads' last control makes of them.
class FinalStates {
 public:
  FinalStates(const Presburger& in, const TransitionSystem& system, const Endings& endings,
              const StateSets& reached);

  bool is_empty() const { return places_.empty(); }
  /// The states that end in one of the conditions.
  StateSets where(const std::vector<Conjunction>& any) const;
  /// The tuples of values of the expressions over all final states. Throws Unsupported where one
  /// cannot be evaluated.
  Set values(const std::vector<property::Observed>& observed) const;
  /// The states whose tuple of values is in `wanted`.
  StateSets with_values(const std::vector<property::Observed>& observed, const Set& wanted) const;

 private:
  struct Place {
    LocationVector at;
    Set states;
    Set finals;
    std::vector<Relation> last;  ///< alternatives of the way from states to finals
  };
  struct ValueCase {
    Conjunction guard;
    std::vector<Affine> values;
  };
  std::vector<ValueCase> cases(const std::vector<property::Observed>& observed) const;
  Set before(const Place& place, const Set& finals) const;

  const Presburger& in_;
  const TransitionSystem& system_;
  std::vector<Place> places_;
};

/// Where no thread can go on and one has not ended.
StateSets stuck_states(const Presburger& in, const TransitionSystem& system,
                       const StateSets& reached);
/// Where a thread has failed, not of reference counts.
StateSets failed_states(const TransitionSystem& system, const StateSets& reached);
/// Where two threads can both make their next step, on the same variable, one writing.
struct RaceStates {
  StateSets sure;
  bool has_doubtful = false;  ///< an `await` that stops early may or may not read the variable
};
RaceStates race_states(const Presburger& in, const TransitionSystem& system, const Program& program,
                       const StateSets& reached);
/// The same as a formula: that there is a data race, sure or doubtful.
Formula race_formula(const TransitionSystem& system, const Program& program,
                     const FlatSystem& flat);
/// Where one of the conditions holds.
StateSets states_where(const Presburger& in, const TransitionSystem& system,
                       const StateSets& reached, const std::vector<Conjunction>& any);
/// The first result that may leave 64 bits, if any.
const Obligation* broken_obligation(const Presburger& in, const TransitionSystem& system,
                                    const StateSets& reached);

}  // namespace raceproof::prove
